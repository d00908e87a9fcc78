import type { KubeObject } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { attachedTo } from '@/lib/mesh/istio/attached';
import { fieldsOf, hasLabels, labelsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { covers, fqdnOf } from '@/lib/mesh/hosts';
import {
  DESTINATION_RULE,
  GATEWAY,
  SECURITY_KINDS,
  SERVICE_ENTRY,
  SIDECAR,
  TELEMETRY,
  VIRTUAL_SERVICE,
  WASM_PLUGIN,
} from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { hasTargetRefs } from '@/lib/mesh/istio/target-refs';

/** Those that say by a selector which pods they are for. */
const SELECTING_KINDS = [...SECURITY_KINDS, TELEMETRY, WASM_PLUGIN];

/**
 * Finds the Istio objects that apply to a node: those that route or shape calls to its hosts, the gateways
 * that let such calls in, those that select its pods, and those attached by `targetRefs` to it or to a waypoint
 * before it.
 *
 * Not told: the exact precedence among several that apply.
 */
export function configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[] {
  const hosts = [
    ...node.services.map((service) => fqdnOf(service, node.namespace)),
    ...(node.externalHost === undefined ? [] : [node.externalHost]),
  ];
  const virtualServices = objects.list(VIRTUAL_SERVICE).flatMap((object) => byRoute(object, hosts));
  return [
    ...virtualServices,
    ...gatewaysOf(virtualServices, objects),
    ...objects.list(DESTINATION_RULE).flatMap((object) => byHosts(object, 'host', hosts)),
    ...objects.list(SERVICE_ENTRY).flatMap((object) => byHosts(object, 'hosts', hosts)),
    ...sidecarsOf(node, objects.list(SIDECAR)),
    ...SELECTING_KINDS.flatMap((kind) =>
      objects.list(kind).flatMap((object) => bySelector(object, 'selector', node)),
    ),
    ...attachedTo(node, hosts, objects),
  ];
}

function byRoute(object: KubeObject, hosts: readonly string[]): AppliedObject[] {
  const namespace = object.metadata.namespace ?? '';
  const { spec } = object;
  const claimed = textsOf(fieldsOf(spec)['hosts']).map((host) => fqdnOf(host, namespace));
  const match = hosts.find((host) => claimed.some((pattern) => covers(pattern, host)));
  if (match !== undefined) return [{ object, because: `It routes calls to ${match}.` }];
  const destination = destinationsOf(spec)
    .map((host) => fqdnOf(host, namespace))
    .find((host) => hosts.includes(host));
  if (destination === undefined) return [];
  return [{ object, because: `It sends calls for ${claimed.join(', ')} to ${destination}.` }];
}

function destinationsOf(spec: unknown): readonly string[] {
  const { http, tcp, tls } = fieldsOf(spec);
  return [...listOf(http), ...listOf(tcp), ...listOf(tls)]
    .flatMap((rule) => listOf(fieldsOf(rule)['route']))
    .flatMap((route) => textOf(fieldsOf(fieldsOf(route)['destination'])['host']) ?? []);
}

function byHosts(
  object: KubeObject,
  field: 'host' | 'hosts',
  hosts: readonly string[],
): AppliedObject[] {
  const value = fieldsOf(object.spec)[field];
  const named = field === 'host' ? [textOf(value) ?? ''] : textsOf(value);
  const patterns = named.map((host) => fqdnOf(host, object.metadata.namespace ?? ''));
  const match = hosts.find((host) => patterns.some((pattern) => covers(pattern, host)));
  return match === undefined ? [] : [{ object, because: `It is for the host ${match}.` }];
}

function gatewaysOf(
  virtualServices: readonly AppliedObject[],
  objects: ObjectStore,
): AppliedObject[] {
  const namedBy = new Map<string, string>();
  for (const { object } of virtualServices) {
    for (const name of textsOf(fieldsOf(object.spec)['gateways'])) {
      const full = name.includes('/') ? name : `${object.metadata.namespace ?? ''}/${name}`;
      if (!namedBy.has(full)) namedBy.set(full, object.metadata.name);
    }
  }
  return objects.list(GATEWAY).flatMap((object) => {
    const { namespace = '', name } = object.metadata;
    const by = namedBy.get(`${namespace}/${name}`);
    return by === undefined ? [] : [{ object, because: `The VirtualService ${by} names it.` }];
  });
}

/** One Sidecar applies: one that selects the pods, else the namespace's, else the mesh's. */
function sidecarsOf(node: NodeFacts, sidecars: readonly KubeObject[]): AppliedObject[] {
  const found = sidecars.flatMap((object) => bySelector(object, 'workloadSelector', node));
  const isOwn = ({ object }: AppliedObject) => object.metadata.namespace === node.namespace;
  const selects = ({ object }: AppliedObject) =>
    fieldsOf(object.spec)['workloadSelector'] !== undefined;
  const best = [
    found.filter((each) => isOwn(each) && selects(each)),
    found.filter((each) => isOwn(each) && !selects(each)),
    found.filter((each) => !isOwn(each) && !selects(each)),
  ];
  return best.find((candidates) => candidates.length > 0) ?? [];
}

/** A selector reaches its own namespace; in the root namespace, the whole mesh. */
function bySelector(
  object: KubeObject,
  field: 'selector' | 'workloadSelector',
  { namespace, podLabels }: NodeFacts,
): AppliedObject[] {
  const own = object.metadata.namespace;
  const reaches = own === namespace || own === ROOT_NAMESPACE;
  if (podLabels.length === 0 || !reaches || hasTargetRefs(object)) return [];

  const selector = fieldsOf(fieldsOf(object.spec)[field]);
  const wanted = labelsOf(field === 'selector' ? selector['matchLabels'] : selector['labels']);
  const pairs = Object.entries(wanted).map(([key, value]) => `${key}=${value}`);
  if (pairs.length === 0) {
    const reach = own === namespace ? `the namespace ${namespace}` : 'the whole mesh';
    return [{ object, because: `It applies to ${reach}.` }];
  }
  if (!podLabels.some((labels) => hasLabels(labels, wanted))) return [];
  return [{ object, because: `It selects pods with ${pairs.join(', ')}.` }];
}
