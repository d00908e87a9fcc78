import { createRandom, podNames, seedOf, type Random } from './random';
import type {
  DemoBehaviour,
  DemoCall,
  DemoFailure,
  DemoRoute,
  DemoService,
  DemoTopology,
  DemoWorkload,
} from './types';

const DOMAINS = [
  ...['accounts', 'adverts', 'billing', 'bookings', 'campaigns', 'carts', 'catalogue', 'chat'],
  ...['checkout', 'claims', 'content', 'coupons', 'customers', 'delivery', 'devices', 'feeds'],
  ...['fraud', 'fulfilment', 'geo', 'identity', 'insights', 'invoices', 'ledger', 'loyalty'],
  ...['maps', 'media', 'messaging', 'notify', 'offers', 'orders', 'partners', 'payments'],
  ...['planning', 'pricing', 'profiles', 'ranking', 'refunds', 'returns', 'reviews', 'routing'],
  ...['search', 'sessions', 'shipping', 'stock', 'subscriptions', 'support', 'tax', 'tracking'],
  ...['vouchers', 'warehouse'],
] as const;

const SUBJECTS = [
  ...['account', 'address', 'alert', 'asset', 'audit', 'basket', 'batch', 'calendar', 'channel'],
  ...['consent', 'contract', 'currency', 'document', 'event', 'export', 'flag', 'history', 'image'],
  ...['index', 'item', 'label', 'limit', 'list', 'locale', 'message', 'metric', 'notice', 'policy'],
  ...['price', 'profile', 'quota', 'quote', 'rate', 'report', 'rule', 'schedule', 'score', 'token'],
] as const;

const ROLES = ['api', 'service', 'worker', 'gateway', 'store', 'sync'] as const;

const MEBIBYTE = 1024 * 1024;
const MAX_CALL_RATE = 400;
const ENTRY_RATE = 30;
/** Calls per service, on average; leaves call nobody, so the others call more. */
const CALLS_PER_SERVICE = 3.6;

interface Plan {
  readonly service: DemoService;
  readonly workloads: readonly DemoWorkload[];
  /** Position in the order in which services may call one another, 0..1. */
  readonly depth: number;
}

interface Making {
  readonly random: Random;
  readonly seed: number;
}

