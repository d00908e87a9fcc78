/** Names can be read from here on; bars can be told apart with the rest. CSS pixels. */
const NARROWEST_PX = { names: 88, bars: 140 } as const;

/** Before anybody has chosen: a share of the width, within what reads well. */
const USUAL = { share: 0.36, minPx: 144, maxPx: 480 } as const;

/** The column of names beside the bars, in CSS pixels, and how far it can be made. */
export interface NameColumn {
  readonly px: number;
  readonly minPx: number;
  readonly maxPx: number;
}

/**
 * How wide the names are in a timeline.
 *
 * @param share The part of the width that was chosen, 0..1; null when nothing was.
 */
export function nameColumn(widthPx: number, share: number | null): NameColumn {
  const maxPx = Math.max(NARROWEST_PX.names, widthPx - NARROWEST_PX.bars);
  const wanted =
    share === null
      ? Math.min(USUAL.maxPx, Math.max(USUAL.minPx, USUAL.share * widthPx))
      : share * widthPx;
  const px = Math.round(Math.min(maxPx, Math.max(NARROWEST_PX.names, wanted)));
  return { px, minPx: NARROWEST_PX.names, maxPx };
}

const STEP_PX = 16;
const PAGE_PX = 80;

/**
 * Where a key moves the edge of the column to.
 *
 * @returns CSS pixels; null for the usual width again; undefined when the key is left to the browser.
 */
export function splitterKey(
  key: string,
  { px, minPx, maxPx }: NameColumn,
): number | null | undefined {
  switch (key) {
    case 'ArrowLeft':
      return px - STEP_PX;
    case 'ArrowRight':
      return px + STEP_PX;
    case 'PageDown':
      return px - PAGE_PX;
    case 'PageUp':
      return px + PAGE_PX;
    case 'Home':
      return minPx;
    case 'End':
      return maxPx;
    case 'Enter':
      return null;
    default:
      return undefined;
  }
}
