import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { knowsWorkloads } from '@/lib/mesh/checks/workloads';
import { homeOf } from '@/lib/mesh/consul/catalogue';
import { catalogueAt, CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_RESOLVER } from '@/lib/mesh/consul/kinds';
import { subsetsOf, workloadsOf } from '@/lib/mesh/consul/subsets';

export const emptySubset: Rule = {
  code: 'CO104',
  severity: 'warning',
  title: 'A subset selects no instances',
  why: 'Requests that a splitter or router sends there fail.',
  mend: 'Correct the filter, or give the pods the metadata that it asks for (consul.hashicorp.com/service-meta-…).',
  link: entryPage('service-resolver'),
  subjects: [SERVICE_RESOLVER],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const catalogue = catalogueAt(lookups);
    const { name, namespace = '' } = object.metadata;
    const home = homeOf(catalogue, name, namespace);
    if (home === null || !knowsWorkloads(lookups, home)) return [];
    // A service whose pods Kubernetes does not choose may have instances from anywhere.
    if ((workloadsOf(catalogue, name, namespace, undefined) ?? []).length === 0) return [];
    return subsetsOf(catalogue, name, namespace).flatMap((subset) => {
      const found = workloadsOf(catalogue, name, namespace, subset);
      if (found === null || found.length > 0) return [];
      const message = `The subset ${subset.name} selects no pods that are known here (${subset.expression}).`;
      return [at(`/spec/subsets/${subset.name}/filter`, message)];
    });
  },
};
