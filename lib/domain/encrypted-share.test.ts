import { describe, expect, it } from 'vitest';
import { encryptedShareOf } from '@/lib/domain/encrypted-share';

describe('the share of calls that is encrypted', () => {
  it('is by requests where all have some', () => {
    const calls = [
      { requestRate: 3, bytesPerSecond: 1, mtlsShare: 1 },
      { requestRate: 1, bytesPerSecond: 99, mtlsShare: 0 },
    ];
    expect(encryptedShareOf(calls)).toBe(0.75);
  });

  it('is by bytes where one has no requests', () => {
    const calls = [
      { requestRate: 3, bytesPerSecond: 1, mtlsShare: 1 },
      { bytesPerSecond: 3, mtlsShare: 0 },
    ];
    expect(encryptedShareOf(calls)).toBe(0.25);
  });

  it.each([
    ['nothing is called', []],
    ['nothing flows', [{ requestRate: 0, mtlsShare: 1 }]],
    ['nobody knows of one', [{ requestRate: 1, mtlsShare: 1 }, { requestRate: 1 }]],
    ['nothing is measured of one', [{ requestRate: 1, mtlsShare: 1 }, { mtlsShare: 1 }]],
  ])('is not known where %s', (_, calls) => {
    expect(encryptedShareOf(calls)).toBeUndefined();
  });
});
