import { describe, expect, it } from 'vitest';
import { paintMinimap, type MinimapPen, type MinimapSpan } from '@/lib/viz/traces/minimap';

const theme = {
  services: { 1: 'one', 2: 'two', 3: '', 4: '', 5: '', 6: '', 7: '', 8: '' },
  error: 'red',
};

function painted(spans: readonly MinimapSpan[], height = 100) {
  const strokes: (readonly [string, number, number, number, number])[] = [];
  const pen: MinimapPen = {
    fillStyle: '',
    fillRect(x, y, width, tall) {
      strokes.push([String(this.fillStyle), x, y, width, tall]);
    },
  };
  paintMinimap(pen, spans, { width: 200, height, traceUs: 1000 }, theme);
  return strokes;
}

const span = (startUs: number, durationUs: number, parts: Partial<MinimapSpan> = {}) => ({
  ...{ startUs, durationUs, slot: 1 as const, error: false },
  ...parts,
});

describe('paintMinimap', () => {
  it('paints a line a span, in the colour of its service', () => {
    expect(painted([span(0, 1000), span(500, 250, { slot: 2 })])).toEqual([
      ['one', 0, 0, 200, 4],
      ['two', 100, 5, 50, 4],
    ]);
  });

  it('paints failed spans over all others', () => {
    const colours = painted([span(0, 10, { error: true }), span(0, 10)]).map(([colour]) => colour);
    expect(colours).toEqual(['one', 'one', 'red']);
  });

  it('keeps a span of no time in sight, at the very end too', () => {
    expect(painted([span(1000, 0)])).toEqual([['one', 198.5, 0, 1.5, 4]]);
  });

  it('fits any number of spans into its height', () => {
    const strokes = painted(Array.from({ length: 5000 }, () => span(0, 10)));
    expect(Math.max(...strokes.map(([, , y]) => y))).toBeLessThan(100);
  });
});
