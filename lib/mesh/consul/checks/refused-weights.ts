import type { Rule } from '@/lib/mesh/checks/rule';
import { at, warned } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { elementsOf } from '@/lib/mesh/consul/checks/splitter-subject';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { refusedWeights as refused } from '@/lib/mesh/consul/split-warnings';

export const refusedWeights: Rule = {
  code: 'CO103',
  severity: 'error',
  title: 'The weights of a splitter are none that Consul takes',
  why: 'Consul refuses the object: what was in force before stays so.',
  mend: 'Let the weights add up to exactly 100, in steps of 0.01.',
  link: entryPage('service-splitter'),
  subjects: [SERVICE_SPLITTER],
  reads: [],
  check: (object) => {
    const elements = elementsOf(object);
    if (elements.length === 0) return [at('/spec/splits', 'There are no splits.')];
    return warned('/spec/splits', refused({ elements }), 'refused-weights');
  },
};
