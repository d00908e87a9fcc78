import { parseNodeId } from '@/lib/domain/model';
import {
  above,
  div,
  equals,
  histogramQuantile,
  or,
  relabelled,
  sumBy,
  times,
  unlessAny,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import {
  GRPC_FAULTS,
  HTTP_FAULTS,
  INBOUND,
  LATENCIES,
  OUTBOUND,
  READ_BYTES,
  RESPONSES,
  WRITTEN_BYTES,
} from '@/lib/mesh/linkerd/metric-labels';
import { QUANTILES, withoutHttp } from '@/lib/mesh/linkerd/queries';
import { routedQuantile, routedRequests, type Routed } from '@/lib/mesh/linkerd/routed';
import { protocolMatchers, selectionOf, type Selection } from '@/lib/mesh/linkerd/selections';
import { saturationPanels } from '@/lib/mesh/saturation';

/**
 * The charts of a node or an edge: of what clients say and, for clients without a proxy, servers. Failures
 * before any endpoint was reached are charted for services, since nobody can say which workload they were for.
 *
 * @returns None when the id is not one of ours, or nothing can be known of it.
 */
export function panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[] {
  const selection = selectionOf(target);
  if (selection === null) return [];
  const isTcp = selection.protocol === 'tcp';
  return [
    ...(isTcp
      ? []
      : [
          ratePanel(selection, rateWindowSeconds),
          errorPanel(selection, rateWindowSeconds),
          latencyPanel(selection, rateWindowSeconds),
        ]),
    ...(isTcp || selection.protocol === null ? [bytesPanel(selection, rateWindowSeconds)] : []),
    ...saturationOf(target, rateWindowSeconds),
  ];
}

const STATUSES = ['status_code', 'grpc_status', 'error'];

function ratePanel(selection: Selection, window: number): PanelQuery {
  const promql = counted(selection, STATUSES, window);
  return { id: 'rate', unit: 'perSecond', queries: [{ promql, nameOf: codeName }] };
}

function errorPanel(selection: Selection, window: number): PanelQuery {
  const total = counted(selection, [], window);
  const failed = counted(selection, [], window, FAILED);
  return {
    id: 'errors',
    unit: 'ratio',
    queries: [
      {
        // 0 where there are requests and no errors; nothing where there are no requests.
        promql: div(or(failed, times(total, 0)), above(total, 0)),
        nameOf: () => 'errors',
      },
    ],
  };
}

function latencyPanel(selection: Selection, window: number): PanelQuery {
  const sum = (buckets: PromQl) => sumBy(['le'], buckets);
  const routed = routedOf(selection, window);
  const quantileOf = (quantile: number) => {
    const buckets = selection.endpoints(LATENCIES, [], window);
    const byEndpoint = histogramQuantile(quantile, sum(buckets));
    if (routed === null) return byEndpoint;
    return or(byEndpoint, unlessAny(routedQuantile(quantile, sum, routed), byEndpoint));
  };
  return {
    id: 'latency',
    unit: 'milliseconds',
    queries: Object.entries(QUANTILES).map(([name, quantile]) => ({
      promql: quantileOf(quantile),
      nameOf: () => name,
    })),
  };
}

function bytesPanel(selection: Selection, window: number): PanelQuery {
  const way = (name: string, dialled: string, accepted: string) => ({
    promql: sumBy(
      [],
      or(
        withoutHttp(
          selection.endpoints(dialled, [OUTBOUND, equals('peer', 'dst')], window),
          OUTBOUND,
        ),
        withoutHttp(
          selection.endpoints(accepted, [INBOUND, equals('peer', 'src')], window),
          INBOUND,
        ),
      ),
    ),
    nameOf: () => name,
  });
  return {
    id: 'bytes',
    unit: 'bytesPerSecond',
    queries: [
      way('to the server', WRITTEN_BYTES, READ_BYTES),
      way('to the client', READ_BYTES, WRITTEN_BYTES),
    ],
  };
}

function saturationOf(target: SeriesTarget, window: number): readonly PanelQuery[] {
  if (target.kind !== 'node') return [];
  const node = parseNodeId(target.node);
  return node?.kind === 'workload' ? saturationPanels(node, window) : [];
}

/** Which requests count as failed, in the words of each kind of metric. */
const FAILED: Outcomes = {
  endpoint: [equals('classification', 'failure')],
  http: [HTTP_FAULTS],
  grpc: [GRPC_FAULTS],
};

interface Outcomes {
  readonly endpoint: readonly Matcher[];
  readonly http: readonly Matcher[];
  readonly grpc: readonly Matcher[];
}

const ALL: Outcomes = { endpoint: [], http: [], grpc: [] };

/** Requests per second by how they ended, of both generations of metrics. */
function counted(
  selection: Selection,
  by: readonly string[],
  window: number,
  { endpoint, http, grpc } = ALL,
): PromQl {
  const matchers = [...protocolMatchers(selection.protocol), ...endpoint];
  const byEndpoint = sumBy(by, selection.endpoints(RESPONSES, matchers, window));
  const routed = routedOf(selection, window);
  if (routed === null) return byEndpoint;
  const byRoute = routedRequests([], { ...routed, outcomes: { http, grpc } });
  // What is by route has a label more, so that both are kept apart until they are added up.
  return sumBy(by, or(byEndpoint, relabelled(byRoute, 'status_code', 'http_status')));
}

function routedOf({ routes, protocol }: Selection, windowSeconds: number): Routed | null {
  if (routes === null || protocol === 'tcp') return null;
  return {
    windowSeconds,
    series: (metric, matchers) => routes(metric, matchers, windowSeconds),
    ...(protocol === null ? {} : { protocols: [protocol] }),
  };
}

/** `200`, `gRPC 14`, `no response`; of the proxy's own failures also what they were. */
function codeName(labels: ReadonlyMap<string, string>): string {
  const [grpc = '', code = ''] = [labels.get('grpc_status'), labels.get('status_code')];
  const answer = grpc === '' ? code : `gRPC ${grpc}`;
  const error = labels.get('error') ?? '';
  const text = answer === '' ? 'no response' : answer;
  return error === '' ? text : `${text} (${error})`;
}
