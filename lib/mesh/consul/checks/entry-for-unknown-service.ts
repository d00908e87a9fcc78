import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { CATALOGUE_READS, isUnknown } from '@/lib/mesh/consul/checks/catalogue-view';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';

export const entryForUnknownService: Rule = {
  code: 'CO204',
  severity: 'warning',
  title: 'Requests are routed or split for a service that is not known',
  why: 'The object is for the service that is called like it. Nobody in this cluster is.',
  mend: 'Call the object like the service, unless that is registered elsewhere.',
  link: entryPage('service-router'),
  subjects: [SERVICE_SPLITTER, SERVICE_ROUTER],
  reads: CATALOGUE_READS,
  check: ({ metadata: { name } }, lookups) =>
    isUnknown(name, lookups)
      ? [at('/metadata/name', `The service ${name} is not known in this cluster.`)]
      : [],
};
