import { parseEdgeId, parseNodeId, type Protocol } from '@/lib/domain/model';
import {
  above,
  div,
  equals,
  histogramQuantile,
  like,
  ofThose,
  or,
  plus,
  sumBy,
  times,
  withoutPartner,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import {
  ANSWERED_BYTES,
  ARRIVALS,
  ARRIVAL_TIMES,
  CALLERS_BYTES,
  CODE,
  CODE_CLASS,
  GRPC,
  GRPC_FAULTS,
  RECEIVED_BYTES,
  RESPONSES,
  SENT_BYTES,
  STEPPED,
  TIMES,
  type GrpcCounters,
} from '@/lib/mesh/envoy/metrics';
import { oneCluster, QUANTILES } from '@/lib/mesh/envoy/queries';
import { STATUS } from '@/lib/mesh/envoy/rates';
import { selectionOf, type RateOf, type Selection } from '@/lib/mesh/envoy/selections';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';
import { saturationPanels } from '@/lib/mesh/saturation';

/**
 * The charts of a node or an edge. What a node took in is as its own proxies counted it; a call is as the
 * caller's did.
 *
 * @returns None when the id is not one of ours, or nothing counts what it is about.
 */
export function panels(
  vocabulary: EnvoyVocabulary,
  target: SeriesTarget,
  window: number,
): readonly PanelQuery[] {
  const selection = selectionOf(vocabulary, target, window);
  if (selection === null) return saturationOf(target, window);
  const protocol = target.kind === 'edge' ? parseEdgeId(target.edge)?.protocol : undefined;
  const countsRequests = (selection.clusters ?? selection.listeners) !== undefined;
  return [
    ...(protocol === 'tcp' || !countsRequests
      ? []
      : [
          ratePanel(selection, protocol),
          errorPanel(vocabulary, selection),
          latencyPanel(selection),
        ]),
    ...(protocol === 'tcp' || protocol === undefined ? bytesPanels(selection) : []),
    ...saturationOf(target, window),
  ];
}

function ratePanel(selection: Selection, protocol: Protocol | undefined): PanelQuery {
  const promql = either(
    selection,
    (rateOf) =>
      protocol === 'grpc' ? byStatus(rateOf, GRPC, []) : sumBy([CODE], rateOf(RESPONSES)),
    (rateOf) => sumBy([CODE_CLASS], rateOf(ARRIVALS)),
  );
  return { id: 'rate', unit: 'perSecond', queries: [{ promql, nameOf: codeName }] };
}

/** Streams by status, put right by all requests, which are counted at every sample and at the same steps. */
function byStatus(rateOf: RateOf, counters: GrpcCounters, by: readonly string[]): PromQl {
  const stepped = above(sumBy(by, rateOf(STEPPED)), 0);
  const scale = div(sumBy(by, rateOf(RESPONSES)), stepped);
  return ofThose(by, sumBy([...by, STATUS], rateOf(counters)), scale);
}

/** 0 where there are requests and no errors; nothing where there are no requests. */
function errorPanel(vocabulary: EnvoyVocabulary, selection: Selection): PanelQuery {
  const promql = either(
    selection,
    (rateOf) => errorRatio(vocabulary, rateOf, []),
    (rateOf) =>
      ratioOf(sumBy([], rateOf(ARRIVALS)), sumBy([], rateOf(ARRIVALS, [equals(CODE_CLASS, '5')]))),
  );
  return { id: 'errors', unit: 'ratio', queries: [{ promql, nameOf: () => 'errors' }] };
}

/** What clusters count or, where they say nothing, listeners. A gateway has no cluster of its own. */
function either(
  { clusters, listeners }: Selection,
  ofClusters: (rateOf: RateOf) => PromQl,
  ofListeners: (rateOf: RateOf) => PromQl,
): PromQl {
  const found = [
    ...(clusters === undefined ? [] : [ofClusters(clusters)]),
    ...(listeners === undefined ? [] : [ofListeners(listeners)]),
  ];
  const [first, ...others] = found;
  if (first === undefined) throw new RangeError('a selection of nothing');
  return others.length === 0 ? first : or(first, ...others);
}

/**
 * The share of requests that failed, by some labels: HTTP 5xx or, where the calls are gRPC, a status that is
 * the server's fault. Envoy counts calls of gRPC by both, so that the codes of theirs are left out.
 */
export function errorRatio(
  vocabulary: EnvoyVocabulary,
  rateOf: RateOf,
  by: readonly string[],
): PromQl {
  const isGrpc = above(rateOf(GRPC), 0);
  const codes = rateOf(RESPONSES, [like(CODE, '5..')]);
  const failed = withoutPartner(oneCluster(vocabulary), codes, isGrpc);
  return ratioOf(
    sumBy(by, rateOf(RESPONSES)),
    sumBy(by, failed),
    sumBy(by, byStatus(rateOf, GRPC_FAULTS, by)),
  );
}

function ratioOf(all: PromQl, ...failed: readonly PromQl[]): PromQl {
  const none = times(all, 0);
  const failures = failed.map((each) => or(each, none)).reduce(plus, none);
  return div(failures, above(all, 0));
}

function latencyPanel(selection: Selection): PanelQuery {
  const buckets = either(
    selection,
    (rateOf) => sumBy(['le'], rateOf(TIMES)),
    (rateOf) => sumBy(['le'], rateOf(ARRIVAL_TIMES)),
  );
  return {
    id: 'latency',
    unit: 'milliseconds',
    queries: Object.entries(QUANTILES).map(([name, quantile]) => ({
      promql: histogramQuantile(quantile, buckets),
      nameOf: () => name,
    })),
  };
}

/** Both ways: of clusters, or of listeners that pass on what came in plain text. */
function bytesPanels({ clusters, plaintext }: Selection): readonly PanelQuery[] {
  const rateOf = clusters ?? plaintext;
  if (rateOf === undefined) return [];
  const [request, response] =
    clusters === undefined ? [CALLERS_BYTES, ANSWERED_BYTES] : [SENT_BYTES, RECEIVED_BYTES];
  const direction = (metric: string, name: string) => ({
    promql: sumBy([], rateOf(metric)),
    nameOf: () => name,
  });
  const queries = [direction(request, 'to the server'), direction(response, 'to the client')];
  return [{ id: 'bytes', unit: 'bytesPerSecond', queries }];
}

function saturationOf(target: SeriesTarget, window: number): readonly PanelQuery[] {
  if (target.kind !== 'node') return [];
  const node = parseNodeId(target.node);
  return node?.kind === 'workload' ? saturationPanels(node, window) : [];
}

function codeName(labels: ReadonlyMap<string, string>): string {
  const status = labels.get(STATUS);
  if (status !== undefined) return `gRPC ${status}`;
  const digit = labels.get(CODE_CLASS);
  return labels.get(CODE) ?? (digit === undefined ? 'no response' : `${digit}xx`);
}
