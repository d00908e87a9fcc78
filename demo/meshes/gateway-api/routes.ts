import { arrayAt, stringAt, valueAt, type Json, type JsonObject } from '../../kubernetes/json';
import { SERVICES } from '../../kubernetes/kinds';
import { nameOf, namespaceOf, type ObjectStore } from '../../kubernetes/store';
import type { ServiceRouting } from '../part';
import { ROUTE_KINDS } from './kinds';

type Shares = Readonly<Record<string, number>>;

/** How the routes in force share out the requests of the Services that they are attached to. */
export function gatewayApiRoutes(store: ObjectStore): readonly ServiceRouting[] {
  const services = store.list(SERVICES, '') ?? [];
  const found = new Map<string, ServiceRouting>();
  for (const route of ROUTE_KINDS.flatMap((kind) => store.list(kind, '') ?? [])) {
    for (const parent of arrayAt(route, 'spec', 'parentRefs')) {
      if (stringAt(parent, 'kind') !== 'Service') continue;
      const service = `${namespaceOf(route)}/${stringAt(parent, 'name')}`;
      // The first kind that a Service has is obeyed.
      if (!found.has(service)) found.set(service, routingOf(service, route, services));
    }
  }
  return [...found.values()];
}

function routingOf(
  service: string,
  route: JsonObject,
  services: readonly JsonObject[],
): ServiceRouting {
  const rules = arrayAt(route, 'spec', 'rules');
  const byHeader = rules.find((rule) => asksForHeader(rule));
  const rest = rules.find((rule) => !asksForHeader(rule));
  const inNamespace = services.filter((each) => namespaceOf(each) === namespaceOf(route));
  return {
    service,
    header: sharesOf(byHeader, inNamespace),
    rest: sharesOf(rest, inNamespace),
    subsets: {},
    ...(arrayAt(rest, 'backendRefs').length > 1 && { weightedBy: nameOf(route) }),
  };
}

function asksForHeader(rule: Json): boolean {
  const matches = arrayAt(rule, 'matches');
  return matches.length > 0 && matches.every((match) => arrayAt(match, 'headers').length > 0);
}

/** Relative shares, an absent weight is 1, by the version that each backend's Service selects. */
function sharesOf(rule: Json | undefined, services: readonly JsonObject[]): Shares {
  const backends = arrayAt(rule, 'backendRefs');
  const weights = backends.map((backend) => Number(valueAt(backend, 'weight') ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares: Record<string, number> = {};
  backends.forEach((backend, i) => {
    const weight = weights[i] ?? 0;
    if (total === 0 || weight === 0) return;
    const name = stringAt(backend, 'name');
    const service = services.find((each) => nameOf(each) === name);
    const version = stringAt(service, 'spec', 'selector', 'version');
    const key = version === '' ? `service ${name}` : version;
    shares[key] = (shares[key] ?? 0) + weight / total;
  });
  return shares;
}
