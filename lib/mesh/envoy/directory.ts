import type { VectorSample } from '@/lib/domain/samples';
import type { Destination, EnvoyVocabulary, Labels, Owner } from '@/lib/mesh/envoy/vocabulary';

/** A workload whose proxies report. */
export interface Instance {
  readonly namespace: string;
  readonly workload: string;
  readonly version?: string | undefined;
}

/** The proxies of one key. */
export interface Service {
  readonly name: string;
  /** Of the instances; the first by the alphabet where there are several. */
  readonly namespace: string;
  readonly instances: readonly Instance[];
}

/** Which workloads are behind which service, as their own proxies say. */
export interface Directory {
  readonly services: ReadonlyMap<string, Service>;
  /** The services in front of a workload, by `namespace/workload`. */
  readonly owners: ReadonlyMap<string, readonly Owner[]>;
  readonly versions: ReadonlyMap<string, string>;
}

/** Reads who is who from samples that carry a place and the labels of `proxies`. */
export function readDirectory(
  { ownerOf }: EnvoyVocabulary,
  samples: readonly VectorSample[],
): Directory {
  const instances = new Map<string, Map<string, Instance>>();
  const names = new Map<string, string>();
  const owners = new Map<string, Owner[]>();
  const versions = new Map<string, string>();
  for (const { labels } of samples) {
    const owner = ownerOf(labels);
    const place = placeOf(labels);
    if (owner === null || place === null) continue;
    const at = keyOf(place);
    const version = nonEmpty(labels.get('version'));
    if (version !== undefined) versions.set(at, version);
    names.set(owner.key, owner.service);
    const known = instances.get(owner.key) ?? new Map<string, Instance>();
    known.set(at, { ...place, version: version ?? known.get(at)?.version });
    instances.set(owner.key, known);
    const fronts = owners.get(at) ?? [];
    if (!fronts.some(({ key }) => key === owner.key)) owners.set(at, [...fronts, owner]);
  }
  const services = [...instances].map(
    ([key, known]) => [key, serviceOf(names.get(key) ?? key, [...known.values()])] as const,
  );
  return { services: new Map(services), owners, versions };
}

/**
 * The workloads that a destination may mean. A subset means those whose pods carry its name as their version,
 * or whose own name ends in it: `v2` is `cart-v2`. Only the mesh's objects could say for certain.
 */
export function instancesOf(service: Service, { subset }: Destination): readonly Instance[] {
  const { instances } = service;
  if (subset === undefined || instances.length === 1) return instances;
  return instances.filter(
    ({ version, workload }) => version === subset || workload.endsWith(`-${subset}`),
  );
}

/** The key of a workload in a directory. */
export function keyOf({ namespace, workload }: Instance): string {
  return `${namespace}/${workload}`;
}

/** Where a proxy runs; null when its scrape does not say. */
export function placeOf(labels: Labels): Instance | null {
  const namespace = nonEmpty(labels.get('namespace'));
  const workload = nonEmpty(labels.get('workload'));
  return namespace === undefined || workload === undefined ? null : { namespace, workload };
}

export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function serviceOf(name: string, instances: readonly Instance[]): Service {
  const sorted = instances.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { name, namespace: sorted[0]?.namespace ?? '', instances: sorted };
}
