import { momentSchema, namespacesParam, WINDOWS, windowSchema } from '@/lib/contract/queries';
import { namespaceName } from '@/lib/contract/common';
import type { MomentRange } from '@/lib/domain/moment-range';

export type ViewWindow = (typeof WINDOWS)[number];

export const REFRESH_CHOICES = ['off', '5s', '10s', '15s', '30s', '1m'] as const;
export type RefreshChoice = (typeof REFRESH_CHOICES)[number];

/** What every page of the console shares: whose figures, over which time, how often renewed. */
export interface View {
  /** Sorted, without repeats. None means all that may be read. */
  readonly namespaces: readonly string[];
  readonly window: ViewWindow;
  readonly refresh: RefreshChoice;
  /** Epoch milliseconds (whole) of a pinned moment; null while live. */
  readonly at: number | null;
  /** A chosen stretch of time, in whole seconds. It stands in for window, refresh and moment. */
  readonly between: MomentRange | null;
}

export const DEFAULT_VIEW: View = {
  namespaces: [],
  window: '5m',
  refresh: '15s',
  at: null,
  between: null,
};

const VIEW_KEYS = ['ns', 'window', 'refresh', 'at', 'between'] as const;

/** Reads the view of a page URL. What is wrong or missing falls back: an old link must open. */
export function readView(params: URLSearchParams): View {
  const at = momentSchema.safeParse(params.get('at') ?? '');
  return {
    namespaces: readNamespaces(params.get('ns') ?? ''),
    window: oneOf(WINDOWS, params.get('window')) ?? DEFAULT_VIEW.window,
    refresh: oneOf(REFRESH_CHOICES, params.get('refresh')) ?? DEFAULT_VIEW.refresh,
    at: at.success ? Math.round(at.data) : null,
    between: readBetween(params.get('between') ?? ''),
  };
}

/** Writes a view as the query of a page; defaults are left out, so equal views give equal URLs. */
export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.namespaces.length > 0) params.set('ns', view.namespaces.toSorted().join(','));
  if (view.window !== DEFAULT_VIEW.window) params.set('window', view.window);
  if (view.refresh !== DEFAULT_VIEW.refresh) params.set('refresh', view.refresh);
  if (view.at !== null) params.set('at', String(view.at / 1000));
  if (view.between !== null) params.set('between', writeBetween(view.between));
  return params;
}

/** `params` with its view replaced and everything else kept, view first. */
export function withView(params: URLSearchParams, view: View): URLSearchParams {
  const merged = writeView(view);
  for (const [key, value] of params) {
    if (!isViewKey(key)) merged.append(key, value);
  }
  return merged;
}

/** The same view as the API takes it: `namespaces`, `window`, `at`. */
export function writeScope(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.namespaces.length > 0) params.set('namespaces', view.namespaces.join(','));
  params.set('window', view.between === null ? view.window : String(windowSecondsOf(view)));
  const at = atOf(view);
  if (at !== null) params.set('at', String(at / 1000));
  return params;
}

/** Over how many seconds figures are taken. */
export function windowSecondsOf({ window, between }: View): number {
  return between === null ? windowSchema.parse(window) : (between.toMs - between.fromMs) / 1000;
}

/** The moment up to which figures are taken, in epoch milliseconds; null for now. */
export function atOf({ at, between }: View): number | null {
  return between?.toMs ?? at;
}

/** What may be chosen as a stretch of time, in seconds: what the API takes as a window. */
export const BETWEEN_SECONDS = { min: 15, max: 86_400 } as const;

const BETWEEN = /^(\d{1,10})_(\d{1,10})$/;

/** `1700000000_1700000300`: epoch seconds. */
function readBetween(text: string): MomentRange | null {
  const [, from, to] = BETWEEN.exec(text) ?? [];
  const seconds = Number(to) - Number(from);
  if (!(seconds >= BETWEEN_SECONDS.min && seconds <= BETWEEN_SECONDS.max)) return null;
  return { fromMs: Number(from) * 1000, toMs: Number(to) * 1000 };
}

function writeBetween({ fromMs, toMs }: MomentRange): string {
  return `${fromMs / 1000}_${toMs / 1000}`;
}

const REFRESH_MS: Readonly<Record<RefreshChoice, number | false>> = {
  off: false,
  '5s': 5_000,
  '10s': 10_000,
  '15s': 15_000,
  '30s': 30_000,
  '1m': 60_000,
};

/** The windows in words. */
export const WINDOW_WORDS: Readonly<Record<ViewWindow, string>> = {
  '1m': '1 minute',
  '5m': '5 minutes',
  '10m': '10 minutes',
  '30m': '30 minutes',
  '1h': '1 hour',
  '3h': '3 hours',
  '6h': '6 hours',
};

/** The time of a view at the end of a sentence: "in the last 5 minutes". */
export function inWindow({ window, between }: View): string {
  return between === null ? `in the last ${WINDOW_WORDS[window]}` : 'in the chosen time';
}

/** How often to ask again, in milliseconds; false when refresh is off or the moment is pinned. */
export function pollMs(view: View): number | false {
  return atOf(view) === null ? REFRESH_MS[view.refresh] : false;
}

function readNamespaces(text: string): readonly string[] {
  const valid = text.split(',').filter((name) => namespaceName.safeParse(name).success);
  const parsed = namespacesParam.safeParse(valid.join(','));
  return parsed.success ? parsed.data : [];
}

function oneOf<T extends string>(choices: readonly T[], value: string | null): T | undefined {
  return choices.find((choice) => choice === value);
}

function isViewKey(key: string): boolean {
  return VIEW_KEYS.some((viewKey) => viewKey === key);
}
