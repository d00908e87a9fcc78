import { bisector } from 'd3';
import type { MomentRange } from '@/lib/domain/moment-range';

/** What is pointed at on a time axis, and what is being chosen of it, in the unit of the axis. */
export interface TimeCursor {
  /** The moment pointed at; null when none is. */
  readonly time: number | null;
  /** A stretch being chosen: where it began and where it is now, in either order. */
  readonly span: TimeSpan | null;
}

export interface TimeSpan {
  readonly anchor: number;
  readonly end: number;
}

export const NO_CURSOR: TimeCursor = { time: null, span: null };

/** What a key asks of a chart: another cursor, or to zoom to what is chosen. */
export type CursorAction =
  | { readonly kind: 'point'; readonly cursor: TimeCursor }
  | { readonly kind: 'zoom'; readonly span: TimeSpan };

/** A page of moments, for the page keys. */
const PAGE = 10;

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowDown', -1],
  ['ArrowRight', 1],
  ['ArrowUp', 1],
  ['PageDown', -PAGE],
  ['PageUp', PAGE],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/**
 * Reads a key on a chart: arrows move the cursor from moment to moment, with Shift they choose a
 * stretch, Enter zooms to it, Escape gives up first the stretch and then the cursor.
 *
 * @param moments In order, in the unit of the cursor.
 * @returns Null when the chart leaves the key to the browser.
 */
export function cursorKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  cursor: TimeCursor,
  moments: readonly number[],
): CursorAction | null {
  const { time, span } = cursor;
  if (key === 'Enter') return settled(span);
  if (key === 'Escape') return givenUp(cursor);
  const next = moved(time, STEPS.get(key), moments);
  if (next === null) return null;
  const anchor = span?.anchor ?? time ?? next;
  return {
    kind: 'point',
    cursor: { time: next, span: shiftKey ? { anchor, end: next } : null },
  };
}

function settled(span: TimeSpan | null): CursorAction | null {
  return span === null || span.anchor === span.end ? null : { kind: 'zoom', span };
}

function givenUp({ time, span }: TimeCursor): CursorAction | null {
  if (span !== null) return { kind: 'point', cursor: { time, span: null } };
  return time === null ? null : { kind: 'point', cursor: NO_CURSOR };
}

/** The moment so many steps on; the newest when none was pointed at. */
function moved(
  time: number | null,
  step: number | undefined,
  moments: readonly number[],
): number | null {
  const last = moments.length - 1;
  if (step === undefined || last < 0) return null;
  if (time === null) return moments[step === -Infinity ? 0 : last] ?? null;
  const here = bisector<number, number>((moment) => moment).center(moments, time);
  return moments[Math.min(last, Math.max(0, here + step))] ?? null;
}

/** Charts zoom in no further: it holds some samples at any usual interval of scrapes. */
const SHORTEST_SECONDS = 60;
/** The longest time that figures are taken over. */
const LONGEST_SECONDS = 86_400;

/**
 * The stretch of time to zoom to for a chosen one in epoch seconds: in order, whole, not shorter than
 * a minute nor longer than a day; a shorter one is widened around its middle. The end is not past
 * `latest`, epoch seconds.
 */
export function zoomRange({ anchor, end }: TimeSpan, latest: number): MomentRange {
  const [from, to] = [Math.min(anchor, end), Math.max(anchor, end)];
  const lacking = Math.max(0, SHORTEST_SECONDS - (to - from));
  const last = Math.min(Math.round(to + lacking / 2), Math.round(latest));
  const first = Math.min(Math.round(from - lacking / 2), last - SHORTEST_SECONDS);
  return { fromMs: Math.max(first, last - LONGEST_SECONDS) * 1000, toMs: last * 1000 };
}
