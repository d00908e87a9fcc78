import type { Rule } from '@/lib/mesh/checks/rule';
import { CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { destinationViolations } from '@/lib/mesh/consul/checks/destinations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_RESOLVER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

export const unknownFailover: Rule = {
  code: 'CO202',
  severity: 'error',
  title: 'A resolver sends requests on to a service or subset that does not exist',
  why: 'A redirect fails at once; a failover fails when it is needed.',
  mend: 'Correct the service or the subset.',
  link: entryPage('service-resolver'),
  subjects: [SERVICE_RESOLVER],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const { redirect, failover } = fieldsOf(object.spec);
    const places = [
      ...(redirect === undefined ? [] : [{ fields: redirect, path: '/spec/redirect' }]),
      ...Object.entries(fieldsOf(failover)).flatMap(([subset, fields]) => {
        const path = `/spec/failover/${subset.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        return [
          { fields, path },
          ...listOf(fieldsOf(fields)['targets']).map((target, i) => {
            return { fields: target, path: `${path}/targets/${i}` };
          }),
        ];
      }),
    ];
    return places.flatMap((place) => destinationViolations(object, place, lookups));
  },
};