function pick<T>(of: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const chosen = of[Math.floor(random() * of.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}

function between(low: number, high: number, random: Random): number {
  return low + (high - low) * random();
}

function failuresOf(protocol: DemoService['protocol'], random: Random): DemoFailure[] {
  if (protocol === 'tcp' || random() > 0.06) return [];
  const share = between(0.01, 0.1, random);
  return protocol === 'grpc'
    ? [{ code: '200', grpcStatus: pick(['13', '14', '4'], random), flags: '-', share }]
    : [{ code: pick(['500', '503', '502'], random), flags: '-', share }];
}

function behaviourOf(protocol: DemoService['protocol'], random: Random): DemoBehaviour {
  const isSlow = random() < 0.03;
  return {
    medianMs: isSlow ? between(400, 1_100, random) : 3 * Math.exp(between(0, 3.2, random)),
    sigma: between(0.4, 0.9, random),
    failures: failuresOf(protocol, random),
    requestBytes: Math.round(between(300, 3_000, random)),
    responseBytes: Math.round(between(400, 24_000, random)),
    cpuSecondsPerRequest: between(0.0005, 0.006, random),
    idleCores: 0.01,
    memoryBytes: Math.round(between(60, 700, random)) * MEBIBYTE,
    cpuLimitCores: pick([0.5, 1, 2], random),
    throttledShare: isSlow ? 0.3 : 0,
  };
}

function protocolOf(depth: number, random: Random): DemoService['protocol'] {
  if (depth > 0.85 && random() < 0.5) return 'tcp';
  return random() < 0.15 ? 'grpc' : 'http';
}

const PORTS = { http: 8080, grpc: 9090, tcp: 5432 } as const;

function planOf(namespace: string, name: string, depth: number, { random, seed }: Making): Plan {
  const protocol = protocolOf(depth, random);
  const versions = protocol === 'http' && random() < 0.05 ? ['v1', 'v2'] : ['v1'];
  return {
    depth,
    service: { namespace, name, port: PORTS[protocol], protocol },
    workloads: versions.map((version) => {
      const workload = versions.length > 1 ? `${name}-${version}` : name;
      return {
        namespace,
        name: workload,
        app: name,
        version,
        service: name,
        pods: podNames(workload, 1, seed),
        mesh: 'istio',
        behaviour: behaviourOf(protocol, random),
      };
    }),
  };
}

function serviceName(index: number, offset: number): string {
  const subject = SUBJECTS[(index + offset) % SUBJECTS.length] ?? 'item';
  const round = Math.floor(index / SUBJECTS.length);
  const role = ROLES[(index + round) % ROLES.length] ?? 'api';
  return round < ROLES.length ? `${subject}-${role}` : `${subject}-${role}-${round}`;
}

function namespaceName(index: number): string {
  const domain = DOMAINS[index % DOMAINS.length] ?? 'domain';
  const round = Math.floor(index / DOMAINS.length);
  return round === 0 ? domain : `${domain}-${round + 1}`;
}

function plansOf(services: number, namespaces: number, making: Making): Plan[] {
  return Array.from({ length: services }, (_, index) => {
    const place = index % namespaces;
    const row = Math.floor(index / namespaces);
    const depth = (row + 0.5) / Math.ceil(services / namespaces);
    return planOf(namespaceName(place), serviceName(row, place * 7), depth, making);
  });
}

/** Services that lie deeper: mostly of the same namespace, some of others, so that no call is in a circle. */
function calleesOf(caller: Plan, plans: ByNamespace, random: Random): Plan[] {
  const count = Math.round(CALLS_PER_SERVICE * between(0.4, 1.6, random));
  const callees = new Set<Plan>();
  for (let tries = 0; tries < count; tries += 1) {
    const isNear = random() < 0.75;
    const pool = isNear
      ? (plans.own.get(caller.service.namespace) ?? [])
      : (plans.own.get(pick(plans.names, random)) ?? []);
    const deeper = pool.filter(({ depth }) => depth > caller.depth);
    if (deeper.length > 0) callees.add(pick(deeper, random));
  }
  return [...callees];
}

interface ByNamespace {
  readonly names: readonly string[];
  readonly own: ReadonlyMap<string, readonly Plan[]>;
}

function byNamespace(plans: readonly Plan[]): ByNamespace {
  const own = new Map<string, Plan[]>();
  for (const plan of plans) {
    const known = own.get(plan.service.namespace);
    if (known) known.push(plan);
    else own.set(plan.service.namespace, [plan]);
  }
  return { names: [...own.keys()], own };
}

const NEW_VERSION_SHARE = 0.1;

function versionShare({ workloads }: Plan, version: string): number {
  if (workloads.length === 1) return 1;
  return version === 'v2' ? NEW_VERSION_SHARE : 1 - NEW_VERSION_SHARE;
}

function keyOf({ service }: Plan): string {
  return `${service.namespace}/${service.name}`;
}

/** Calls in the order of depth, so that what arrives at a caller is known before it calls. */
function callsBetween(
  plans: readonly Plan[],
  entries: readonly Plan[],
  random: Random,
): DemoCall[] {
  const places = byNamespace(plans);
  const arriving = new Map<string, number>();
  const calls: DemoCall[] = [];
  const add = (call: DemoCall) => {
    calls.push(call);
    arriving.set(call.to, (arriving.get(call.to) ?? 0) + call.requestRate);
  };
  const gateway = 'ingress/istio-ingressgateway';
  add({ from: null, to: gateway, requestRate: ENTRY_RATE * entries.length, plaintextShare: 1 });
  for (const entry of entries) add({ from: gateway, to: keyOf(entry), requestRate: ENTRY_RATE });
  for (const caller of [...plans].sort((a, b) => a.depth - b.depth)) {
    const inbound = arriving.get(keyOf(caller)) ?? 1;
    if (caller.service.protocol === 'tcp') continue;
    for (const callee of calleesOf(caller, places, random)) {
      const rate = Math.min(MAX_CALL_RATE, Math.max(0.1, inbound * between(0.15, 0.7, random)));
      const lost = random() < 0.01 ? [{ code: '503', flags: 'UF', share: 0.01 }] : [];
      for (const { namespace, name, version } of caller.workloads) {
        const from = `${namespace}/${name}`;
        const requestRate = rate * versionShare(caller, version);
        add({ from, to: keyOf(callee), requestRate, lost });
      }
    }
  }
  return calls;
}

function routesOf(plans: readonly Plan[]): DemoRoute[] {
  return plans
    .filter(({ workloads }) => workloads.length > 1)
    .map((plan) => ({
      service: keyOf(plan),
      header: {},
      rest: { v1: 1 - NEW_VERSION_SHARE, v2: NEW_VERSION_SHARE },
    }));
}

function ingressPlan(making: Making): Plan {
  const plan = planOf('ingress', 'istio-ingressgateway', 0, making);
  const [workload] = plan.workloads;
  if (!workload) return plan;
  const name = 'istio-ingressgateway';
  return {
    depth: 0,
    service: { namespace: 'ingress', name, port: 80, protocol: 'http' },
    workloads: [
      { ...workload, name, version: 'v1', behaviour: { ...workload.behaviour, failures: [] } },
    ],
  };
}

/** A namespace for about this many services. */
const SERVICES_PER_NAMESPACE = 25;

/**
 * A mesh of many services, for load: about three calls per service, no call in a circle, a few
 * services that fail and a few that are slow. One pod per workload.
 */
export function createLargeMesh({
  services,
  namespaces = Math.max(1, Math.round(services / SERVICES_PER_NAMESPACE)),
  seed,
}: {
  readonly services: number;
  readonly namespaces?: number;
  readonly seed: number;
}): DemoTopology {
  const making = { random: createRandom(seedOf('large mesh', seed)), seed };
  const ingress = ingressPlan(making);
  const plans = plansOf(services - 1, namespaces, making);
  const entries = plans.slice(0, Math.min(namespaces, 20));
  const all = [ingress, ...plans];
  return {
    namespaces: [...byNamespace(all).names].sort().map((name) => ({ name, mesh: 'istio' })),
    services: all.map(({ service }) => service),
    workloads: all.flatMap(({ workloads }) => workloads),
    calls: callsBetween(plans, entries, making.random),
    routes: routesOf(plans),
  };
}
