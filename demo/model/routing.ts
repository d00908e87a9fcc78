import type { DemoCall, DemoFault, DemoMesh, DemoRoute, DemoTopology, DemoWorkload } from './types';

/** Where one call's requests go under the routes in force. */
export interface CallShares {
  /** How much more (or less) the caller calls than under the topology's own routes. */
  readonly scale: number;
  /** Share by name of the workload that answers. */
  readonly byWorkload: ReadonlyMap<string, number>;
  /** Share that is routed to versions that do not exist. */
  readonly unroutable: number;
  /** Faults that are injected into it, with their shares of all its requests. */
  readonly faults: readonly DemoFault[];
}

/** The share of a call's requests that are aborted on purpose. */
export function abortedShare({ faults }: Pick<CallShares, 'faults'>): number {
  return Math.min(
    1,
    faults.reduce((sum, { kind, share }) => sum + (kind === 'abort' ? share : 0), 0),
  );
}

/** The share of the requests that go on which are held back on purpose. */
export function delayedShare({ faults }: Pick<CallShares, 'faults'>): number {
  return Math.min(
    1,
    faults.reduce((sum, { kind, share }) => sum + (kind === 'delay' ? share : 0), 0),
  );
}

type Destinations = Pick<CallShares, 'byWorkload' | 'unroutable' | 'faults'>;

/** Callers of callers settle in as many rounds as the longest chain of calls; more change nothing. */
const MAX_ROUNDS = 24;

