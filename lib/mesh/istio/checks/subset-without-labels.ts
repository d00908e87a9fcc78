import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, labelsOf, listOf, textOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const subsetWithoutLabels: Rule = {
  code: 'IS203',
  severity: 'note',
  title: 'A subset of a service has no labels',
  why: 'It stands for all pods of the service, so that a route to it does not choose a version.',
  mend: 'Write the labels of the version, unless only the traffic policy of the subset is wanted.',
  link: networkingPage('destination-rule'),
  subjects: [DESTINATION_RULE],
  reads: [],
  check: (object) =>
    ruleServiceOf(object) === null
      ? []
      : listOf(fieldsOf(object.spec)['subsets']).flatMap((subset, i) => {
          const { name, labels, trafficPolicy } = fieldsOf(subset);
          if (Object.keys(labelsOf(labels)).length > 0 || trafficPolicy !== undefined) return [];
          const message = `The subset ${textOf(name) ?? '?'} has no labels.`;
          return [at(`/spec/subsets/${i}`, message)];
        }),
};
