import type { GraphView } from '@/lib/domain/model';
import { viewSchema } from '@/lib/contract/queries';
import { readText } from '@/lib/contract/page-codec';

export const EDGE_LABELS = ['rate', 'errors', 'p95', 'mtls', 'none'] as const;
export type EdgeLabel = (typeof EDGE_LABELS)[number];

export const GRAPH_SHOWS = ['all', 'unhealthy', 'problems'] as const;
/** `unhealthy`: hides healthy edges; `problems`: only what fails and what calls it. */
export type GraphShow = (typeof GRAPH_SHOWS)[number];

/** `auto`: open while the graph is small enough to read. */
export const BOX_MODES = ['auto', 'open', 'closed'] as const;
export type BoxMode = (typeof BOX_MODES)[number];

export const MOST_HOPS = 5;

/** What the page of the graph shows, beside the view that all pages share. */
export interface GraphPage {
  readonly view: GraphView;
  readonly label: EdgeLabel;
  /** The id of a node, an edge or a box; empty for none. */
  readonly select: string;
  readonly show: GraphShow;
  /** Whether nodes and edges without traffic are shown. */
  readonly idle: boolean;
  readonly boxes: BoxMode;
  /** Ids of the boxes that are the other way round than `boxes` says. Sorted. */
  readonly flipped: readonly string[];
  /** What to look for; empty for nothing. */
  readonly search: string;
  /** The id of the node whose neighbourhood alone is shown; empty for the whole graph. */
  readonly focus: string;
  /** How many calls away from `focus` is still shown, 1..5. */
  readonly hops: number;
  /** The id of the mesh whose nodes and calls alone are shown; empty for all. */
  readonly mesh: string;
  /** Whether the proxies on the way of a call are nodes of their own. */
  readonly proxies: boolean;
  /** Whether the list is open beside the graph. */
  readonly list: boolean;
}

export const DEFAULT_GRAPH_PAGE: GraphPage = {
  view: 'workload',
  label: 'rate',
  select: '',
  show: 'all',
  idle: false,
  boxes: 'auto',
  flipped: [],
  search: '',
  focus: '',
  hops: 1,
  mesh: '',
  proxies: false,
  list: false,
};

/** Reads the page from its URL. What is wrong or missing falls back: an old link must open. */
export function readGraphPage(params: URLSearchParams): GraphPage {
  const text = (key: string) => readText(params, key);
  const view = viewSchema.safeParse(text('view'));
  const hops = Number(text('hops'));
  return {
    view: view.success ? view.data : DEFAULT_GRAPH_PAGE.view,
    label: EDGE_LABELS.find((one) => one === text('label')) ?? DEFAULT_GRAPH_PAGE.label,
    select: text('select'),
    show: GRAPH_SHOWS.find((one) => one === text('show')) ?? DEFAULT_GRAPH_PAGE.show,
    idle: text('idle') === 'true',
    boxes: BOX_MODES.find((one) => one === text('boxes')) ?? DEFAULT_GRAPH_PAGE.boxes,
    flipped: readList(readText(params, 'flip', MAX_ADDRESS)),
    search: text('q'),
    focus: text('focus'),
    hops: Number.isInteger(hops) && hops >= 1 && hops <= MOST_HOPS ? hops : 1,
    mesh: text('mesh').slice(0, 63),
    proxies: text('proxies') === 'shown',
    list: text('list') === 'true',
  };
}

/** Writes the page so that `readGraphPage` gives it back; defaults are left out. */
export function writeGraphPage(page: GraphPage): URLSearchParams {
  const unlessDefault = (key: 'view' | 'label' | 'show' | 'boxes' | 'hops') =>
    page[key] === DEFAULT_GRAPH_PAGE[key] ? '' : String(page[key]);
  const pairs: (readonly [string, string])[] = [
    ['view', unlessDefault('view')],
    ['label', unlessDefault('label')],
    ['select', page.select],
    ['show', unlessDefault('show')],
    ['idle', page.idle ? 'true' : ''],
    ['boxes', unlessDefault('boxes')],
    ['flip', writeList(page.flipped)],
    ['q', page.search],
    ['focus', page.focus],
    ['hops', unlessDefault('hops')],
    ['mesh', page.mesh],
    ['proxies', page.proxies ? 'shown' : ''],
    ['list', page.list ? 'true' : ''],
  ];
  const present = pairs.filter(([, value]) => value !== '');
  return new URLSearchParams(present.map(([key, value]) => [key, value]));
}

/** `params` with the page replaced and everything else kept. */
export function withGraphPage(params: URLSearchParams, page: GraphPage): URLSearchParams {
  const merged = new URLSearchParams();
  for (const [key, value] of params) if (!PAGE_KEYS.has(key)) merged.append(key, value);
  for (const [key, value] of writeGraphPage(page)) merged.set(key, value);
  return merged;
}

const PAGE_KEYS: ReadonlySet<string> = new Set([
  'view',
  'label',
  'select',
  'show',
  'idle',
  'boxes',
  'flip',
  'q',
  'focus',
  'hops',
  'mesh',
  'proxies',
  'list',
]);

const MOST_FLIPPED = 1000;

/** No server takes a longer address; see `--max-http-header-size` of Node. */
const MAX_ADDRESS = 16_384;

function readList(text: string): readonly string[] {
  return [...new Set(text.split(',').filter((id) => id !== ''))].toSorted().slice(0, MOST_FLIPPED);
}

/** Ids hold no comma: they are made of names of Kubernetes. */
function writeList(ids: readonly string[]): string {
  return ids.toSorted().join(',');
}
