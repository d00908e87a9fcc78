import type { SplitTarget, TargetRef } from '@/lib/domain/split';
import { entryOf, homeOf, type Catalogue } from '@/lib/mesh/consul/catalogue';
import { defaultSubset, subsetsOf, workloadsOf, type Subset } from '@/lib/mesh/consul/subsets';
import { numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import { versionOf } from '@/lib/mesh/versions';
import type { Backend } from '@/lib/mesh/workload-index';

/** One element of `spec.splits`. */
export interface Element {
  readonly service: string;
  readonly subset?: string | undefined;
  /** Consul's own namespace and partition, which only Enterprise has. */
  readonly namespace?: string | undefined;
  readonly partition?: string | undefined;
  readonly weight: number | null;
}

/** Reads an element; one that names no service means that of the splitter. */
export function elementOf(element: Fields, splitter: string): Element {
  return {
    service: textOf(element['service']) ?? splitter,
    subset: textOf(element['serviceSubset']),
    namespace: textOf(element['namespace']),
    partition: textOf(element['partition']),
    weight: numberOf(element['weight']) ?? null,
  };
}

/** Whom an element names. Its Consul namespace and partition are part of the host, as in Consul's DNS. */
export function refOf({ service, subset, namespace, partition }: Element): TargetRef {
  const host = [
    service,
    ...(namespace === undefined ? [] : [`${namespace}.ns`]),
    ...(partition === undefined ? [] : [`${partition}.ap`]),
  ].join('.');
  return { host, ...(subset === undefined ? {} : { subset }) };
}

/** The fields of a new element for a target. */
export function fieldsOfRef({ host, subset }: TargetRef, splitter: string): Fields {
  const service = host.split('.')[0] ?? host;
  return {
    ...(service === splitter ? {} : { service }),
    ...(subset === undefined ? {} : { serviceSubset: subset }),
  };
}

/** Whether an element leads to a Consul namespace or partition that need not be that of this cluster. */
export function isElsewhere({ namespace, partition }: Element): boolean {
  return namespace !== undefined || partition !== undefined;
}

/** @param own The Kubernetes namespace of the splitter. */
export function targetOf(
  element: Element,
  share: number | null,
  own: string,
  catalogue: Catalogue,
): SplitTarget {
  const { service, namespace, weight } = element;
  // Where Consul mirrors the namespaces of Kubernetes, they are called the same.
  const from = namespace ?? own;
  const subset = chosenSubset(element, from, catalogue);
  const backends = backendsOf(element, from, subset, catalogue);
  const versions = new Set(backends.map(({ labels }) => versionOf(labels)));
  const [agreed] = versions;
  const version = versions.size === 1 ? agreed : undefined;
  return {
    ...refOf(element),
    fqdn: `${service}.${homeOf(catalogue, service, from) ?? from}.svc.cluster.local`,
    weight,
    share,
    labels: {},
    ...(version === undefined ? {} : { version }),
    workloads: backends.map(({ name }) => name),
    resolved: isElsewhere(element) || (isKnown(element, from, catalogue) && subset !== 'unknown'),
  };
}

/** The workloads behind an element; none in another partition, which is another cluster. */
function backendsOf(
  { service, partition }: Element,
  from: string,
  subset: Subset | undefined | 'unknown',
  catalogue: Catalogue,
): readonly Backend[] {
  if (partition !== undefined || subset === 'unknown') return [];
  return workloadsOf(catalogue, service, from, subset) ?? [];
}

/** The subset that an element means; undefined for all of the service. */
function chosenSubset(
  { service, subset }: Element,
  from: string,
  catalogue: Catalogue,
): Subset | undefined | 'unknown' {
  const name = subset ?? defaultSubset(catalogue, service, from);
  if (name === undefined) return undefined;
  const found = subsetsOf(catalogue, service, from).find((each) => each.name === name);
  return found ?? (catalogue.knows.resolvers ? 'unknown' : undefined);
}

/** A service may be in Kubernetes, or be made of nothing but config entries. */
function isKnown({ service }: Element, from: string, catalogue: Catalogue): boolean {
  if (!catalogue.knows.services || homeOf(catalogue, service, from) !== null) return true;
  if ((catalogue.servicesByName.get(service) ?? []).length > 0) return true;
  return (
    entryOf(catalogue.resolvers, service, from) !== undefined ||
    entryOf(catalogue.defaults, service, from) !== undefined
  );
}

/** The other subsets of the services that a splitter leads to, which it could be widened to. */
export function candidatesOf(
  elements: readonly Element[],
  own: string,
  catalogue: Catalogue,
): readonly SplitTarget[] {
  const here = elements.filter((element) => !isElsewhere(element));
  return [...new Set(here.map(({ service }) => service))].flatMap((service) => {
    const taken = here
      .filter((element) => element.service === service)
      .map(({ subset }) => subset ?? defaultSubset(catalogue, service, own));
    // Without a subset a target stands for every instance, so that no subset is "another".
    if (taken.includes(undefined)) return [];
    return subsetsOf(catalogue, service, own)
      .filter(({ name }) => !taken.includes(name))
      .map(({ name }) => targetOf({ service, subset: name, weight: null }, 0, own, catalogue));
  });
}
