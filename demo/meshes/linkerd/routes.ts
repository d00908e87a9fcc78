import {
  arrayAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import { DEPLOYMENTS, SERVICES } from '../../kubernetes/kinds';
import { nameOf, namespaceOf, type ObjectStore } from '../../kubernetes/store';
import type { ServiceRouting } from '../part';
import { POLICY_ROUTES, SERVICE_PROFILES, TRAFFIC_SPLITS } from './kinds';

type Shares = Readonly<Record<string, number>>;

interface Lookup {
  readonly services: readonly JsonObject[];
  readonly deployments: readonly JsonObject[];
  readonly routes: readonly JsonObject[];
  readonly profiles: readonly JsonObject[];
  readonly splits: readonly JsonObject[];
}

/** A target by the name of its Service, with its weight. */
interface Weighted {
  readonly service: string;
  readonly weight: number;
}

/** How Linkerd's objects in force share out each service's requests. */
export function linkerdRoutes(store: ObjectStore): readonly ServiceRouting[] {
  const [services = [], deployments = [], routes = [], profiles = [], splits = []] = [
    SERVICES,
    DEPLOYMENTS,
    POLICY_ROUTES,
    SERVICE_PROFILES,
    TRAFFIC_SPLITS,
  ].map((kind) => store.list(kind, '') ?? []);
  const lookup: Lookup = { services, deployments, routes, profiles, splits };
  return services.flatMap((service) => routingOf(service, lookup) ?? []);
}

/** A ServiceProfile comes before any route; a TrafficSplit becomes one. */
function routingOf(service: JsonObject, lookup: Lookup): ServiceRouting | null {
  const namespace = namespaceOf(service);
  const name = nameOf(service);
  const isHere = (object: JsonObject) => namespaceOf(object) === namespace;
  const split = lookup.splits.find(
    (each) => isHere(each) && stringAt(each, 'spec', 'service') === name,
  );
  const profile = lookup.profiles.find(
    (each) => nameOf(each) === `${name}.${namespace}.svc.cluster.local`,
  );
  const common = { service: `${namespace}/${name}`, callers: ['linkerd'], subsets: {} } as const;
  if (split !== undefined || profile !== undefined) {
    const targets = split === undefined ? overridesOf(profile) : backendsOf(split);
    return { ...common, header: {}, rest: sharesOf(targets, namespace, lookup) };
  }
  const route = lookup.routes.find((each) => isHere(each) && isAttached(each, name));
  if (route === undefined) return null;
  const rules = arrayAt(route, 'spec', 'rules');
  const byHeader = rules.find(matchesHeader);
  const rest = rules.find((rule) => !matchesHeader(rule));
  return {
    ...common,
    header: sharesOf(backendRefsOf(byHeader), namespace, lookup),
    rest: sharesOf(backendRefsOf(rest), namespace, lookup),
  };
}

function isAttached(route: JsonObject, name: string): boolean {
  return arrayAt(route, 'spec', 'parentRefs').some(
    (parent) => stringAt(parent, 'kind') === 'Service' && stringAt(parent, 'name') === name,
  );
}

function matchesHeader(rule: Json): boolean {
  return arrayAt(rule, 'matches').some((match) => arrayAt(match, 'headers').length > 0);
}

/** An absent weight is 1, and a lone backend gets everything whatever its weight. */
function backendRefsOf(rule: Json | undefined): readonly Weighted[] {
  const backends = arrayAt(rule, 'backendRefs');
  return backends.map((backend) => ({
    service: stringAt(backend, 'name'),
    weight: backends.length === 1 ? 1 : Number(valueAt(backend, 'weight') ?? 1),
  }));
}

function backendsOf(split: JsonObject): readonly Weighted[] {
  return arrayAt(split, 'spec', 'backends').map((backend) => ({
    service: stringAt(backend, 'service'),
    weight: quantity(valueAt(backend, 'weight')),
  }));
}

function overridesOf(profile: JsonObject | undefined): readonly Weighted[] {
  return arrayAt(profile, 'spec', 'dstOverrides').map((target) => ({
    service: stringAt(target, 'authority').split('.')[0] ?? '',
    weight: quantity(valueAt(target, 'weight')),
  }));
}

/** `1`, `"2"`, `"0.9"` or `"900m"`. */
function quantity(value: Json | undefined): number {
  if (typeof value !== 'string') return Number(value ?? 0);
  return value.endsWith('m') ? Number(value.slice(0, -1)) / 1000 : Number(value);
}

/** Without any weight nothing is shared out: requests go to the pods of the service itself. */
function sharesOf(targets: readonly Weighted[], namespace: string, lookup: Lookup): Shares {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  const shares: Record<string, number> = {};
  for (const { service, weight } of targets) {
    if (!(weight > 0) || !(total > 0)) continue;
    for (const [version, part] of Object.entries(versionsOf(service, namespace, lookup))) {
      shares[version] = (shares[version] ?? 0) + (weight / total) * part;
    }
  }
  return shares;
}

/** The versions behind a Service, by their pods. One that is not there has no workload. */
function versionsOf(name: string, namespace: string, lookup: Lookup): Shares {
  const service = lookup.services.find(
    (each) => nameOf(each) === name && namespaceOf(each) === namespace,
  );
  const selector = stringsAt(service, 'spec', 'selector');
  const selected = lookup.deployments.filter(
    (each) => namespaceOf(each) === namespace && selects(selector, each),
  );
  const replicas = selected.map((each) => Number(valueAt(each, 'spec', 'replicas') ?? 0));
  const total = replicas.reduce((sum, count) => sum + count, 0);
  if (service === undefined || total === 0) return { [name]: 1 };
  return Object.fromEntries(
    selected.map((each, i) => [
      podLabels(each).version ?? nameOf(each),
      (replicas[i] ?? 0) / total,
    ]),
  );
}

function podLabels(deployment: JsonObject): Readonly<Record<string, string>> {
  return stringsAt(objectAt(deployment, 'spec'), 'template', 'metadata', 'labels');
}

function selects(selector: Readonly<Record<string, string>>, deployment: JsonObject): boolean {
  const labels = podLabels(deployment);
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
