import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { clusterOf } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { rivalsOf, rivalWords } from '@/lib/mesh/istio/split-warnings';

export const conflictingHosts: Rule = {
  code: 'IS106',
  severity: 'error',
  title: 'Several VirtualServices claim one host for calls inside the mesh',
  why: 'Istio puts only one of them in force, in general the oldest; the others do nothing.',
  mend: 'Merge them into one, or let one delegate to the other. exportTo keeps them apart where they are for different callers.',
  link: analysisPage('IST0109'),
  subjects: [VIRTUAL_SERVICE],
  reads: [VIRTUAL_SERVICE],
  check: (object, lookups) =>
    rivalsOf(object, clusterOf(lookups)).map((rival) =>
      at('/spec/hosts', rivalWords(rival), rival.other),
    ),
};
