import type { Graph, GraphEdge, GraphNode } from '@/lib/contract/graph';
import { edgeId, nodeId } from '@/lib/domain/model';

/** A generator of numbers in 0..1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A node of the contract, healthy and calm unless told otherwise. */
export function aNode(name: string, namespace = 'shop', rest: Partial<GraphNode> = {}): GraphNode {
  const kind = rest.kind ?? 'workload';
  return {
    id: nodeId('east', namespace, kind, name),
    kind,
    cluster: 'east',
    namespace,
    name,
    meshes: ['istio'],
    health: { status: 'healthy', reasons: [] },
    requestRate: 10,
    errorRatio: 0,
    ...rest,
  };
}

/** An edge of the contract between two nodes: 10 healthy HTTP requests a second unless told otherwise. */
export function anEdge(
  source: GraphNode,
  target: GraphNode,
  rest: Partial<GraphEdge> = {},
): GraphEdge {
  const protocol = rest.protocol ?? 'http';
  return {
    id: edgeId(source.id, target.id, protocol),
    source: source.id,
    target: target.id,
    protocol,
    meshes: ['istio'],
    hosts: [`${target.name}.${target.namespace}.svc.cluster.local`],
    health: { status: 'healthy', reasons: [] },
    requestRate: 10,
    errorRatio: 0,
    p50Ms: 12,
    p95Ms: 38,
    p99Ms: 60,
    buckets: {
      p50: { lowMs: 10, highMs: 25 },
      p95: { lowMs: 25, highMs: 50 },
      p99: { lowMs: 50, highMs: 100 },
    },
    mtlsShare: 1,
    codes: [{ httpCode: '200', rate: 10, error: false }],
    reporters: { requests: 'destination', latency: 'destination', mtls: 'destination' },
    ...rest,
  };
}

/** An answer of the graph API around nodes and edges. */
export function aGraph(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  rest: Partial<Graph> = {},
): Graph {
  return {
    at: 1_790_000_000_000,
    windowSeconds: 300,
    view: 'workload',
    meshes: [{ id: 'istio', label: 'Istio', short: 'Is', mtlsKnownBy: '' }],
    nodes: [...nodes],
    edges: [...edges],
    queries: [
      {
        key: 'requests',
        promql:
          'sum by (source_workload, destination_workload, response_code) (rate(istio_requests_total[300s]))',
      },
    ],
    sources: [{ name: 'prometheus', state: 'ok', ageMs: 2000, reason: null }],
    warnings: [],
    ...rest,
  };
}

interface LargeOptions {
  readonly services: number;
  readonly edges: number;
  readonly namespaces: number;
  readonly seed: number;
}

