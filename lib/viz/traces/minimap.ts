import { groupBy } from '@/lib/domain/group-by';
import type { SpanTone } from '@/lib/viz/traces/span-tones';

export interface MinimapSpan {
  readonly startUs: number;
  readonly durationUs: number;
  readonly tone: SpanTone;
}

/** The colour of each tone, as a canvas takes it. */
export type MinimapTheme = Readonly<Record<SpanTone, string>>;

/** The part of a 2D context that painting uses; a test can stand in for it. */
export type MinimapPen = Pick<CanvasRenderingContext2D, 'fillRect' | 'fillStyle'>;

const MIN_WIDTH_PX = 1.5;
const ROW_HEIGHT_PX = { min: 1, max: 5 } as const;

/** What is looked for lies on top, so that it is seen however many spans there are. */
const LAYERS: Readonly<Record<SpanTone, number>> = {
  calm: 0,
  'service-1': 1,
  'service-2': 1,
  'service-3': 1,
  'service-4': 1,
  'service-5': 1,
  'service-6': 1,
  'service-7': 1,
  'service-8': 1,
  'failed-below': 2,
  'heat-1': 1,
  'heat-2': 2,
  'heat-3': 3,
  'heat-4': 4,
  'heat-5': 5,
  path: 5,
  failed: 6,
};

/**
 * Paints every span of a trace as a line: time to the right, order downwards. In CSS pixels; the
 * caller clears.
 */
export function paintMinimap(
  pen: MinimapPen,
  spans: readonly MinimapSpan[],
  size: { readonly width: number; readonly height: number; readonly traceUs: number },
  theme: MinimapTheme,
): void {
  const pitch = Math.min(ROW_HEIGHT_PX.max, size.height / Math.max(1, spans.length));
  const height = Math.max(ROW_HEIGHT_PX.min, pitch * 0.8);
  const scale = size.traceUs > 0 ? size.width / size.traceUs : 0;
  const layers = groupBy([...spans.entries()], ([, { tone }]) => LAYERS[tone]);

  for (const layer of [...layers.keys()].toSorted((a, b) => a - b)) {
    for (const [index, { startUs, durationUs, tone }] of layers.get(layer) ?? []) {
      pen.fillStyle = theme[tone];
      pen.fillRect(
        Math.min(startUs * scale, size.width - MIN_WIDTH_PX),
        index * pitch,
        Math.max(MIN_WIDTH_PX, durationUs * scale),
        height,
      );
    }
  }
}
