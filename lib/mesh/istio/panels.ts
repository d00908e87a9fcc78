import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import {
  DURATIONS,
  NOT_ZTUNNEL,
  REQUESTS,
  TCP_REQUEST_BYTES,
  TCP_RESPONSE_BYTES,
} from '@/lib/mesh/istio/metric-labels';
import { failureMatchers, LOST } from '@/lib/mesh/istio/outcome-matchers';
import { QUANTILES } from '@/lib/mesh/istio/queries';
import { matchersOf, type Matcher } from '@/lib/mesh/istio/target-matchers';
import { saturationPanels } from '@/lib/mesh/saturation';

/** Who is asked first: the server, which knows every caller and the policy. */
const SERVER: Matcher = 'reporter=~"destination|waypoint"';
const CLIENT: Matcher = 'reporter="source"';

/**
 * The charts of a node or an edge. Each asks the server's account and, only where there is none at
 * all, the client's; rates and errors count what was lost on the way as well, as the graph does
 * (for a workload only where the client could name it).
 *
 * @returns None when the id is not one of ours.
 */
export function panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[] {
  const matchers = matchersOf(target);
  if (matchers === null) return [];
  const window = `${rateWindowSeconds}s`;
  const isTcp = target.kind === 'edge' && parseEdgeId(target.edge)?.protocol === 'tcp';
  const isHttp = target.kind === 'edge' && !isTcp;
  return [
    ...(isTcp
      ? []
      : [
          ratePanel(matchers, window),
          errorPanel(matchers, window),
          latencyPanel(matchers, window),
        ]),
    ...(isHttp ? [] : [bytesPanel(matchers, window)]),
    ...saturationOf(target, window),
  ];
}

function ratePanel(matchers: readonly Matcher[], window: string): PanelQuery {
  return {
    id: 'rate',
    unit: 'perSecond',
    queries: [
      {
        promql: countedRequests(matchers, ['response_code', 'grpc_response_status'], window),
        nameOf: codeName,
      },
    ],
  };
}

function errorPanel(matchers: readonly Matcher[], window: string): PanelQuery {
  const total = countedRequests(matchers, [], window);
  const failed = failureMatchers()
    .map((failure) => `(${countedRequests(matchers, [], window, failure)} or vector(0))`)
    .join(' + ');
  return {
    id: 'errors',
    unit: 'ratio',
    // 0 where there are requests and no errors; nothing where there are no requests.
    queries: [{ promql: `(${failed}) / (${total} > 0)`, nameOf: () => 'errors' }],
  };
}

function latencyPanel(matchers: readonly Matcher[], window: string): PanelQuery {
  const buckets = serverElseClient(REQUESTS, matchers, (selected) =>
    sumOfRate(DURATIONS, selected, ['le'], window),
  );
  return {
    id: 'latency',
    unit: 'milliseconds',
    queries: Object.entries(QUANTILES).map(([name, quantile]) => ({
      promql: `histogram_quantile(${quantile}, ${buckets})`,
      nameOf: () => name,
    })),
  };
}

function bytesPanel(matchers: readonly Matcher[], window: string): PanelQuery {
  const direction = (metric: string, name: string) => ({
    promql: serverElseClient(metric, [...matchers, NOT_ZTUNNEL], (selected) =>
      sumOfRate(metric, selected, [], window),
    ),
    nameOf: () => name,
  });
  return {
    id: 'bytes',
    unit: 'bytesPerSecond',
    queries: [
      direction(TCP_REQUEST_BYTES, 'to the server'),
      direction(TCP_RESPONSE_BYTES, 'to the client'),
    ],
  };
}

function saturationOf(target: SeriesTarget, window: string): readonly PanelQuery[] {
  if (target.kind !== 'node') return [];
  const node = parseNodeId(target.node);
  return node?.kind === 'workload' ? saturationPanels(node, window) : [];
}

/** Requests of a kind, as the server counted them and those that were lost before it could. */
function countedRequests(
  matchers: readonly Matcher[],
  by: readonly string[],
  window: string,
  kind: readonly Matcher[] = [],
): string {
  const labels = [...by, 'reporter'];
  const counted = serverElseClient(REQUESTS, matchers, (selected) =>
    sumOfRate(REQUESTS, [...selected, ...kind], labels, window),
  );
  // The client's own account, where it is the one that counts, has these already: `or` drops them.
  const lost = sumOfRate(REQUESTS, [...matchers, CLIENT, LOST, ...kind], labels, window);
  const summed = by.length === 0 ? 'sum' : `sum by (${by.join(', ')})`;
  return `${summed} (${counted} or ${lost})`;
}

/** The server's account or, where it says nothing at all about the target, the client's. */
function serverElseClient(
  witness: string,
  matchers: readonly Matcher[],
  query: (matchers: readonly Matcher[]) => string,
): string {
  const server = [...matchers, SERVER];
  const silent = `unless on () count(${witness}{${server.join(', ')}})`;
  return `(${query(server)} or (${query([...matchers, CLIENT])} ${silent}))`;
}

function sumOfRate(
  metric: string,
  matchers: readonly Matcher[],
  by: readonly string[],
  window: string,
): string {
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')})`;
  return `sum${grouping} (rate(${metric}{${matchers.join(', ')}}[${window}]))`;
}

function codeName(labels: ReadonlyMap<string, string>): string {
  const grpc = labels.get('grpc_response_status');
  if (grpc !== undefined && grpc !== '') return `gRPC ${grpc}`;
  const code = labels.get('response_code');
  return code === undefined || code === '0' ? 'no response' : code;
}
