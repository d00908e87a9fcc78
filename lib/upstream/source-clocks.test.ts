import { describe, expect, it } from 'vitest';
import { createSourceClocks } from '@/lib/upstream/source-clocks';

const NOW = Date.UTC(2026, 10, 25, 12);
const dated = (aheadMs: number) => new Date(NOW + aheadMs).toUTCString();
const clocks = () => createSourceClocks(() => NOW);

describe('the clocks of the sources', () => {
  it('are not known before an answer, and learnt from its date', () => {
    const known = clocks();
    expect(known.skewMs('prometheus')).toBe(0);
    known.notice('prometheus', dated(600_000));
    expect(known.skewMs('prometheus')).toBe(600_500);
    expect(known.skewMs('kubernetes')).toBe(0);
  });

  it.each([-2_000, 0, 2_000])('count %d ms as no difference: dates have whole seconds', (ms) => {
    const known = clocks();
    known.notice('prometheus', dated(ms));
    expect(known.skewMs('prometheus')).toBe(0);
  });

  it('are not led astray by one answer that was long under way', () => {
    const known = clocks();
    for (const ms of [0, 0, 0, -60_000, 0]) known.notice('prometheus', dated(ms));
    expect(known.skewMs('prometheus')).toBe(0);
  });

  it('follow a clock that is set right', () => {
    const known = clocks();
    for (let i = 0; i < 20; i += 1) known.notice('tracing', dated(-600_000));
    expect(known.skewMs('tracing')).toBe(-599_500);
    for (let i = 0; i < 9; i += 1) known.notice('tracing', dated(0));
    expect(known.skewMs('tracing')).toBe(0);
  });

  it.each([undefined, '', 'yesterday', '12'.repeat(5000)])('pass over %j', (date) => {
    const known = clocks();
    known.notice('prometheus', date);
    expect(known.skewMs('prometheus')).toBe(0);
  });
});
