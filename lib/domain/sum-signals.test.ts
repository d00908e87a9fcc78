import { describe, expect, it } from 'vitest';
import type { Signals } from '@/lib/domain/model';
import { sumSignals } from '@/lib/domain/sum-signals';

const signals = (extra: Partial<Signals>): Signals => ({ codes: [], reporters: {}, ...extra });

describe('sumSignals', () => {
  it('adds rates and weighs error ratios by them', () => {
    const sum = sumSignals([
      signals({ requestRate: 9, errorRatio: 0 }),
      signals({ requestRate: 1, errorRatio: 1 }),
    ]);
    expect(sum.requestRate).toBe(10);
    expect(sum.errorRatio).toBeCloseTo(0.1);
  });

  it('has no error ratio without requests, and none when a part is not known', () => {
    const idle = signals({ requestRate: 0, errorRatio: null });
    expect(sumSignals([idle, idle]).errorRatio).toBeNull();
    const unknown = signals({ requestRate: 1 });
    expect(sumSignals([idle, unknown]).errorRatio).toBeUndefined();
  });

  it('keeps absent figures absent', () => {
    const sum = sumSignals([signals({ requestBytesPerSecond: 1 }), signals({})]);
    expect(sum.requestRate).toBeUndefined();
    expect(sum.errorRatio).toBeUndefined();
    expect(sum.requestBytesPerSecond).toBe(1);
    expect(sum.mtlsShare).toBeUndefined();
  });

  it('merges classes of requests, largest first', () => {
    const ok = { httpCode: '200', error: false };
    const lost = { httpCode: '503', flags: 'UF', error: true };
    const { codes } = sumSignals([
      signals({ codes: [{ ...ok, rate: 1 }] }),
      signals({
        codes: [
          { ...lost, rate: 5 },
          { ...ok, rate: 2 },
        ],
      }),
    ]);
    expect(codes).toEqual([
      { ...lost, rate: 5 },
      { ...ok, rate: 3 },
    ]);
  });

  it('does not add quantiles, and names a reporter only where all agree', () => {
    const p95 = { valueMs: 5, lowMs: 1, highMs: 10 };
    const one = signals({ requestRate: 1, errorRatio: 0, p95, reporters: { requests: 'source' } });
    const two = signals({
      requestRate: 1,
      errorRatio: 0,
      p95,
      reporters: { requests: 'waypoint' },
    });
    expect(sumSignals([one])).toBe(one);
    expect(sumSignals([one, one]).p95).toBeUndefined();
    expect(sumSignals([one, one]).reporters).toEqual({ requests: 'source' });
    expect(sumSignals([one, two]).reporters).toEqual({});
  });

  it('weighs mTLS by requests', () => {
    const sum = sumSignals([
      signals({ requestRate: 3, errorRatio: 0, mtlsShare: 1 }),
      signals({ requestRate: 1, errorRatio: 0, mtlsShare: 0 }),
    ]);
    expect(sum.mtlsShare).toBeCloseTo(0.75);
  });

  it('is nothing of nothing', () => {
    expect(sumSignals([])).toMatchObject({ requestRate: undefined, codes: [] });
  });
});
