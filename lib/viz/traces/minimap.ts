import type { ServiceSlot } from '@/lib/viz/traces/service-slots';

export interface MinimapSpan {
  readonly startUs: number;
  readonly durationUs: number;
  readonly slot: ServiceSlot;
  readonly error: boolean;
}

export interface MinimapTheme {
  readonly services: Readonly<Record<ServiceSlot, string>>;
  readonly error: string;
}

/** The part of a 2D context that painting uses; a test can stand in for it. */
export type MinimapPen = Pick<CanvasRenderingContext2D, 'fillRect' | 'fillStyle'>;

const MIN_WIDTH_PX = 1.5;
const ROW_HEIGHT_PX = { min: 1, max: 5 } as const;

/**
 * Paints every span of a trace as a line: time to the right, order downwards. Failed spans come
 * last, so that they are seen however many there are. In CSS pixels; the caller clears.
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
  const draw = ({ startUs, durationUs }: MinimapSpan, index: number) =>
    pen.fillRect(
      Math.min(startUs * scale, size.width - MIN_WIDTH_PX),
      index * pitch,
      Math.max(MIN_WIDTH_PX, durationUs * scale),
      height,
    );

  spans.forEach((span, index) => {
    pen.fillStyle = theme.services[span.slot];
    draw(span, index);
  });
  pen.fillStyle = theme.error;
  spans.forEach((span, index) => {
    if (span.error) draw(span, index);
  });
}
