import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import { surroundings, SURROUNDING_READS } from '@/lib/mesh/linkerd/checks/cluster-view';
import { SPLIT_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { serviceOfSplit } from '@/lib/mesh/linkerd/cluster';
import { SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { trafficSplitWarnings } from '@/lib/mesh/linkerd/warnings';

export const splitInVain: Rule = {
  code: 'LI207',
  severity: 'warning',
  title: 'A TrafficSplit has no effect, or another one than it says',
  why: 'Linkerd obeys it only through the SMI adaptor, which writes one ServiceProfile a service.',
  mend: 'Install the adaptor, keep one TrafficSplit a service, or move to an HTTPRoute.',
  link: SPLIT_PAGE,
  subjects: [TRAFFIC_SPLIT],
  reads: SURROUNDING_READS,
  check: (object, lookups) => {
    const { namespace } = object.metadata;
    const found = trafficSplitWarnings(object, serviceOfSplit(object), surroundings(lookups));
    const isAdaptorKnown = lookups.knows(DEPLOYMENTS) && lookups.knows(SERVICE_PROFILE, namespace);
    const codes = ['shared-service', 'skipped', ...(isAdaptorKnown ? ['no-adaptor'] : [])];
    return warned('/spec/service', found, ...codes);
  },
};
