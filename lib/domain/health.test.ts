import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareHealth, healthOfSignals, worstHealth } from '@/lib/domain/health';
import type { CodeRate, Signals } from '@/lib/domain/model';

function http(
  requestRate: number,
  errorRatio: number | null,
  codes: readonly CodeRate[] = [],
): Signals {
  return { requestRate, errorRatio, codes, reporters: {} };
}

describe('healthOfSignals', () => {
  it.each([
    { ratio: 0, status: 'healthy', because: 'nothing fails' },
    { ratio: 0.009, status: 'healthy', because: 'a mesh under load loses a request now and then' },
    { ratio: 0.01, status: 'degraded', because: 'it is one in a hundred' },
    { ratio: 0.099, status: 'degraded', because: 'it is less than one in ten' },
    { ratio: 0.1, status: 'failing', because: 'it is one in ten' },
    { ratio: 1, status: 'failing', because: 'everything fails' },
  ])('calls $ratio of errors $status: $because', ({ ratio, status }) => {
    expect(healthOfSignals(http(10, ratio)).status).toBe(status);
  });

  it('says what fails, with the commonest kind', () => {
    const { reasons } = healthOfSignals(
      http(10, 0.3, [
        { httpCode: '200', rate: 7, error: false },
        { httpCode: '500', rate: 1, error: true },
        { httpCode: '503', flags: 'UO', rate: 2, error: true },
      ]),
    );
    expect(reasons).toEqual(['30% of 10 rps fail, mostly HTTP 503 (UO)']);
  });

  it.each([
    [{ httpCode: '200', grpcStatus: '14', rate: 1, error: true }, 'gRPC status 14'],
    [{ httpCode: '0', flags: 'DC', rate: 1, error: true }, 'no response (DC)'],
  ])('names %o as %s', (code, words) => {
    expect(healthOfSignals(http(1, 1, [code])).reasons[0]).toContain(`mostly ${words}`);
  });

  it('calls many refused requests degraded, never failing', () => {
    const codes = [{ httpCode: '404', rate: 10, error: false }];
    expect(healthOfSignals(http(10, 0, codes))).toEqual({
      status: 'degraded',
      reasons: ['100% of 10 rps are answered with a 4xx status'],
    });
    expect(healthOfSignals(http(100, 0, codes)).status).toBe('healthy');
  });

  it('tells idle from unknown', () => {
    expect(healthOfSignals(http(0, null)).status).toBe('idle');
    expect(healthOfSignals({ codes: [], reporters: {} }).status).toBe('unknown');
    expect(healthOfSignals({ requestRate: 5, codes: [], reporters: {} }).status).toBe('unknown');
  });

  it('judges TCP by whether bytes flow', () => {
    const tcp = (requestBytesPerSecond: number) =>
      healthOfSignals({ requestBytesPerSecond, codes: [], reporters: {} }).status;
    expect(tcp(100)).toBe('healthy');
    expect(tcp(0)).toBe('idle');
  });
});

describe('worstHealth', () => {
  it('is unknown of nothing', () => {
    expect(worstHealth([])).toEqual({ status: 'unknown', reasons: [] });
  });

  it('is never better than any of its parts, and keeps every reason', () => {
    const status = fc.constantFrom(
      'healthy' as const,
      'degraded' as const,
      'failing' as const,
      'idle' as const,
      'unknown' as const,
    );
    const verdict = fc.record({ status, reasons: fc.array(fc.string()) });
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
        const worst = worstHealth(verdicts);
        for (const each of verdicts) {
          expect(compareHealth(worst.status, each.status)).toBeLessThanOrEqual(0);
          for (const reason of each.reasons) expect(worst.reasons).toContain(reason);
        }
      }),
    );
  });
});