export function keyOf({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${namespace}/${name}`;
}

/** The workloads behind each service, by `namespace/service`. */
export function workloadsByService(
  topology: Pick<DemoTopology, 'workloads'>,
): Map<string, DemoWorkload[]> {
  const found = new Map<string, DemoWorkload[]>();
  for (const workload of topology.workloads) {
    const key = `${workload.namespace}/${workload.service}`;
    const known = found.get(key);
    if (known) known.push(workload);
    else found.set(key, [workload]);
  }
  return found;
}

/** Routes, found by whom they are for and who obeys them; see `routeFor`. */
export type RouteIndex<Route extends DemoRoute = DemoRoute> = ReadonlyMap<string, Route>;

/** Indexes routes. Where several are for one service and the callers of one mesh, the first holds. */
export function indexRoutes<Route extends DemoRoute>(routes: readonly Route[]): RouteIndex<Route> {
  const index = new Map<string, Route>();
  for (const route of routes) {
    for (const caller of route.callers ?? [undefined]) {
      const key = routeKey(route.service, caller);
      if (!index.has(key)) index.set(key, route);
    }
  }
  return index;
}

/** The route that a caller of some mesh obeys when it calls a service (`namespace/service`). */
export function routeFor<Route extends DemoRoute>(
  index: RouteIndex<Route>,
  service: string,
  caller: DemoMesh | null,
): Route | undefined {
  const own = caller === null ? undefined : index.get(routeKey(service, caller));
  return own ?? index.get(routeKey(service));
}

function routeKey(service: string, caller?: DemoMesh): string {
  return caller === undefined ? service : `${service} from ${caller}`;
}

function evenly(workloads: readonly DemoWorkload[]): Record<string, number> {
  const pods = workloads.reduce((sum, workload) => sum + workload.pods.length, 0);
  return Object.fromEntries(
    workloads.map((workload) => [workload.version, workload.pods.length / pods]),
  );
}

function isRouted(shares: Readonly<Record<string, number>>): boolean {
  return Object.keys(shares).length > 0;
}

/** The versions that requests are for, with their shares: of those with the header, and of the rest. */
function partsOf(
  headerShare: number,
  workloads: readonly DemoWorkload[],
  route: DemoRoute | undefined,
): readonly { readonly version: string; readonly share: number }[] {
  const rest = route && isRouted(route.rest) ? route.rest : evenly(workloads);
  const header = route && isRouted(route.header) ? route.header : rest;
  return [
    ...Object.entries(header).map(([version, share]) => ({ version, share: share * headerShare })),
    ...Object.entries(rest).map(([version, share]) => ({
      version,
      share: share * (1 - headerShare),
    })),
  ];
}

function destinationsOf(
  call: DemoCall,
  workloads: readonly DemoWorkload[],
  route: DemoRoute | undefined,
  isInjector: boolean,
): Destinations {
  const headerShare = call.headerShare ?? 0;
  const parts = partsOf(headerShare, workloads, route);
  const faults = isInjector ? faultsOf(route, headerShare) : [];
  const arriving = 1 - abortedShare({ faults });
  const byWorkload = new Map<string, number>();
  let unroutable = 0;
  for (const { version, share: wanted } of parts) {
    const share = wanted * arriving;
    const name = workloads.find((workload) => workload.version === version)?.name;
    if (name === undefined) unroutable += share;
    else byWorkload.set(name, (byWorkload.get(name) ?? 0) + share);
  }
  return { byWorkload, unroutable, faults };
}

/** Equal faults of both parts of a route are one. */
function faultsOf(route: DemoRoute | undefined, headerShare: number): readonly DemoFault[] {
  const { header = [], rest = [] } = route?.faults ?? {};
  const found = new Map<string, DemoFault>();
  const parts = [
    ...header.map((fault) => ({ fault, of: headerShare })),
    ...rest.map((fault) => ({ fault, of: 1 - headerShare })),
  ];
  for (const { fault, of } of parts) {
    const key = faultKey(fault);
    const share = (found.get(key)?.share ?? 0) + fault.share * of;
    if (share > 0) found.set(key, { ...fault, share });
  }
  return [...found.values()];
}

/** What tells faults apart that do different things. */
export function faultKey(fault: DemoFault): string {
  return fault.kind === 'delay'
    ? `delay ${String(fault.ms)}`
    : `abort ${fault.code} ${fault.grpcStatus ?? ''}`;
}

function arrivals(
  topology: DemoTopology,
  destinations: readonly Destinations[],
  scales: readonly number[],
): Map<string, number> {
  const rates = new Map<string, number>();
  topology.calls.forEach((call, index) => {
    const namespace = call.to.split('/')[0] ?? '';
    for (const [workload, share] of destinations[index]?.byWorkload ?? []) {
      const key = `${namespace}/${workload}`;
      rates.set(key, (rates.get(key) ?? 0) + call.requestRate * (scales[index] ?? 1) * share);
    }
  });
  return rates;
}

/** The share of each call's requests that each workload answers, in the order of the calls. */
export function shareCalls(topology: DemoTopology, routes: readonly DemoRoute[]): CallShares[] {
  const workloads = workloadsByService(topology);
  const meshes = new Map(topology.workloads.map((each) => [keyOf(each), each.mesh]));
  const destinationsUnder = (inForce: readonly DemoRoute[]) => {
    const index = indexRoutes(inForce);
    return topology.calls.map((call) => {
      const mesh = meshes.get(call.from ?? '') ?? null;
      const route = routeFor(index, call.to, mesh);
      return destinationsOf(call, workloads.get(call.to) ?? [], route, mesh === 'istio');
    });
  };
  const unscaled = topology.calls.map(() => 1);
  const usual = arrivals(topology, destinationsUnder(topology.routes), unscaled);
  const destinations = destinationsUnder(routes);
  let scales = unscaled;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = arrivals(topology, destinations, scales);
    const next = topology.calls.map(({ from }) => {
      const before = usual.get(from ?? '') ?? 0;
      return before > 0 ? (now.get(from ?? '') ?? 0) / before : 1;
    });
    if (next.every((scale, index) => scale === scales[index])) break;
    scales = next;
  }
  return destinations.map((destination, index) => ({ scale: scales[index] ?? 1, ...destination }));
}
