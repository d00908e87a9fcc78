import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { resolvedRoutes } from '@/lib/mesh/istio/checks/route-targets';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { allZero } from '@/lib/mesh/istio/split-warnings';

export const allWeightsZero: Rule = {
  code: 'IS110',
  severity: 'error',
  title: 'All weights of a route are 0',
  why: 'A destination without a weight counts as 0 beside others. Nothing is sent anywhere.',
  mend: 'Give at least one destination a weight above 0.',
  link: networkingPage('virtual-service'),
  subjects: [VIRTUAL_SERVICE],
  reads: CLUSTER_READS,
  check: (object, lookups) =>
    resolvedRoutes(object, lookups).flatMap(({ targets, path }) =>
      warned(`${path}/route`, allZero({ targets }), 'all-zero'),
    ),
};
