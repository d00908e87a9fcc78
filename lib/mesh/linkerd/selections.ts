import { parseEdgeId, parseNodeId, type NodeKind, type Protocol } from '@/lib/domain/model';
import {
  continues,
  differs,
  equals,
  or,
  rate,
  relabelled,
  selector,
  withPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { SeriesTarget } from '@/lib/mesh/adapter';
import {
  APP_LABELS,
  CALLED_OUTSIDE,
  FROM_OUTSIDE,
  INBOUND,
  NOT_ITS_OWN,
  ONE_PROXY,
  OUTBOUND,
  REQUESTS,
  WORKLOAD_KINDS,
} from '@/lib/mesh/linkerd/metric-labels';
import { OUTSIDE } from '@/lib/mesh/linkerd/places';

/** Matchers of which any may hold, since a selector cannot say "or". */
export type Alternatives = readonly (readonly Matcher[])[];

/** What a chart is about: how to select it from series by endpoint, and from those by route. */
export interface Selection {
  /** Rates of a metric that clients and servers report by endpoint. */
  readonly endpoints: (metric: string, matchers: readonly Matcher[], window: number) => PromQl;
  /** Rates of a metric by route and backend; null where those cannot be told apart. */
  readonly routes:
    ((metric: string, matchers: readonly Matcher[], window: number) => PromQl) | null;
  /** The protocol of a call; null for all that a node does. */
  readonly protocol: Protocol | null;
}

interface Named {
  readonly kind: NodeKind;
  readonly namespace: string;
  readonly name: string;
}

/** Selects what a chart is about; null when its id is not one of ours, or nothing can be known of it. */
export function selectionOf(target: SeriesTarget): Selection | null {
  if (target.kind === 'edge') return edgeSelection(target.edge);
  const node = parseNodeId(target.node);
  if (node === null) return null;
  return target.direction === 'inbound' ? callsTo(node) : callsFrom(node);
}

function edgeSelection(id: string): Selection | null {
  const edge = parseEdgeId(id);
  if (edge === null) return null;
  const [source, callee] = [parseNodeId(edge.source), parseNodeId(edge.target)];
  if (source === null || callee === null) return null;
  const isFromOutside = source.kind === 'unknown';
  const selection = isFromOutside ? callsFromOutside(callee) : callsBetween(source, callee);
  return selection === null ? null : { ...selection, protocol: edge.protocol };
}

function callsTo(node: Named): Selection | null {
  const outside = callsFromOutside(node);
  // All that the pods of an app took in: which workloads are of it, clients cannot say.
  if (node.kind === 'app') return taken(scrapedApp(node), NOT_ITS_OWN);
  const called = calledAs(node);
  if (called === null) return null;
  return {
    protocol: null,
    routes: routesOf(backendsOf(node)),
    endpoints: (metric, matchers, window) => {
      const inside = anyOf(metric, called, [OUTBOUND, ...matchers], window);
      return outside === null ? inside : or(inside, outside.endpoints(metric, matchers, window));
    },
  };
}

function callsFrom(node: Named): Selection | null {
  if (node.kind === 'unknown') return taken([[]], [FROM_OUTSIDE, ...NOT_ITS_OWN]);
  const callers = scrapedAs(node);
  if (callers === null) return null;
  return {
    protocol: null,
    routes: routesOf(callers),
    endpoints: (metric, matchers, window) =>
      anyOf(metric, callers, [OUTBOUND, ...matchers], window),
  };
}

/** What servers say of clients without a proxy. Which service these called is not known. */
function callsFromOutside(callee: Named): Selection | null {
  if (callee.kind === 'service') return null;
  const servers = scrapedAs(callee);
  return servers === null ? null : taken(servers, [FROM_OUTSIDE, ...NOT_ITS_OWN]);
}

function taken(servers: Alternatives, more: readonly Matcher[]): Selection {
  return {
    protocol: null,
    routes: null,
    endpoints: (metric, matchers, window) =>
      anyOf(metric, servers, [INBOUND, ...more, ...matchers], window),
  };
}

function callsBetween(source: Named, callee: Named): Selection | null {
  const callers = scrapedAs(source);
  if (callers === null) return null;
  const called = calledAs(callee);
  if (called === null && callee.kind !== 'app') return null;
  const backends = backendsOf(callee);
  return {
    protocol: null,
    routes: routesOf(
      callers.flatMap((caller) => backends.map((backend) => [...caller, ...backend])),
    ),
    endpoints: (metric, matchers, window) => {
      const own = anyOf(metric, callers, [OUTBOUND, ...matchers], window);
      if (called === null) return toPodsOf(own, callee);
      // Each call is to one address, so that both conditions need not be tried together.
      const theirs = anyOf(metric, called, [OUTBOUND, ...matchers], window);
      return withPartner([...ONE_PROXY, 'target_addr'], own, theirs);
    },
  };
}

/** Calls to the pods of an app, by what these report of themselves. */
function toPodsOf(series: PromQl, app: Named): PromQl {
  const [first = [], ...others] = scrapedApp(app).map((matchers) => [INBOUND, ...matchers]);
  const pods = or(
    selector(REQUESTS, first),
    ...others.map((matchers) => selector(REQUESTS, matchers)),
  );
  const renamed = relabelled(relabelled(pods, 'dst_pod', 'pod'), 'dst_namespace', 'namespace');
  return withPartner(['dst_namespace', 'dst_pod'], series, renamed);
}

/** The scraped pods of a node. A service is known as a caller by the app that is called like it. */
function scrapedAs(node: Named): Alternatives | null {
  switch (node.kind) {
    case 'workload':
      return WORKLOAD_KINDS.map((kind) => [
        equals('namespace', node.namespace),
        equals(kind, node.name),
      ]);
    case 'app':
    case 'service':
      return scrapedApp(node);
    case 'external':
    case 'unknown':
      return null;
  }
}

function scrapedApp({ namespace, name }: Named): Alternatives {
  const labels = [...APP_LABELS, ...WORKLOAD_KINDS];
  return labels.map((label, i) => [
    equals('namespace', namespace),
    // A weaker label counts only where the stronger ones are missing.
    ...APP_LABELS.slice(0, i).map((stronger) => equals(stronger, '')),
    equals(label, name),
  ]);
}

/** Whom clients say that they called. */
function calledAs(node: Named): Alternatives | null {
  const inNamespace = equals('dst_namespace', node.namespace);
  switch (node.kind) {
    case 'workload':
      return WORKLOAD_KINDS.map((kind) => [inNamespace, equals(`dst_${kind}`, node.name)]);
    case 'service':
      return [[inNamespace, equals('dst_service', node.name)]];
    case 'external':
      return [
        [
          CALLED_OUTSIDE,
          node.name === OUTSIDE
            ? equals('authority', '')
            : continues('authority', node.name, ':[0-9]+|'),
        ],
      ];
    case 'app':
    case 'unknown':
      return null;
  }
}

function backendsOf({ kind, namespace, name }: Named): Alternatives {
  return kind === 'service'
    ? [[equals('backend_namespace', namespace), equals('backend_name', name)]]
    : [];
}

function routesOf(alternatives: Alternatives): Selection['routes'] {
  if (alternatives.length === 0) return null;
  return (metric, matchers, window) => anyOf(metric, alternatives, matchers, window);
}

function anyOf(
  metric: string,
  alternatives: Alternatives,
  more: readonly Matcher[],
  window: number,
): PromQl {
  const [first = [], ...others] = alternatives;
  return or(
    rate(metric, [...first, ...more], window),
    ...others.map((matchers) => rate(metric, [...matchers, ...more], window)),
  );
}

/** What tells the requests of a protocol apart, where series say how they ended. */
export function protocolMatchers(protocol: Protocol | null): readonly Matcher[] {
  if (protocol === null) return [];
  return [protocol === 'grpc' ? differs('grpc_status', '') : equals('grpc_status', '')];
}
