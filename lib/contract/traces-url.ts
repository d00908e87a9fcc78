import { DEFAULT_TRACES, MAX_TRACES } from '@/lib/contract/traces-query';
import { parseDuration } from '@/lib/domain/duration';
import { parseLogfmt } from '@/lib/domain/logfmt';
import type { MomentRange } from '@/lib/domain/moment-range';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import { readText } from '@/lib/contract/page-codec';

export const TRACE_COLUMNS = ['name', 'start', 'duration', 'spans', 'errors'] as const;

export interface TraceSort {
  readonly column: (typeof TRACE_COLUMNS)[number];
  readonly descending: boolean;
}

/** How far back a search goes; `view` is the window that all pages share. */
export const LOOKBACKS = ['view', '1h', '6h', '24h', '2d', '7d'] as const;
export type Lookback = (typeof LOOKBACKS)[number];

/** Whose spans are searched: a service by the store's name, or a node or edge of the mesh. */
export interface TracesTarget {
  readonly by: 'service' | 'node' | 'edge';
  readonly value: string;
}

/** A rectangle of the plot: moments and durations in milliseconds. */
export interface PlotSelection extends MomentRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/** What the page of traces shows, beside the view that all pages share. */
export interface TracesPage {
  readonly target: TracesTarget | null;
  /** Empty for any. */
  readonly operation: string;
  /** As typed: logfmt. */
  readonly tags: string;
  /** As typed: a duration such as `100ms`; empty for none. */
  readonly minDuration: string;
  readonly maxDuration: string;
  readonly errors: boolean;
  readonly limit: number;
  readonly lookback: Lookback;
  /** Replaces `lookback` when set. */
  readonly range: MomentRange | null;
  readonly sort: TraceSort;
  readonly axis: 'linear' | 'log';
  readonly selection: PlotSelection | null;
}

export const DEFAULT_TRACES_PAGE: TracesPage = {
  target: null,
  operation: '',
  tags: '',
  minDuration: '',
  maxDuration: '',
  errors: false,
  limit: DEFAULT_TRACES,
  lookback: 'view',
  range: null,
  sort: { column: 'start', descending: true },
  axis: 'linear',
  selection: null,
};

/** Reads the page from its URL. What is wrong or missing falls back: an old link must open. */
export function readTracesPage(params: URLSearchParams): TracesPage {
  const text = (key: string) => readText(params, key);
  const limit = Number(text('limit'));
  return {
    target: readTarget(params),
    operation: text('operation'),
    tags: parseLogfmt(text('tags')).ok ? text('tags') : '',
    minDuration: durationOrNone(text('minDuration')),
    maxDuration: durationOrNone(text('maxDuration')),
    errors: text('errors') === 'true',
    limit: Number.isInteger(limit) && limit >= 1 && limit <= MAX_TRACES ? limit : DEFAULT_TRACES,
    lookback: LOOKBACKS.find((one) => one === text('lookback')) ?? 'view',
    range: readRange(text('range')),
    sort: readSort(text('sort')),
    axis: text('axis') === 'log' ? 'log' : 'linear',
    selection: readSelection(text('select')),
  };
}

/** Writes the page so that `readTracesPage` gives it back; defaults are left out. */
export function writeTracesPage(page: TracesPage): URLSearchParams {
  const { range, selection: box } = page;
  const unlessDefault = (key: 'limit' | 'lookback' | 'axis') =>
    page[key] === DEFAULT_TRACES_PAGE[key] ? '' : String(page[key]);
  return withoutEmpty([
    ...filterPairs(page),
    ['limit', unlessDefault('limit')],
    ['lookback', unlessDefault('lookback')],
    ['range', range === null ? '' : writeNumbers([range.fromMs, range.toMs])],
    ['sort', writeSort(page.sort)],
    ['axis', unlessDefault('axis')],
    ['select', box === null ? '' : writeNumbers([box.fromMs, box.toMs, box.minMs, box.maxMs])],
  ]);
}

/** What the page and the API call by the same names. */
function filterPairs({ target, errors, ...page }: TracesPage): (readonly [string, string])[] {
  return [
    [target?.by ?? '', target?.value ?? ''],
    ['operation', page.operation],
    ['tags', page.tags],
    ['minDuration', page.minDuration],
    ['maxDuration', page.maxDuration],
    ['errors', errors ? 'true' : ''],
  ];
}

/** Writes the query of `GET /api/v1/traces` for a page that has a target, over a range. */
export function writeTracesQuery(page: TracesPage, { fromMs, toMs }: MomentRange): URLSearchParams {
  return withoutEmpty([
    ...filterPairs(page),
    ['limit', String(page.limit)],
    ['from', String(fromMs / 1000)],
    ['to', String(toMs / 1000)],
  ]);
}

function readTarget(params: URLSearchParams): TracesTarget | null {
  const edge = readText(params, 'edge');
  if (parseEdgeId(edge) !== null) return { by: 'edge', value: edge };
  const node = readText(params, 'node');
  if (parseNodeId(node) !== null) return { by: 'node', value: node };
  const service = readText(params, 'service');
  return service === '' ? null : { by: 'service', value: service };
}

const DEFAULT_SORT = writeDirection(DEFAULT_TRACES_PAGE.sort);

function writeSort(sort: TraceSort): string {
  const text = writeDirection(sort);
  return text === DEFAULT_SORT ? '' : text;
}

/** The column, led by a minus when the largest comes first. */
function writeDirection({ column, descending }: TraceSort): string {
  return `${descending ? '-' : ''}${column}`;
}

function readSort(text: string): TraceSort {
  const column = TRACE_COLUMNS.find((one) => one === text.replace('-', ''));
  if (column === undefined) return DEFAULT_TRACES_PAGE.sort;
  return { column, descending: text.startsWith('-') };
}

function durationOrNone(text: string): string {
  return parseDuration(text) === null ? '' : text;
}

const MAX_EPOCH_MS = 4e12;

function readRange(text: string): MomentRange | null {
  const [fromMs, toMs] = readNumbers(text, 2);
  if (fromMs === undefined || toMs === undefined) return null;
  return fromMs < toMs && toMs < MAX_EPOCH_MS ? { fromMs, toMs } : null;
}

function readSelection(text: string): PlotSelection | null {
  const [fromMs = 0, toMs = 0, minMs = 0, maxMs = 0] = readNumbers(text, 4);
  return fromMs < toMs && minMs < maxMs ? { fromMs, toMs, minMs, maxMs } : null;
}

const SEPARATOR = '_';

function writeNumbers(numbers: readonly number[]): string {
  return numbers.map(String).join(SEPARATOR);
}

/** As many numbers of at least 0 as asked for, or none at all. */
function readNumbers(text: string, count: number): number[] {
  const numbers = text.split(SEPARATOR).map(Number);
  const sound =
    numbers.length === count && numbers.every((one) => Number.isFinite(one) && one >= 0);
  return sound && text !== '' ? numbers : [];
}

function withoutEmpty(pairs: readonly (readonly [string, string])[]): URLSearchParams {
  return new URLSearchParams(
    pairs.filter(([, value]) => value !== '').map(([key, value]) => [key, value]),
  );
}
