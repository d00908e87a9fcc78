import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanTones, toneMeanings, type TonedSpans } from '@/lib/viz/traces/span-tones';

const TRACE: TonedSpans = {
  spans: [
    { service: 0, error: false },
    { service: 1, error: false },
    { service: 1, error: true },
    { service: 9, error: false },
  ],
  slots: [3, 7],
  errorsBelow: Int32Array.from([1, 1, 0, 0]),
  selfUs: Float64Array.from([10, 1000, 401, 0]),
  criticalUs: Float64Array.from([10, 900, 0, 0]),
};

describe('spanTones', () => {
  it.each([
    { by: 'service', tones: ['service-3', 'service-7', 'service-7', 'service-1'] },
    { by: 'errors', tones: ['failed-below', 'failed-below', 'failed', 'calm'] },
    { by: 'self', tones: ['calm', 'heat-5', 'heat-3', 'calm'] },
    { by: 'path', tones: ['path', 'path', 'calm', 'calm'] },
  ] as const)('by $by are $tones', ({ by, tones }) => {
    expect(spanTones(TRACE, by)).toEqual(tones);
  });

  it('by self time are never cooler for a span that worked longer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 1, maxLength: 30 }), (times) => {
        const selfUs = Float64Array.from(times.toSorted((a, b) => a - b));
        const spans = times.map(() => ({ service: 0, error: false }));
        const heats = spanTones({ ...TRACE, spans, selfUs }, 'self').map((tone) =>
          Number(tone.replace('calm', 'heat-0').slice('heat-'.length)),
        );
        expect(heats).toEqual(heats.toSorted((a, b) => a - b));
      }),
    );
  });

  it('of a trace without any time are calm', () => {
    expect(new Set(spanTones({ ...TRACE, selfUs: new Float64Array(4) }, 'self'))).toEqual(
      new Set(['calm']),
    );
  });

  it.each(['service', 'errors', 'self', 'path'] as const)('by %s are all explained', (by) => {
    const services = [
      { name: 'a', slot: 3 },
      { name: 'b', slot: 7 },
      { name: 'c', slot: 1 },
    ] as const;
    const explained = new Set(toneMeanings(by, services, '1 ms').map(({ tone }) => tone));
    for (const tone of spanTones(TRACE, by)) expect(explained).toContain(tone);
  });
});
