import type { KubeObject } from '@/lib/domain/kube-object';
import type { Lookups, Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { isUnknown, subsetNames } from '@/lib/mesh/consul/checks/catalogue-view';
import { fieldsOf, textOf } from '@/lib/mesh/fields';

/** A service, and perhaps a subset of it, that an entry sends requests to. */
interface Destination {
  readonly fields: unknown;
  readonly path: string;
}

/** Fields that lead out of what can be looked up here. */
const ELSEWHERE = ['namespace', 'partition', 'peer', 'datacenter', 'samenessGroup', 'datacenters'];

/** What is wrong with a destination: its service is not known, or it has no such subset. */
export function destinationViolations(
  entry: KubeObject,
  { fields, path }: Destination,
  lookups: Lookups,
): readonly Violation[] {
  const destination = fieldsOf(fields);
  if (ELSEWHERE.some((field) => destination[field] !== undefined)) return [];
  const { name } = entry.metadata;
  const service = textOf(destination['service']) ?? name;
  if (service !== name && isUnknown(service, lookups)) {
    return [at(`${path}/service`, `The service ${service} is not known in this cluster.`)];
  }
  const subset = textOf(destination['serviceSubset']);
  if (subset === undefined) return [];
  const defined = subsetsOf(entry, service, lookups);
  if (defined === null || defined.includes(subset)) return [];
  return [at(`${path}/serviceSubset`, `No ServiceResolver of ${service} defines ${subset}.`)];
}

/** The subsets of a service; null where that cannot be told. A resolver knows its own. */
function subsetsOf(entry: KubeObject, service: string, lookups: Lookups): readonly string[] | null {
  const { kind, metadata } = entry;
  if (service === metadata.name && kind === 'ServiceResolver') return subsetsIn(entry);
  return subsetNames(service, metadata.namespace ?? '', lookups, subsetsIn);
}

/** The names of the subsets that a resolver defines. */
export function subsetsIn(resolver: KubeObject | undefined): readonly string[] {
  return Object.keys(fieldsOf(fieldsOf(resolver?.spec)['subsets']));
}
