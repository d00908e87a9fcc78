import { parseEdgeId, parseNodeId, type Protocol } from '@/lib/domain/model';
import {
  above,
  div,
  equals,
  histogramQuantile,
  labelled,
  like,
  or,
  plus,
  sumBy,
  times,
  withoutPartner,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import {
  ARRIVALS,
  ARRIVAL_TIMES,
  CODE,
  CODE_CLASS,
  grpcMetric,
  GRPC_FAULTS,
  GRPC_STATUSES,
  GRPC_TOTAL,
  RECEIVED_BYTES,
  RESPONSES,
  SENT_BYTES,
  TIMES,
} from '@/lib/mesh/envoy/metrics';
import { ONE_CLUSTER, QUANTILES, STATUS } from '@/lib/mesh/envoy/queries';
import { selectionOf, type Selection } from '@/lib/mesh/envoy/selections';
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
  return [
    ...(protocol === 'tcp'
      ? []
      : [ratePanel(selection, protocol), errorPanel(selection), latencyPanel(selection)]),
    ...(protocol === 'tcp' || protocol === undefined ? [bytesPanel(selection)] : []),
    ...saturationOf(target, window),
  ];
}

function ratePanel({ side, rateOf }: Selection, protocol: Protocol | undefined): PanelQuery {
  const byStatus = GRPC_STATUSES.map((status) =>
    labelled(sumBy([], rateOf(grpcMetric(status))), STATUS, status),
  );
  const [first, ...others] = byStatus;
  const byCode =
    side === 'listener' ? sumBy([CODE_CLASS], rateOf(ARRIVALS)) : sumBy([CODE], rateOf(RESPONSES));
  const promql = protocol === 'grpc' && first !== undefined ? or(first, ...others) : byCode;
  return { id: 'rate', unit: 'perSecond', queries: [{ promql, nameOf: codeName }] };
}

/** 0 where there are requests and no errors; nothing where there are no requests. */
function errorPanel({ side, rateOf }: Selection): PanelQuery {
  const promql =
    side === 'listener'
      ? ratioOf(sumBy([], rateOf(ARRIVALS)), sumBy([], rateOf(ARRIVALS, [equals(CODE_CLASS, '5')])))
      : errorRatio(rateOf, []);
  return { id: 'errors', unit: 'ratio', queries: [{ promql, nameOf: () => 'errors' }] };
}

/**
 * The share of requests that failed, by some labels: HTTP 5xx or, where the calls are gRPC, a status that is
 * the server's fault. Envoy counts calls of gRPC by both, so that the codes of theirs are left out.
 */
export function errorRatio(rateOf: Selection['rateOf'], by: readonly string[]): PromQl {
  const isGrpc = above(rateOf(GRPC_TOTAL), 0);
  const failed = withoutPartner(ONE_CLUSTER, rateOf(RESPONSES, [like(CODE, '5..')]), isGrpc);
  const statuses = GRPC_FAULTS.map((status) => sumBy(by, rateOf(grpcMetric(status))));
  return ratioOf(sumBy(by, rateOf(RESPONSES)), sumBy(by, failed), ...statuses);
}

function ratioOf(all: PromQl, ...failed: readonly PromQl[]): PromQl {
  const none = times(all, 0);
  const failures = failed.map((each) => or(each, none)).reduce(plus, none);
  return div(failures, above(all, 0));
}

function latencyPanel({ side, rateOf }: Selection): PanelQuery {
  const buckets = sumBy(['le'], rateOf(side === 'listener' ? ARRIVAL_TIMES : TIMES));
  return {
    id: 'latency',
    unit: 'milliseconds',
    queries: Object.entries(QUANTILES).map(([name, quantile]) => ({
      promql: histogramQuantile(quantile, buckets),
      nameOf: () => name,
    })),
  };
}

function bytesPanel({ rateOf }: Selection): PanelQuery {
  const direction = (metric: string, name: string) => ({
    promql: sumBy([], rateOf(metric)),
    nameOf: () => name,
  });
  return {
    id: 'bytes',
    unit: 'bytesPerSecond',
    queries: [direction(SENT_BYTES, 'to the server'), direction(RECEIVED_BYTES, 'to the client')],
  };
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
