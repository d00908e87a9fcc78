import type { KubeObject } from '@/lib/domain/kube-object';
import { entryOf, homeOf, type Catalogue } from '@/lib/mesh/consul/catalogue';
import { readFilter, type Filter } from '@/lib/mesh/consul/filter';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { backendsOf, type Backend } from '@/lib/mesh/workload-index';

/** A named part of a service's instances. */
export interface Subset {
  readonly name: string;
  /** Null for an expression that we cannot read. */
  readonly filter: Filter | null;
  readonly expression: string;
}

const NOTHING = { meta: {}, tags: [] };

/** The subsets that a service's ServiceResolver defines. */
export function subsetsOf(
  { resolvers }: Catalogue,
  service: string,
  namespace: string,
): readonly Subset[] {
  const { subsets } = fieldsOf(entryOf(resolvers, service, namespace)?.spec);
  return Object.entries(fieldsOf(subsets)).map(([name, subset]) => {
    const expression = textOf(fieldsOf(subset)['filter']) ?? '';
    return { name, filter: readFilter(expression), expression };
  });
}

/** The subset of a service that is meant where none is named. */
export function defaultSubset(
  { resolvers }: Catalogue,
  service: string,
  namespace: string,
): string | undefined {
  return textOf(fieldsOf(entryOf(resolvers, service, namespace)?.spec)['defaultSubset']);
}

/** Where requests for a service are sent on to, in words; null when they are not. */
export function redirectOf(resolver: KubeObject | undefined): string | null {
  const redirect = fieldsOf(fieldsOf(resolver?.spec)['redirect']);
  const words = [
    ['service', 'service'],
    ['serviceSubset', 'subset'],
    ['namespace', 'Consul namespace'],
    ['partition', 'partition'],
    ['datacenter', 'datacenter'],
    ['peer', 'peer'],
    ['samenessGroup', 'sameness group'],
  ].flatMap(([field = '', word = '']) => {
    const value = textOf(redirect[field]);
    return value === undefined ? [] : [`${word} ${value}`];
  });
  return words.length === 0 ? null : words.join(', ');
}

/**
 * The workloads whose pods a subset takes.
 *
 * @param subset Undefined for all of the service.
 * @returns Null where nobody can tell: the expression asks for what Kubernetes does not know.
 */
export function workloadsOf(
  catalogue: Catalogue,
  service: string,
  namespace: string,
  subset: Subset | undefined,
): readonly Backend[] | null {
  const home = homeOf(catalogue, service, namespace);
  if (home === null) return [];
  const backends = backendsOf(catalogue, `${service}.${home}.svc.cluster.local`);
  if (subset === undefined) return backends;
  const verdicts = backends.map(
    ({ name }) => subset.filter?.(catalogue.facts.get(`${home}/${name}`) ?? NOTHING) ?? null,
  );
  if (verdicts.includes(null)) return null;
  return backends.filter((_, i) => verdicts[i] === true);
}
