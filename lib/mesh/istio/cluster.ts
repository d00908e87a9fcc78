import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, labelsOf, textsOf } from '@/lib/mesh/fields';
import { fqdnOf } from '@/lib/mesh/istio/hosts';
import {
  DEPLOYMENTS,
  DESTINATION_RULE,
  PODS,
  SERVICE_ENTRY,
  SERVICES,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/istio/kinds';
import { workloadOfPod } from '@/lib/mesh/workload-names';

/** A workload and the labels of its pods. */
export interface Backend {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What reading splits looks up again and again, indexed once, so that the cost grows with the number
 * of objects and not with its square. Namespaces without objects are missing from the maps.
 */
export interface Cluster {
  readonly virtualServices: readonly KubeObject[];
  /** By namespace. */
  readonly rules: ReadonlyMap<string, readonly KubeObject[]>;
  /** By namespace, then name. */
  readonly services: ReadonlyMap<string, ReadonlyMap<string, KubeObject>>;
  /** By namespace: Deployments, and the workloads that pods say they belong to. */
  readonly workloads: ReadonlyMap<string, readonly Backend[]>;
  /** Hosts that ServiceEntries declare, or null when the kind is not installed. */
  readonly declaredHosts: readonly string[] | null;
  /** The VirtualServices that claim a host for callers inside the mesh. */
  readonly claims: ReadonlyMap<string, readonly KubeObject[]>;
}

/** Indexes the objects that splits are read from. */
export function indexCluster(objects: ObjectStore): Cluster {
  const inNamespaces = (kind: Pick<ResourceKind, 'group' | 'plural'>) =>
    groupBy(objects.list(kind), ({ metadata }) => [metadata.namespace ?? '']);
  const virtualServices = objects.list(VIRTUAL_SERVICE);
  const services = [...inNamespaces(SERVICES)].map(
    ([namespace, list]) =>
      [namespace, new Map(list.map((service) => [service.metadata.name, service]))] as const,
  );
  return {
    virtualServices,
    rules: inNamespaces(DESTINATION_RULE),
    services: new Map(services),
    workloads: workloadsByNamespace(objects),
    declaredHosts: objects.has(SERVICE_ENTRY)
      ? objects.list(SERVICE_ENTRY).flatMap(({ spec }) => textsOf(fieldsOf(spec)['hosts']))
      : null,
    claims: groupBy(virtualServices, meshHosts),
  };
}

/** The hosts that a VirtualService claims for callers inside the mesh, fully qualified. */
export function meshHosts({ spec, metadata }: KubeObject): readonly string[] {
  const { hosts, gateways } = fieldsOf(spec);
  const through = textsOf(gateways);
  if (through.length > 0 && !through.includes('mesh')) return [];
  return textsOf(hosts).map((host) => fqdnOf(host, metadata.namespace ?? ''));
}

function workloadsByNamespace(objects: ObjectStore): ReadonlyMap<string, readonly Backend[]> {
  const byNamespace = new Map<string, Map<string, Backend>>();
  const add = (namespace: string | undefined, backend: Backend) => {
    const known = byNamespace.get(namespace ?? '') ?? new Map<string, Backend>();
    // Deployments come first: their template says what the next pods will be.
    if (!known.has(backend.name)) known.set(backend.name, backend);
    byNamespace.set(namespace ?? '', known);
  };
  for (const { metadata, spec } of objects.list(DEPLOYMENTS)) {
    const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
    add(metadata.namespace, { name: metadata.name, labels: labelsOf(template['labels']) });
  }
  for (const pod of objects.list(PODS)) {
    add(pod.metadata.namespace, { name: workloadOfPod(pod), labels: pod.metadata.labels ?? {} });
  }
  return new Map([...byNamespace].map(([namespace, known]) => [namespace, [...known.values()]]));
}

function groupBy<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
