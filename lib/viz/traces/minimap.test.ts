import { describe, expect, it } from 'vitest';
import {
  paintMinimap,
  type MinimapPen,
  type MinimapSpan,
  type MinimapTheme,
} from '@/lib/viz/traces/minimap';

const theme: MinimapTheme = {
  ...{ 'service-1': 'one', 'service-2': 'two', 'service-3': '', 'service-4': '' },
  ...{ 'service-5': '', 'service-6': '', 'service-7': '', 'service-8': '' },
  ...{ 'heat-1': 'h1', 'heat-2': 'h2', 'heat-3': 'h3', 'heat-4': 'h4', 'heat-5': 'h5' },
  ...{ failed: 'red', 'failed-below': 'orange', path: 'path', calm: 'calm' },
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

const span = (
  startUs: number,
  durationUs: number,
  tone: MinimapSpan['tone'] = 'service-1',
): MinimapSpan => ({ startUs, durationUs, tone });

describe('paintMinimap', () => {
  it('paints a line a span, in its colour', () => {
    expect(painted([span(0, 1000), span(500, 250, 'service-2')])).toEqual([
      ['one', 0, 0, 200, 4],
      ['two', 100, 5, 50, 4],
    ]);
  });

  it.each([
    { given: ['failed', 'service-1'], order: ['one', 'red'], because: 'failures lie on top' },
    { given: ['failed', 'failed-below', 'calm'], order: ['calm', 'orange', 'red'], because: 'so' },
    { given: ['path', 'calm'], order: ['calm', 'path'], because: 'the path is what is looked for' },
    { given: ['heat-5', 'heat-2'], order: ['h2', 'h5'], because: 'who worked most is looked for' },
  ] as const)('paints $given as $order: $because', ({ given, order }) => {
    const colours = painted(given.map((tone) => span(0, 10, tone))).map(([colour]) => colour);
    expect(colours).toEqual(order);
  });

  it('keeps a span of no time in sight, at the very end too', () => {
    expect(painted([span(1000, 0)])).toEqual([['one', 198.5, 0, 1.5, 4]]);
  });

  it('fits any number of spans into its height', () => {
    const strokes = painted(Array.from({ length: 5000 }, () => span(0, 10)));
    expect(Math.max(...strokes.map(([, , y]) => y))).toBeLessThan(100);
  });
});
