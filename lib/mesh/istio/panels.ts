import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import {
  countBy,
  equals,
  histogramQuantile,
  or,
  rate,
  selector,
  sumBy,
  unlessAny,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import {
  BY_SERVER,
  DURATIONS,
  REQUESTS,
  TCP_REQUEST_BYTES,
  TCP_RESPONSE_BYTES,
} from '@/lib/mesh/istio/metric-labels';
import { failureMatchers, LOST } from '@/lib/mesh/istio/outcome-matchers';
import { QUANTILES } from '@/lib/mesh/istio/queries';
import { matchersOf } from '@/lib/mesh/istio/target-matchers';
import { saturationPanels } from '@/lib/mesh/saturation';
import { NOT_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** Who is asked. */
export interface PanelAccounts {
  readonly server: Matcher;
  /** Who is asked where the server says nothing; left out where the server's account is of both ends. */
  readonly client?: Matcher;
  /** The rate of bytes of a TCP metric. */
  readonly bytes: (metric: string, matchers: readonly Matcher[], window: number) => PromQl;
}

const SIDECARS: PanelAccounts = {
  server: BY_SERVER,
  client: equals('reporter', 'source'),
  bytes: (metric, matchers, window) =>
    serverElseClient(SIDECARS, metric, [...matchers, ...NOT_ZTUNNEL], (selected) =>
      sumBy([], rate(metric, selected, window)),
    ),
};

/**
 * The charts of a node or an edge. Each asks the server's account and, only where there is none at
 * all, the client's; rates and errors count what was lost on the way as well, as the graph does
 * (for a workload only where the client could name it).
 *
 * @returns None when the id is not one of ours.
 */
export function panels(
  target: SeriesTarget,
  rateWindowSeconds: number,
  accounts: PanelAccounts = SIDECARS,
): readonly PanelQuery[] {
  const matchers = matchersOf(target);
  if (matchers === null) return [];
  const isTcp = target.kind === 'edge' && parseEdgeId(target.edge)?.protocol === 'tcp';
  const isHttp = target.kind === 'edge' && !isTcp;
  return [
    ...(isTcp
      ? []
      : [
          ratePanel(matchers, rateWindowSeconds, accounts),
          errorPanel(matchers, rateWindowSeconds, accounts),
          latencyPanel(matchers, rateWindowSeconds, accounts),
        ]),
    ...(isHttp ? [] : [bytesPanel(matchers, rateWindowSeconds, accounts)]),
    ...saturationOf(target, rateWindowSeconds),
  ];
}

function ratePanel(
  matchers: readonly Matcher[],
  window: number,
  accounts: PanelAccounts,
): PanelQuery {
  return {
    id: 'rate',
    unit: 'perSecond',
    queries: [
      {
        promql: countedRequests(
          accounts,
          matchers,
          ['response_code', 'grpc_response_status'],
          window,
        ),
        nameOf: codeName,
      },
    ],
  };
}

function errorPanel(
  matchers: readonly Matcher[],
  window: number,
  accounts: PanelAccounts,
): PanelQuery {
  const total = countedRequests(accounts, matchers, [], window);
  const failed = failureMatchers()
    .map((failure) => `(${countedRequests(accounts, matchers, [], window, failure)} or vector(0))`)
    .join(' + ');
  return {
    id: 'errors',
    unit: 'ratio',
    // 0 where there are requests and no errors; nothing where there are no requests.
    queries: [{ promql: `(${failed}) / (${total} > 0)`, nameOf: () => 'errors' }],
  };
}

function latencyPanel(
  matchers: readonly Matcher[],
  window: number,
  accounts: PanelAccounts,
): PanelQuery {
  const buckets = serverElseClient(accounts, REQUESTS, matchers, (selected) =>
    sumBy(['le'], rate(DURATIONS, selected, window)),
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

function bytesPanel(
  matchers: readonly Matcher[],
  window: number,
  { bytes }: PanelAccounts,
): PanelQuery {
  const direction = (metric: string, name: string) => ({
    promql: bytes(metric, matchers, window),
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

function saturationOf(target: SeriesTarget, window: number): readonly PanelQuery[] {
  if (target.kind !== 'node') return [];
  const node = parseNodeId(target.node);
  return node?.kind === 'workload' ? saturationPanels(node, window) : [];
}

/** Requests of a kind, as the server counted them and those that were lost before it could. */
function countedRequests(
  accounts: PanelAccounts,
  matchers: readonly Matcher[],
  by: readonly string[],
  window: number,
  kind: readonly Matcher[] = [],
): PromQl {
  const labels = [...by, 'reporter'];
  const counted = serverElseClient(accounts, REQUESTS, matchers, (selected) =>
    sumBy(labels, rate(REQUESTS, [...selected, ...kind], window)),
  );
  const { client } = accounts;
  if (client === undefined) return sumBy(by, counted);
  // The client's own account, where it is the one that counts, has these already: `or` drops them.
  const lost = sumBy(labels, rate(REQUESTS, [...matchers, client, LOST, ...kind], window));
  return sumBy(by, or(counted, lost));
}

/** The server's account or, where it says nothing at all about the target, the client's. */
function serverElseClient(
  { server, client }: PanelAccounts,
  witness: string,
  matchers: readonly Matcher[],
  query: (matchers: readonly Matcher[]) => PromQl,
): PromQl {
  const asked = [...matchers, server];
  if (client === undefined) return query(asked);
  const said = countBy([], selector(witness, asked));
  return or(query(asked), unlessAny(query([...matchers, client]), said));
}

function codeName(labels: ReadonlyMap<string, string>): string {
  const grpc = labels.get('grpc_response_status');
  if (grpc !== undefined && grpc !== '') return `gRPC ${grpc}`;
  const code = labels.get('response_code');
  return code === undefined || code === '0' ? 'no response' : code;
}
