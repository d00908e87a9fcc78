import type { Rule } from '@/lib/mesh/checks/rule';
import { CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { destinationViolations } from '@/lib/mesh/consul/checks/destinations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

export const unknownRouteTarget: Rule = {
  code: 'CO301',
  severity: 'error',
  title: 'A route leads to a service or subset that does not exist',
  why: 'Consul refuses a subset that no resolver defines; requests for an unknown service fail.',
  mend: 'Correct the destination, or define the subset in the ServiceResolver of the service.',
  link: entryPage('service-router'),
  subjects: [SERVICE_ROUTER],
  reads: CATALOGUE_READS,
  check: (object, lookups) =>
    listOf(fieldsOf(object.spec)['routes']).flatMap((route, i) => {
      const { destination } = fieldsOf(route);
      if (destination === undefined) return [];
      const path = `/spec/routes/${i}/destination`;
      return destinationViolations(object, { fields: destination, path }, lookups);
    }),
};
