import {
  arrayAt,
  isObject,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import { DEPLOYMENTS, SERVICES } from '../../kubernetes/kinds';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from './kinds';
import { nameOf, namespaceOf, type ObjectStore } from '../../kubernetes/store';

import { faultsOf } from './faults';
import type { ServiceRouting } from '../part';

type Shares = Readonly<Record<string, number>>;

interface Lookup {
  readonly virtualServices: readonly JsonObject[];
  readonly destinationRules: readonly JsonObject[];
  readonly deployments: readonly JsonObject[];
}

/** How the VirtualServices and DestinationRules in force share out each service's requests. */
export function istioRoutes(store: ObjectStore): readonly ServiceRouting[] {
  const lookup: Lookup = {
    virtualServices: (store.list(VIRTUAL_SERVICES, '') ?? []).filter(appliesInMesh),
    destinationRules: store.list(DESTINATION_RULES, '') ?? [],
    deployments: store.list(DEPLOYMENTS, '') ?? [],
  };
  return (store.list(SERVICES, '') ?? []).flatMap((service) => routeOf(service, lookup));
}

function appliesInMesh(virtualService: JsonObject): boolean {
  const gateways = arrayAt(virtualService, 'spec', 'gateways');
  return gateways.length === 0 || gateways.includes('mesh');
}

/** A host as a fully qualified name; short ones are meant in the namespace they are written in. */
function fqdn(host: string, namespace: string): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

function routeOf(service: JsonObject, lookup: Lookup): readonly ServiceRouting[] {
  const namespace = namespaceOf(service);
  const host = fqdn(nameOf(service), namespace);
  const virtualService = lookup.virtualServices.find((each) =>
    hostsOf(each).some((name) => fqdn(name, namespaceOf(each)) === host),
  );
  if (virtualService === undefined) return [];
  const isTcp = arrayAt(service, 'spec', 'ports').some((port) => stringAt(port, 'name') === 'tcp');
  const rules = arrayAt(virtualService, 'spec', isTcp ? 'tcp' : 'http');
  const byHeader = isTcp ? undefined : rules.find(matchesHeader);
  const rest = rules.find((rule) => isTcp || arrayAt(rule, 'match').length === 0);
  const context = { service, lookup, from: namespaceOf(virtualService) };
  const isWeighted = arrayAt(rest, 'route').length > 1;
  return [
    {
      service: `${namespace}/${nameOf(service)}`,
      callers: ['istio', 'ambient'],
      header: sharesOf(byHeader, context),
      rest: sharesOf(rest, context),
      faults: { header: faultsOf(byHeader, service), rest: faultsOf(rest, service) },
      subsets: Object.fromEntries([byHeader, rest].flatMap((rule) => subsetsOf(rule, context))),
      ...(isWeighted && { weightedBy: nameOf(virtualService) }),
    },
  ];
}

function hostsOf(virtualService: JsonObject): readonly string[] {
  return arrayAt(virtualService, 'spec', 'hosts').filter((host) => typeof host === 'string');
}

function matchesHeader(rule: Json): boolean {
  const matches = arrayAt(rule, 'match');
  return matches.length > 0 && matches.every((match) => valueAt(match, 'headers') !== undefined);
}

interface RuleContext {
  readonly service: JsonObject;
  readonly lookup: Lookup;
  /** Namespace that short names are meant in. */
  readonly from: string;
}

/** Istio's arithmetic: relative weights, none is 0, and a lone destination gets everything. */
function sharesOf(rule: Json | undefined, context: RuleContext): Shares {
  const targets = arrayAt(rule, 'route').filter(isObject);
  const weights = targets.map((target) =>
    targets.length === 1 ? 1 : Number(valueAt(target, 'weight') ?? 0),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares: Record<string, number> = {};
  targets.forEach((target, i) => {
    const share = total > 0 ? (weights[i] ?? 0) / total : 0;
    if (share === 0) return;
    for (const [version, part] of Object.entries(versionsOf(target, context))) {
      shares[version] = (shares[version] ?? 0) + share * part;
    }
  });
  return shares;
}

function subsetsOf(
  rule: Json | undefined,
  context: RuleContext,
): readonly (readonly [version: string, subset: string])[] {
  return arrayAt(rule, 'route')
    .filter(isObject)
    .flatMap((target) => {
      const subset = stringAt(target, 'destination', 'subset');
      return Object.keys(versionsOf(target, context)).map((version) => [version, subset] as const);
    });
}

/** The versions that a destination means, by their pods. One that is nowhere defined has no workload. */
function versionsOf(target: JsonObject, { service, lookup, from }: RuleContext): Shares {
  const destination = objectAt(target, 'destination');
  const host = fqdn(stringAt(destination, 'host'), from);
  const subset = stringAt(destination, 'subset');
  const labels = subset === '' ? {} : subsetLabels(host, subset, lookup);
  const isOwnHost = host === fqdn(nameOf(service), namespaceOf(service));
  if (!isOwnHost || labels === undefined) return { [`${host}/${subset}`]: 1 };
  const wanted = { ...stringsAt(service, 'spec', 'selector'), ...labels };
  const selected = lookup.deployments.filter(
    (deployment) => namespaceOf(deployment) === namespaceOf(service) && selects(wanted, deployment),
  );
  const replicas = selected.map((each) => Number(valueAt(each, 'spec', 'replicas') ?? 0));
  const total = replicas.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { [`${host}/${subset}`]: 1 };
  return Object.fromEntries(
    selected.map((each, i) => [versionOf(each), (replicas[i] ?? 0) / total]),
  );
}

function subsetLabels(
  host: string,
  subset: string,
  { destinationRules }: Lookup,
): Readonly<Record<string, string>> | undefined {
  const subsets = destinationRules
    .filter((rule) => fqdn(stringAt(rule, 'spec', 'host'), namespaceOf(rule)) === host)
    .flatMap((rule) => arrayAt(rule, 'spec', 'subsets'));
  const found = subsets.find((each) => stringAt(each, 'name') === subset);
  return found === undefined ? undefined : stringsAt(found, 'labels');
}

function podLabels(deployment: JsonObject): Readonly<Record<string, string>> {
  return stringsAt(deployment, 'spec', 'template', 'metadata', 'labels');
}

function selects(wanted: Readonly<Record<string, string>>, deployment: JsonObject): boolean {
  const labels = podLabels(deployment);
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function versionOf(deployment: JsonObject): string {
  return podLabels(deployment).version ?? nameOf(deployment);
}
