import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { CATALOGUE_READS, isUnknown } from '@/lib/mesh/consul/checks/catalogue-view';
import { destinationOf } from '@/lib/mesh/consul/checks/intention-parts';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { fieldsOf } from '@/lib/mesh/fields';

export const intentionForUnknown: Rule = {
  code: 'CO401',
  severity: 'warning',
  title: 'Intentions are for a service that is not known',
  why: 'They protect nothing in this cluster, and what they were meant for is as open as the default says.',
  mend: 'Correct destination.name, unless the service is registered elsewhere.',
  link: entryPage('service-intentions'),
  subjects: [SERVICE_INTENTIONS],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const name = destinationOf(object);
    const { namespace } = fieldsOf(fieldsOf(object.spec)['destination']);
    if (namespace !== undefined || !isUnknown(name, lookups)) return [];
    return [at('/spec/destination/name', `The service ${name} is not known in this cluster.`)];
  },
};
