import { namespaceName } from '@/lib/contract/common';
import {
  CHART_RANGES,
  RANGE_SECONDS,
  readNodePath,
  type ChartRange,
} from '@/lib/contract/node-url';
import { windowSchema, WINDOWS } from '@/lib/contract/queries';
import { readTracesPage, type TracesPage } from '@/lib/contract/traces-url';
import {
  BETWEEN_SECONDS,
  DEFAULT_VIEW,
  readView,
  REFRESH_CHOICES,
  type RefreshChoice,
  type View,
} from '@/lib/contract/view-url';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { nodeId } from '@/lib/domain/model';
import type { MomentRange } from '@/lib/domain/moment-range';

/** What a panel shows, as the frame around it says. */
export interface EmbedPage {
  readonly view: View;
  /** How much time charts show while live. */
  readonly range: ChartRange;
  /** The id of the node that signals are of; null when the frame names none, or more than one. */
  readonly node: string | null;
}

/**
 * Reads the address of a panel, in the words of Grafana: `from`, `to` (epoch milliseconds, or `now-1h` and `now`),
 * `refresh`, `var-namespace`, `var-service`, `var-workload`, `var-cluster`. A time that was chosen in the panel
 * itself (`between`) comes before that of the frame. What is wrong or missing falls back.
 */
export function readEmbed(params: URLSearchParams): EmbedPage {
  const namespaces = readNames(params, 'namespace').filter(
    (name) => namespaceName.safeParse(name).success,
  );
  const time = readTime(params.get('from') ?? '', params.get('to') ?? 'now');
  const between = readView(params).between ?? ('fromMs' in time ? time : null);
  const seconds = 'lastSeconds' in time ? time.lastSeconds : 0;
  const window = WINDOWS.find((name) => windowSchema.parse(name) >= seconds) ?? '6h';
  return {
    view: {
      namespaces: [...new Set(namespaces)].toSorted(),
      window: seconds === 0 ? DEFAULT_VIEW.window : window,
      refresh: readRefresh(params.get('refresh')),
      at: null,
      between,
    },
    range: CHART_RANGES.find((name) => RANGE_SECONDS[name] >= seconds) ?? '24h',
    node: readNode(params, namespaces),
  };
}

/**
 * Reads the search of a panel of traces: as the console writes it, of the time that the frame shows. Without a
 * service, node or edge of its own it is for the node that the frame names.
 */
export function readEmbeddedTraces(params: URLSearchParams, node: string | null): TracesPage {
  const page = readTracesPage(params);
  const ofFrame = node === null ? null : ({ by: 'node', value: node } as const);
  return { ...page, target: page.target ?? ofFrame, lookback: 'view', range: null };
}

/** Reads the id of the trace that a panel shows; null when the frame names none, or what is no id. */
export function readEmbeddedTrace(params: URLSearchParams): string | null {
  const [id, ...others] = readNames(params, 'trace');
  return id !== undefined && others.length === 0 && /^[\da-f]{16,32}$/i.test(id) ? id : null;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A stretch of time, or how much of the time up to now; 0 when the frame says nothing. */
function readTime(from: string, to: string): MomentRange | { readonly lastSeconds: number } {
  if (/^\d{10,13}$/.test(from) && /^\d{10,13}$/.test(to)) return rangeOf(Number(from), Number(to));
  const [, count, unit] = /^now-(\d{1,5})([smhd])$/.exec(from) ?? [];
  return { lastSeconds: to === 'now' ? Number(count ?? 0) * (UNIT_SECONDS[unit ?? ''] ?? 0) : 0 };
}

/** Whole seconds, and the end of what is too long: the API takes no more than a day. */
function rangeOf(fromMs: number, toMs: number): MomentRange | { readonly lastSeconds: number } {
  const to = Math.floor(toMs / 1000);
  const seconds = Math.min(to - Math.floor(fromMs / 1000), BETWEEN_SECONDS.max);
  if (seconds < BETWEEN_SECONDS.min) return { lastSeconds: 0 };
  return { fromMs: (to - seconds) * 1000, toMs: to * 1000 };
}

/** The nearest that is offered, and never more often than the frame asks. */
function readRefresh(text: string | null): RefreshChoice {
  if (text === null) return DEFAULT_VIEW.refresh;
  const [, count, unit] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  if (count === undefined) return 'off';
  const seconds = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  const choices = REFRESH_CHOICES.filter((choice) => choice !== 'off');
  const secondsOf = (choice: string) =>
    Number.parseInt(choice, 10) * (UNIT_SECONDS[choice.at(-1) ?? ''] ?? 0);
  return choices.find((choice) => secondsOf(choice) >= seconds) ?? '1m';
}

/** What Grafana writes for a choice of everything, which is no name. */
const ALL: ReadonlySet<string> = new Set(['$__all', 'All', '.*', '']);

/** A variable may come several times, or as `{a,b}`. */
function readNames(params: URLSearchParams, name: string): string[] {
  return params
    .getAll(`var-${name}`)
    .flatMap((text) => text.replace(/^\{(.*)\}$/, '$1').split(','))
    .filter((text) => !ALL.has(text));
}

function readNode(params: URLSearchParams, namespaces: readonly string[]): string | null {
  const [namespace] = namespaces;
  const [service, ...others] = readNames(params, 'service');
  const [workload, ...more] = readNames(params, 'workload');
  const name = service ?? workload;
  if (namespace === undefined || name === undefined) return null;
  if (namespaces.length > 1 || others.length > 0 || more.length > 0) return null;
  if (readNodePath({ namespace, name: encodeURIComponent(name) }) === null) return null;
  const cluster = readNames(params, 'cluster')[0] ?? DEFAULT_CLUSTER;
  return nodeId(cluster, namespace, service === undefined ? 'workload' : 'service', name);
}
