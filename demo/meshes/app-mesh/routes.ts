import {
  arrayAt,
  objectAt,
  stringAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import { nameOf, namespaceOf, type ObjectStore } from '../../kubernetes/store';
import type { ServiceRouting } from '../part';
import { VIRTUAL_NODES, VIRTUAL_ROUTERS, VIRTUAL_SERVICES } from './kinds';

type Shares = Readonly<Record<string, number>>;

/** How the VirtualRouters in force share out the requests of the VirtualServices that name them. */
export function appMeshRoutes(store: ObjectStore): readonly ServiceRouting[] {
  const nodes = store.list(VIRTUAL_NODES, '') ?? [];
  const routers = store.list(VIRTUAL_ROUTERS, '') ?? [];
  return (store.list(VIRTUAL_SERVICES, '') ?? []).flatMap((service) => {
    const ref = stringAt(service, 'spec', 'provider', 'virtualRouter', 'virtualRouterRef', 'name');
    const router = routers.find(
      (each) => nameOf(each) === ref && namespaceOf(each) === namespaceOf(service),
    );
    return router === undefined ? [] : [routingOf(service, router, nodes)];
  });
}

function routingOf(
  service: JsonObject,
  router: JsonObject,
  nodes: readonly JsonObject[],
): ServiceRouting {
  const routes = arrayAt(router, 'spec', 'routes').toSorted(
    (a, b) => priorityOf(a) - priorityOf(b),
  );
  const byHeader = routes.find((route) => headersOf(route).length > 0);
  const rest = routes.find((route) => headersOf(route).length === 0);
  return {
    service: `${namespaceOf(service)}/${nameOf(service)}`,
    callers: ['app-mesh'],
    header: sharesOf(byHeader, nodes),
    rest: sharesOf(rest, nodes),
    // In its spans the VirtualNode stands where other meshes have a subset.
    subsets: Object.fromEntries(
      [byHeader, rest].flatMap((route) => targetsOf(route).map((target) => nodeOf(target, nodes))),
    ),
    ...(targetsOf(rest).length > 1 && { weightedBy: nameOf(router) }),
  };
}

/** Lower comes first. */
function priorityOf(route: Json): number {
  return Number(valueAt(route, 'priority') ?? 1000);
}

function bodyOf(route: Json | undefined): JsonObject {
  const fields = ['httpRoute', 'http2Route', 'grpcRoute', 'tcpRoute'];
  const field = fields.find((each) => valueAt(route, each) !== undefined);
  return field === undefined ? {} : objectAt(route, field);
}

function headersOf(route: Json): readonly Json[] {
  return arrayAt(bodyOf(route), 'match', 'headers');
}

function targetsOf(route: Json | undefined): readonly Json[] {
  return arrayAt(bodyOf(route), 'action', 'weightedTargets');
}

/** The version of a VirtualNode's pods, and its name. */
function nodeOf(target: Json, nodes: readonly JsonObject[]): readonly [string, string] {
  const name = stringAt(target, 'virtualNodeRef', 'name');
  const node = nodes.find((each) => nameOf(each) === name);
  const version = stringAt(node, 'spec', 'podSelector', 'matchLabels', 'version');
  return [version === '' ? `node ${name}` : version, name];
}

/** Relative shares by the version that each VirtualNode's pods have. */
function sharesOf(route: Json | undefined, nodes: readonly JsonObject[]): Shares {
  const targets = targetsOf(route);
  const total = targets.reduce<number>((sum, target) => sum + weightOf(target), 0);
  const shares: Record<string, number> = {};
  for (const target of targets) {
    if (total === 0 || weightOf(target) === 0) continue;
    const [version] = nodeOf(target, nodes);
    shares[version] = (shares[version] ?? 0) + weightOf(target) / total;
  }
  return shares;
}

function weightOf(target: Json): number {
  return Number(valueAt(target, 'weight') ?? 0);
}
