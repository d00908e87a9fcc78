import type { Rule } from '@/lib/mesh/checks/rule';
import { CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { destinationViolations } from '@/lib/mesh/consul/checks/destinations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

export const unknownSplitTarget: Rule = {
  code: 'CO101',
  severity: 'error',
  title: 'A split leads to a service or subset that does not exist',
  why: 'Consul refuses a subset that no resolver defines; requests for an unknown service fail.',
  mend: 'Correct the name, or define the subset in the ServiceResolver of the service.',
  link: entryPage('service-splitter'),
  subjects: [SERVICE_SPLITTER],
  reads: CATALOGUE_READS,
  check: (object, lookups) =>
    listOf(fieldsOf(object.spec)['splits']).flatMap((fields, i) =>
      destinationViolations(object, { fields, path: `/spec/splits/${i}` }, lookups),
    ),
};
