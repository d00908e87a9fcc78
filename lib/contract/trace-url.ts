import { readText } from '@/lib/contract/page-codec';
export const TRACE_TABS = ['timeline', 'statistics'] as const;
export type TraceTab = (typeof TRACE_TABS)[number];

export const SPAN_FILTERS = ['all', 'errors', 'critical'] as const;
export type SpanFilter = (typeof SPAN_FILTERS)[number];

/** What the bars are coloured by: whose they are, what failed, who worked, what held the trace up. */
export const COLOURINGS = ['service', 'errors', 'self', 'path'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** Whether clocks that are off are put right, or times are shown as they were reported. */
export const CLOCK_CHOICES = ['corrected', 'reported'] as const;
export type ClockChoice = (typeof CLOCK_CHOICES)[number];

/** Microseconds from the start of the trace. */
export interface ZoomWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What the page of one trace shows, beside the view that all pages share. */
export interface TracePage {
  readonly tab: TraceTab;
  /** The id of the span whose details are open. */
  readonly span: string | null;
  readonly find: string;
  /** The part of the trace that the timeline shows; null for all of it. */
  readonly zoom: ZoomWindow | null;
  readonly filter: SpanFilter;
  /** The services whose spans are shown, sorted; none means all. */
  readonly services: readonly string[];
  /** Spans of this depth and deeper are folded; null when none are. */
  readonly level: number | null;
  /** Ids of the spans that are folded although `level` would open them, or the reverse; sorted. */
  readonly toggled: readonly string[];
  readonly by: 'service' | 'operation';
  readonly color: Colouring;
  readonly clocks: ClockChoice;
}

export const DEFAULT_TRACE_PAGE: TracePage = {
  tab: 'timeline',
  span: null,
  find: '',
  zoom: null,
  filter: 'all',
  services: [],
  level: null,
  toggled: [],
  by: 'service',
  color: 'service',
  clocks: 'corrected',
};

/** What fits in a URL that every browser and proxy takes. */
export const MAX_TOGGLED = 100;

/** The same of the services that are shown. */
const MAX_SERVICES = 50;
const MAX_NAME = 300;

/** Reads the page from its URL. What is wrong or missing falls back: an old link must open. */
export function readTracePage(params: URLSearchParams): TracePage {
  const text = (key: string) => readText(params, key);
  return {
    tab: TRACE_TABS.find((one) => one === text('tab')) ?? 'timeline',
    span: text('span') === '' ? null : text('span'),
    find: text('find'),
    zoom: readZoom(text('zoom')),
    filter: SPAN_FILTERS.find((one) => one === text('show')) ?? 'all',
    services: sortedSet(params.getAll('in').filter(isName)).slice(0, MAX_SERVICES),
    level: /^[0-9]{1,6}$/.test(text('level')) ? Number(text('level')) : null,
    toggled: sortedSet(text('fold').split('.')).slice(0, MAX_TOGGLED),
    by: text('by') === 'operation' ? 'operation' : 'service',
    color: COLOURINGS.find((one) => one === text('color')) ?? 'service',
    clocks: CLOCK_CHOICES.find((one) => one === text('clocks')) ?? 'corrected',
  };
}

/** Writes the page so that `readTracePage` gives it back; defaults are left out. */
export function writeTracePage(page: TracePage): URLSearchParams {
  const { zoom, level } = page;
  const params = new URLSearchParams(sortedSet(page.services).map((name) => ['in', name]));
  const put = (key: string, value: string) => {
    if (value !== '') params.set(key, value);
  };
  put('tab', page.tab === 'timeline' ? '' : page.tab);
  put('by', page.by === 'service' ? '' : page.by);
  put('color', page.color === 'service' ? '' : page.color);
  put('clocks', page.clocks === 'corrected' ? '' : page.clocks);
  put('find', page.find);
  put('show', page.filter === 'all' ? '' : page.filter);
  put('zoom', zoom === null ? '' : `${zoom.fromUs}_${zoom.toUs}`);
  put('level', level === null ? '' : String(level));
  put('fold', sortedSet(page.toggled).slice(0, MAX_TOGGLED).join('.'));
  put('span', page.span ?? '');
  return params;
}

function isName(text: string): boolean {
  return text.length <= MAX_NAME;
}

function readZoom(text: string): ZoomWindow | null {
  const [fromUs, toUs, ...rest] = text.split('_').map(Number);
  if (fromUs === undefined || toUs === undefined || rest.length > 0) return null;
  return fromUs >= 0 && fromUs < toUs && Number.isFinite(toUs) ? { fromUs, toUs } : null;
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))].sort();
}
