import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { knowsWorkloads } from '@/lib/mesh/checks/workloads';
import { fieldsOf, labelsOf, listOf, textOf } from '@/lib/mesh/fields';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { ruleHostOf, ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';
import { backendsOf, serviceOf } from '@/lib/mesh/workload-index';

export const emptySubset: Rule = {
  code: 'IS202',
  severity: 'error',
  title: 'A subset selects no pods',
  why: 'Requests that a route sends there are answered with 503.',
  mend: 'Correct the labels of the subset, deploy what it is for, or take it out of rules and routes.',
  link: analysisPage('IST0173'),
  subjects: [DESTINATION_RULE],
  reads: CLUSTER_READS,
  check: (object, lookups) => {
    const name = ruleServiceOf(object);
    const cluster = clusterOf(lookups);
    const host = ruleHostOf(object);
    const service = name === null ? undefined : serviceOf(cluster, host);
    const hasPods = Object.keys(labelsOf(fieldsOf(service?.spec)['selector'])).length > 0;
    if (name === null || !hasPods || !knowsWorkloads(lookups, name.namespace)) return [];
    return listOf(fieldsOf(object.spec)['subsets']).flatMap((subset, i) => {
      const { name: called, labels } = fieldsOf(subset);
      const wanted = labelsOf(labels);
      if (backendsOf(cluster, host, wanted).length > 0) return [];
      const words = Object.entries(wanted).map(([key, value]) => `${key}=${value}`);
      const message = `No pod of ${host} has the labels of the subset ${textOf(called) ?? '?'} (${words.join(', ')}).`;
      return [at(`/spec/subsets/${i}/labels`, message)];
    });
  },
};
