import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { CATALOGUE_READS, isUnknown } from '@/lib/mesh/consul/checks/catalogue-view';
import { sourcesOf } from '@/lib/mesh/consul/checks/intention-parts';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';

const ELSEWHERE = ['namespace', 'partition', 'peer', 'samenessGroup'];

export const intentionOfUnknown: Rule = {
  code: 'CO402',
  severity: 'warning',
  title: 'Intentions speak of a caller that is not known',
  why: 'Nobody in this cluster calls under this name: an allowance lets nobody in, a denial stops nobody.',
  mend: 'Correct the name of the source, unless it calls from elsewhere.',
  link: entryPage('service-intentions'),
  subjects: [SERVICE_INTENTIONS],
  reads: CATALOGUE_READS,
  check: (object, lookups) =>
    sourcesOf(object)
      .filter(({ fields }) => ELSEWHERE.every((field) => fields[field] === undefined))
      .filter(({ name }) => isUnknown(name, lookups))
      .map(({ name, path }) =>
        at(`${path}/name`, `The service ${name} is not known in this cluster.`),
      ),
};
