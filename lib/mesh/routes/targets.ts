import type { SplitTarget, TargetRef } from '@/lib/domain/split';
import { fieldsOf, hasLabels, labelsOf, listOf, numberOf, type Fields } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import {
  backendFqdn,
  backendRefOf,
  backendTargetRef,
  isServiceRef,
} from '@/lib/mesh/routes/backend-refs';
import { versionOf } from '@/lib/mesh/versions';
import { backendsOf, serviceOf, type WorkloadIndex } from '@/lib/mesh/workload-index';

/**
 * Resolves an element of `backendRefs` to what runs behind it.
 *
 * A Service counts as there when none of its namespace can be read; other kinds always do, since whether
 * they exist cannot be told.
 *
 * @param namespace That of the route.
 */
export function backendTarget(
  element: Fields,
  share: number | null,
  namespace: string,
  index: WorkloadIndex,
): SplitTarget {
  const ref = backendRefOf(element, namespace);
  const fqdn = backendFqdn(ref);
  const isService = isServiceRef(ref);
  return {
    ...backendTargetRef(element),
    fqdn,
    weight: ref.weight,
    share,
    ...(isService ? behind(fqdn, index) : NOTHING_BEHIND),
    resolved: !isService || isThere(fqdn, ref.namespace, index),
  };
}

/**
 * The Services that a rule with one backend could be split over: those of the same namespace that serve the
 * same port, and whose pods are others than the backend's but, like these, some of those that the parent
 * selects. Nothing is offered for a backend that already stands for all of them.
 *
 * @param parents Hosts of the Services that the route is attached to.
 */
export function backendCandidates(
  targets: readonly SplitTarget[],
  parents: readonly string[],
  index: WorkloadIndex,
): readonly SplitTarget[] {
  const [first] = targets;
  const service = first === undefined ? undefined : serviceOf(index, first.fqdn);
  if (first === undefined || service === undefined) return [];

  const { namespace = '' } = service.metadata;
  const taken = new Set(targets.flatMap(({ workloads }) => workloads));
  const families = parents.map((parent) => selectorOf(parent, index)).filter(isNarrow);
  const isOfFamily = (fqdn: string) =>
    families.some((family) => hasLabels(selectorOf(fqdn, index), family));
  if (!targets.every(({ fqdn }) => isOfFamily(fqdn))) return [];

  const hosts = new Set([...parents, ...targets.map(({ fqdn }) => fqdn)]);
  return [...(index.services.get(namespace)?.keys() ?? [])].toSorted().flatMap((name) => {
    const fqdn = `${name}.${namespace}.${CLUSTER_SUFFIX}`;
    if (hosts.has(fqdn) || !isOfFamily(fqdn) || !serves(fqdn, first.port, index)) return [];
    const found = behind(fqdn, index);
    if (found.workloads.length === 0 || found.workloads.some((each) => taken.has(each))) return [];
    const ref = siblingRef(first, name);
    return [{ ...ref, fqdn, weight: null, share: 0, ...found, resolved: true }];
  });
}

/** The ports of a Service; empty when it cannot be read. */
export function portNumbers(
  { services }: Pick<WorkloadIndex, 'services'>,
  fqdn: string,
): readonly number[] {
  const ports = fieldsOf(serviceOf({ services }, fqdn)?.spec)['ports'];
  return listOf(ports).flatMap((port) => numberOf(fieldsOf(port)['port']) ?? []);
}

type Behind = Pick<SplitTarget, 'labels' | 'version' | 'workloads'>;

const NOTHING_BEHIND: Behind = { labels: {}, workloads: [] };

function behind(fqdn: string, index: WorkloadIndex): Behind {
  const backends = backendsOf(index, fqdn);
  const labels = selectorOf(fqdn, index);
  // Where the pods disagree the selector still may say.
  const versions = new Set(backends.map((backend) => versionOf(backend.labels)));
  const [agreed] = versions;
  const version = versions.size === 1 ? (agreed ?? versionOf(labels)) : versionOf(labels);
  return {
    labels,
    ...(version === undefined ? {} : { version }),
    workloads: backends.map(({ name }) => name),
  };
}

function selectorOf(fqdn: string, index: WorkloadIndex): Readonly<Record<string, string>> {
  return labelsOf(fieldsOf(serviceOf(index, fqdn)?.spec)['selector']);
}

function isNarrow(selector: Readonly<Record<string, string>>): boolean {
  return Object.keys(selector).length > 0;
}

function isThere(fqdn: string, namespace: string, index: WorkloadIndex): boolean {
  return serviceOf(index, fqdn) !== undefined || !index.services.has(namespace);
}

function serves(fqdn: string, port: number | undefined, index: WorkloadIndex): boolean {
  return port === undefined || portNumbers(index, fqdn).includes(port);
}

/** A reference to another Service, written as the one beside it is. */
function siblingRef({ host, port }: TargetRef, name: string): TargetRef {
  const [, namespace] = host.split('.');
  return {
    host: namespace === undefined ? name : `${name}.${namespace}`,
    ...(port === undefined ? {} : { port }),
  };
}
