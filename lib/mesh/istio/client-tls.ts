import type { KubeObject } from '@/lib/domain/kube-object';
import type { ClientTls, ClientTlsMode, PolicyCall, PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import {
  fieldsOf,
  hasLabels,
  labelsOf,
  listOf,
  numberOf,
  textOf,
  type Fields,
} from '@/lib/mesh/fields';
import { covers, fqdnOf } from '@/lib/mesh/hosts';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import {
  composeClient,
  defaultLink,
  plainClient,
  unknownClient,
  type Said,
} from '@/lib/mesh/policies/chain';
import { refOf } from '@/lib/mesh/object-refs';
import { byAge } from '@/lib/mesh/policies/refs';
import { byNamespace } from '@/lib/mesh/workload-index';

const MODES: Readonly<Record<string, ClientTlsMode>> = {
  DISABLE: 'plaintext',
  SIMPLE: 'simple',
  MUTUAL: 'mutual',
  ISTIO_MUTUAL: 'mutual',
};

/**
 * What a caller's proxy does towards a workload: what the DestinationRule of the host says, a subset's port
 * before the subset, that before a port, and that before the whole; else mutual TLS wherever the server has a
 * proxy. The rule is looked for in the caller's namespace, then the service's, then the root namespace.
 *
 * Not told: which of several routes a call takes. A subset counts where its labels are those of the workload.
 */
export function destinationTls(
  objects: ObjectStore,
  isPeer: (target: PolicyWorkload) => boolean,
): (call: PolicyCall) => ClientTls {
  const rules = byNamespace(objects, DESTINATION_RULE);
  return (call) => {
    const { source, target } = call;
    if (source.kind === 'outside') return plainClient('The caller has no proxy of a mesh.');
    if (source.kind === 'unknown') return unknownClient('Nobody may know what the caller does.');
    const own = source.workload.namespace;
    const rule = ruleFor([own, target.namespace, ROOT_NAMESPACE], rules, call);
    return composeClient([automatic(isPeer(target)), ...(rule === null ? [] : saidBy(rule, call))]);
  };
}

function automatic(isPeer: boolean): Said<ClientTlsMode> {
  return isPeer
    ? {
        mode: 'automatic',
        link: defaultLink('auto', 'The proxy uses mutual TLS where the server can.'),
      }
    : { mode: 'plaintext', link: defaultLink('auto', 'The server has no proxy of this mesh.') };
}

function ruleFor(
  namespaces: readonly string[],
  rules: ReadonlyMap<string, readonly KubeObject[]>,
  { target, services }: PolicyCall,
): KubeObject | null {
  const hosts = (services.length > 0 ? services : target.services).map((name) =>
    fqdnOf(name, target.namespace),
  );
  for (const namespace of namespaces) {
    const found = (rules.get(namespace) ?? [])
      .filter((rule) => hosts.some((host) => covers(hostOf(rule), host)))
      .toSorted((a, b) => hostOf(b).length - hostOf(a).length || byAge(a, b));
    if (found[0] !== undefined) return found[0];
  }
  return null;
}

function hostOf({ spec, metadata }: KubeObject): string {
  return fqdnOf(textOf(fieldsOf(spec)['host']) ?? '', metadata.namespace ?? '');
}

/** What a rule says at each of its places, the one that outdoes the others last. */
function saidBy(rule: KubeObject, { target, port, services }: PolicyCall): Said<ClientTlsMode>[] {
  const ports = target.ports
    .filter(({ number }) => number === port)
    .flatMap(({ servicePorts }) => servicePorts)
    .filter(({ service }) => services.length === 0 || services.includes(service))
    .map((each) => each.port);
  const spec = fieldsOf(rule.spec);
  const subset = listOf(spec['subsets'])
    .map(fieldsOf)
    .map((each, i) => ({ policy: fieldsOf(each['trafficPolicy']), each, i }))
    .find(
      ({ policy, each }) =>
        policy['tls'] !== undefined && hasLabels(target.labels, labelsOf(each['labels'])),
    );
  return [
    ...atPlaces(rule, fieldsOf(spec['trafficPolicy']), 'spec.trafficPolicy', ports),
    ...(subset === undefined
      ? []
      : atPlaces(rule, subset.policy, `spec.subsets[${subset.i}].trafficPolicy`, ports)),
  ];
}

function atPlaces(
  rule: KubeObject,
  policy: Fields,
  path: string,
  ports: readonly number[],
): Said<ClientTlsMode>[] {
  const level = listOf(policy['portLevelSettings'])
    .map(fieldsOf)
    .findIndex((each) => ports.includes(numberOf(fieldsOf(each['port'])['number']) ?? -1));
  const ofPort = fieldsOf(listOf(policy['portLevelSettings'])[level]);
  return [
    ...said(rule, policy, path, 'It is for all ports of the host.', 'workload'),
    ...said(rule, ofPort, `${path}.portLevelSettings[${level}]`, 'It is for this port.', 'port'),
  ];
}

function said(
  rule: KubeObject,
  policy: Fields,
  path: string,
  because: string,
  scope: 'workload' | 'port',
): Said<ClientTlsMode>[] {
  const value = textOf(fieldsOf(policy['tls'])['mode']);
  if (value === undefined) return [];
  const link = {
    scope,
    object: refOf(rule, DESTINATION_RULE),
    path: `${path}.tls.mode`,
    value,
    because,
  };
  return [{ mode: MODES[value] ?? 'unknown', link }];
}
