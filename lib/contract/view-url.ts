import { momentSchema, namespacesParam, WINDOWS, windowSchema } from '@/lib/contract/queries';
import { namespaceName } from '@/lib/contract/common';

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
}

export const DEFAULT_VIEW: View = { namespaces: [], window: '5m', refresh: '15s', at: null };

const VIEW_KEYS = ['ns', 'window', 'refresh', 'at'] as const;

/** Reads the view of a page URL. What is wrong or missing falls back: an old link must open. */
export function readView(params: URLSearchParams): View {
  const at = momentSchema.safeParse(params.get('at') ?? '');
  return {
    namespaces: readNamespaces(params.get('ns') ?? ''),
    window: oneOf(WINDOWS, params.get('window')) ?? DEFAULT_VIEW.window,
    refresh: oneOf(REFRESH_CHOICES, params.get('refresh')) ?? DEFAULT_VIEW.refresh,
    at: at.success ? Math.round(at.data) : null,
  };
}

/** Writes a view as the query of a page; defaults are left out, so equal views give equal URLs. */
export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.namespaces.length > 0) params.set('ns', view.namespaces.toSorted().join(','));
  if (view.window !== DEFAULT_VIEW.window) params.set('window', view.window);
  if (view.refresh !== DEFAULT_VIEW.refresh) params.set('refresh', view.refresh);
  if (view.at !== null) params.set('at', String(view.at / 1000));
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
  params.set('window', view.window);
  if (view.at !== null) params.set('at', String(view.at / 1000));
  return params;
}

/** Seconds of the window. */
export function windowSecondsOf(view: View): number {
  return windowSchema.parse(view.window);
}

const REFRESH_MS: Readonly<Record<RefreshChoice, number | false>> = {
  off: false,
  '5s': 5_000,
  '10s': 10_000,
  '15s': 15_000,
  '30s': 30_000,
  '1m': 60_000,
};

/** The windows in words, for sentences such as "in the last 5 minutes". */
export const WINDOW_WORDS: Readonly<Record<ViewWindow, string>> = {
  '1m': '1 minute',
  '5m': '5 minutes',
  '10m': '10 minutes',
  '30m': '30 minutes',
  '1h': '1 hour',
  '3h': '3 hours',
  '6h': '6 hours',
};

/** How often to ask again, in milliseconds; false when refresh is off or the moment is pinned. */
export function pollMs(view: View): number | false {
  return view.at === null ? REFRESH_MS[view.refresh] : false;
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
