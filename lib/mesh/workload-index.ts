import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { workloadOfPod } from '@/lib/mesh/workload-names';

/** A workload and the labels of its pods. */
export interface Backend {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The services of the cluster and the workloads that they select, indexed once, so that the cost of reading
 * splits grows with the number of objects and not with its square. Namespaces without objects are missing.
 */
export interface WorkloadIndex {
  /** By namespace, then name. A namespace is there when its services can be read. */
  readonly services: Table<ReadonlyMap<string, KubeObject>>;
  /** By namespace: Deployments, and the workloads that pods say they belong to. */
  readonly workloads: Table<readonly Backend[]>;
}

/** What can be looked up by a text. */
export type Table<T> = Pick<ReadonlyMap<string, T>, 'get' | 'has'>;

/** Indexes the services and workloads of a store. */
export function indexWorkloads(objects: ObjectStore): WorkloadIndex {
  const services = [...byNamespace(objects, SERVICES)].map(
    ([namespace, list]) =>
      [namespace, new Map(list.map((service) => [service.metadata.name, service]))] as const,
  );
  return { services: new Map(services), workloads: workloadsByNamespace(objects) };
}

/** The objects of a kind by their namespace. */
export function byNamespace(
  objects: ObjectStore,
  kind: Pick<ResourceKind, 'group' | 'plural'>,
): ReadonlyMap<string, readonly KubeObject[]> {
  return groupByKeys(objects.list(kind), ({ metadata }) => [metadata.namespace ?? '']);
}

/** Groups items of which each may belong to several groups. */
export function groupByKeys<T>(
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

/** Finds the Kubernetes service behind a fully qualified host. */
export function serviceOf(
  { services }: Pick<WorkloadIndex, 'services'>,
  fqdn: string,
): KubeObject | undefined {
  const name = serviceNameOf(fqdn);
  return name === null ? undefined : services.get(name.namespace)?.get(name.name);
}

/**
 * Whether a service selects pods of its namespace with these labels. One without a selector has its endpoints from
 * elsewhere.
 */
export function serviceSelects(
  { spec }: KubeObject,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const selector = labelsOf(fieldsOf(spec)['selector']);
  return Object.keys(selector).length > 0 && hasLabels(labels ?? {}, selector);
}

/** Whether a service selects any of some pods. */
export function selectsAny(service: KubeObject, pods: readonly KubeObject[]): boolean {
  const { namespace } = service.metadata;
  return pods.some(
    ({ metadata: pod }) => pod.namespace === namespace && serviceSelects(service, pod.labels),
  );
}

/** The workloads whose pods a host's service selects and that carry the given labels, by name. */
export function backendsOf(
  index: WorkloadIndex,
  fqdn: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Backend[] {
  const service = serviceOf(index, fqdn);
  const selector = labelsOf(fieldsOf(service?.spec)['selector']);
  // A service without a selector has its endpoints from elsewhere.
  if (service === undefined || Object.keys(selector).length === 0) return [];

  return (index.workloads.get(service.metadata.namespace ?? '') ?? [])
    .filter((backend) => hasLabels(backend.labels, selector) && hasLabels(backend.labels, labels))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function workloadsByNamespace(objects: ObjectStore): ReadonlyMap<string, readonly Backend[]> {
  const [deployments, pods] = [byNamespace(objects, DEPLOYMENTS), byNamespace(objects, PODS)];
  const namespaces = new Set([...deployments.keys(), ...pods.keys()]);
  return new Map(
    [...namespaces].map((namespace) => [
      namespace,
      backendsIn(deployments.get(namespace) ?? [], pods.get(namespace) ?? []),
    ]),
  );
}

/** The workloads of a namespace: its Deployments, and those that its pods say they belong to. */
export function backendsIn(
  deployments: readonly KubeObject[],
  pods: readonly KubeObject[],
): readonly Backend[] {
  const found = new Map<string, Backend>();
  const add = (backend: Backend) => {
    // Deployments come first: their template says what the next pods will be.
    if (!found.has(backend.name)) found.set(backend.name, backend);
  };
  for (const { metadata, spec } of deployments) {
    const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
    add({ name: metadata.name, labels: labelsOf(template['labels']) });
  }
  for (const pod of pods) add({ name: workloadOfPod(pod), labels: pod.metadata.labels ?? {} });
  return [...found.values()];
}