/** A large mesh: services spread over namespaces, calls mostly within one and mostly downstream. */
export function aLargeGraph({ services, edges, namespaces, seed }: LargeOptions): Graph {
  const random = seeded(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const nodes = Array.from({ length: services }, (_, index) =>
    aNode(`service-${String(index)}-v1`, `team-${String(index % namespaces)}`, {
      version: 'v1',
      health: { status: random() < 0.02 ? 'failing' : 'healthy', reasons: [] },
    }),
  );
  const byId = new Map<string, GraphEdge>();
  const tierOf = (index: number) => Math.floor(index / namespaces) % 4;
  for (let tries = 0; byId.size < edges && tries < edges * 50; tries++) {
    const from = below(services);
    const own = namespaces * below(Math.ceil(services / namespaces)) + (from % namespaces);
    const to = random() < 0.7 ? own : (from + 1 + below(Math.ceil(services / 8))) % services;
    if (tierOf(to) <= tierOf(from) && random() < 0.97) continue;
    const [source, target] = [nodes[from], nodes[to]];
    if (source === undefined || target === undefined || from === to) continue;
    const edge = anEdge(source, target, {
      requestRate: 10 ** (random() * 3),
      health: target.health,
    });
    byId.set(edge.id, edge);
  }
  return aGraph(nodes, [...byId.values()]);
}

const FAILING = {
  requestRate: 3.2,
  errorRatio: 0.31,
  health: { status: 'failing', reasons: ['31% of requests fail'] },
  codes: [
    { httpCode: '200', rate: 2.2, error: false },
    { httpCode: '503', flags: 'UH', rate: 1, error: true },
  ],
} as const;
const TCP = {
  protocol: 'tcp',
  requestRate: undefined,
  errorRatio: undefined,
  p50Ms: undefined,
  p95Ms: undefined,
  p99Ms: undefined,
  buckets: undefined,
  codes: [],
  bytesPerSecond: 84_000,
  requestBytesPerSecond: 20_000,
  responseBytesPerSecond: 64_000,
  reporters: { bytes: 'source', mtls: 'destination' },
} as const;

function shopNodes() {
  const mk = (name: string, namespace: string, rest: Partial<GraphNode> = {}) =>
    aNode(name, namespace, { version: 'v1', ...rest });
  const client = mk('unknown', '', { kind: 'unknown', version: undefined });
  const gateway = mk('istio-ingressgateway', 'istio-ingress', { version: undefined });
  const web = mk('web-v1', 'shop', { requestRate: 212 });
  const catalog = mk('catalog-v1', 'shop', { requestRate: 140 });
  const catalog2 = mk('catalog-v2', 'shop', { version: 'v2', requestRate: 15.4 });
  const cart = mk('cart-v1', 'shop', { requestRate: 31 });
  const checkout = mk('checkout-v1', 'shop', {
    requestRate: 12.3,
    errorRatio: 0.08,
    health: { status: 'degraded', reasons: ['8% of requests fail'] },
  });
  const payment = mk('payment-v1', 'payments', { requestRate: 9.1 });
  const payment2 = mk('payment-v2', 'payments', {
    version: 'v2',
    requestRate: 3.2,
    errorRatio: 0.31,
    health: { status: 'failing', reasons: ['31% of requests fail (503, UH)'] },
  });
  const ledger = mk('ledger-v1', 'payments', { requestRate: 12 });
  const database = mk('orders-db', 'data', { requestRate: undefined, bytesPerSecond: 84_000 });
  const old = mk('recommendations-v0', 'shop', {
    requestRate: 0,
    errorRatio: null,
    health: { status: 'idle', reasons: [] },
  });
  const cards = aNode('api.cards.example', '', { kind: 'external' });
  return {
    client,
    gateway,
    web,
    catalog,
    catalog2,
    cart,
    checkout,
    payment,
    payment2,
    ledger,
    database,
    old,
    cards,
  };
}

/** A small shop over four namespaces: a failing payment, a degraded checkout, TCP to its database. */
export function aShopGraph(): Graph {
  const nodes = shopNodes();
  const {
    client,
    gateway,
    web,
    catalog,
    catalog2,
    cart,
    checkout,
    payment,
    payment2,
    ledger,
    database,
    cards,
  } = nodes;
  return aGraph(Object.values(nodes), [
    anEdge(client, gateway, { requestRate: 212, mtlsShare: 0 }),
    anEdge(gateway, web, { requestRate: 212 }),
    anEdge(web, catalog, { requestRate: 140 }),
    anEdge(web, catalog2, { requestRate: 15.4 }),
    anEdge(web, cart, { requestRate: 19 }),
    anEdge(web, checkout, { requestRate: 12.3, errorRatio: 0.08, health: checkout.health }),
    anEdge(checkout, cart, { requestRate: 12 }),
    anEdge(checkout, payment, { protocol: 'grpc', requestRate: 9.1 }),
    anEdge(checkout, payment2, {
      protocol: 'grpc',
      ...FAILING,
      codes: [...FAILING.codes],
      health: payment2.health,
    }),
    anEdge(payment, ledger, { requestRate: 9 }),
    anEdge(payment2, ledger, { requestRate: 3 }),
    anEdge(payment, cards, { requestRate: 9, mtlsShare: undefined }),
    anEdge(ledger, database, { ...TCP, codes: [] }),
    anEdge(cart, database, { ...TCP, codes: [], mtlsShare: 0.5 }),
  ]);
}
