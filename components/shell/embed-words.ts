import type { Status } from '@/lib/contract/status';

/** How panels are offered here. */
export type Panels = NonNullable<Status['panels']>;

/** Who opens a panel: everybody who reaches it, or who has a signed link. */
export type Access = 'everybody' | 'signed';

const HOURS_OFFERED = [1, 8, 24, 168, 720];

/** For how long a link can be made, shortest first, with what is allowed at most. */
export function lifetimesUpTo(most: number): readonly number[] {
  return [...new Set([...HOURS_OFFERED.filter((hours) => hours < most), most])];
}

/** `8 hours`, `1 day`, `30 days`. */
export function lifetimeText(hours: number): string {
  const isDays = hours >= 24 && hours % 24 === 0;
  const count = isDays ? hours / 24 : hours;
  return `${count} ${isDays ? 'day' : 'hour'}${count === 1 ? '' : 's'}`;
}

/**
 * What of the namespaces of a view is shown to everybody, and what is not.
 *
 * @param wanted None: all that may be read.
 */
export function shownToEverybody(wanted: readonly string[], open: readonly string[]) {
  if (wanted.length === 0) return { shown: open, hidden: [] };
  return {
    shown: wanted.filter((name) => open.includes(name)),
    hidden: wanted.filter((name) => !open.includes(name)),
  };
}

/** Names in a sentence: `all that you may read now` for none. */
export function namesText(names: readonly string[]): string {
  return names.length === 0 ? 'all namespaces that you may read now' : names.join(', ');
}
