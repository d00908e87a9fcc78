import { afterEach, describe, expect, it, vi } from 'vitest';
import { noticePresent, presentMs } from '@/lib/client/present';
import { PRESENT_HEADER } from '@/lib/contract/common';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const told = (at: number | string) => new Headers({ [PRESENT_HEADER]: String(at) });

afterEach(() => {
  noticePresent(told(NOW), NOW);
  vi.useRealTimers();
});

describe('the present of a page', () => {
  it('is the server’s when this computer is a day off', () => {
    vi.useFakeTimers({ now: NOW });
    noticePresent(told(NOW - DAY), NOW);
    expect(presentMs()).toBe(NOW - DAY);
    vi.advanceTimersByTime(5_000);
    expect(presentMs()).toBe(NOW - DAY + 5_000);
  });

  it('is this computer’s when it is off no more than an answer takes', () => {
    vi.useFakeTimers({ now: NOW });
    noticePresent(told(NOW - 1_500), NOW);
    expect(presentMs()).toBe(NOW);
  });

  it('stays as it was learnt when an answer does not tell', () => {
    vi.useFakeTimers({ now: NOW });
    noticePresent(told(NOW + DAY), NOW);
    noticePresent(new Headers(), NOW);
    noticePresent(told('soon'), NOW);
    expect(presentMs()).toBe(NOW + DAY);
  });
});
