import type { DemoCall, DemoMesh, DemoRoute, DemoTopology, DemoWorkload } from './types';

/** Where one call's requests go under the routes in force. */
export interface CallShares {
  /** How much more (or less) the caller calls than under the topology's own routes. */
  readonly scale: number;
  /** Share by name of the workload that answers. */
  readonly byWorkload: ReadonlyMap<string, number>;
  /** Share that is routed to versions that do not exist. */
  readonly unroutable: number;
}

type Destinations = Pick<CallShares, 'byWorkload' | 'unroutable'>;

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

function destinationsOf(
  call: DemoCall,
  workloads: readonly DemoWorkload[],
  route: DemoRoute | undefined,
): Destinations {
  const rest = route && isRouted(route.rest) ? route.rest : evenly(workloads);
  const header = route && isRouted(route.header) ? route.header : rest;
  const headerShare = call.headerShare ?? 0;
  const parts = [
    ...Object.entries(header).map(([version, share]) => ({ version, share: share * headerShare })),
    ...Object.entries(rest).map(([version, share]) => ({
      version,
      share: share * (1 - headerShare),
    })),
  ];
  const byWorkload = new Map<string, number>();
  let unroutable = 0;
  for (const { version, share } of parts) {
    const name = workloads.find((workload) => workload.version === version)?.name;
    if (name === undefined) unroutable += share;
    else byWorkload.set(name, (byWorkload.get(name) ?? 0) + share);
  }
  return { byWorkload, unroutable };
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
      const route = routeFor(index, call.to, meshes.get(call.from ?? '') ?? null);
      return destinationsOf(call, workloads.get(call.to) ?? [], route);
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
