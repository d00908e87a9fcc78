import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { subsetsIn } from '@/lib/mesh/consul/checks/destinations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_RESOLVER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';

export const unknownDefaultSubset: Rule = {
  code: 'CO201',
  severity: 'error',
  title: 'The default subset of a service is not defined',
  why: 'Consul refuses the object: what was in force before stays so.',
  mend: 'Define the subset, or correct defaultSubset.',
  link: entryPage('service-resolver'),
  subjects: [SERVICE_RESOLVER],
  reads: [],
  check: (object) => {
    const subset = textOf(fieldsOf(object.spec)['defaultSubset']);
    if (subset === undefined || subsetsIn(object).includes(subset)) return [];
    return [at('/spec/defaultSubset', `There is no subset ${subset}.`)];
  },
};
