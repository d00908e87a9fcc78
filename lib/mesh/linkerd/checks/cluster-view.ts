import { everywhere, ofList } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { tableOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import {
  GATEWAY_ROUTES,
  isAdaptor,
  serviceOfSplit,
  type Cluster,
} from '@/lib/mesh/linkerd/cluster';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';

/** The kinds that a look at this view may read. */
export const SURROUNDING_READS: readonly KindRef[] = [
  POLICY_ROUTE,
  SERVICE_PROFILE,
  TRAFFIC_SPLIT,
  DEPLOYMENTS,
  ...GATEWAY_ROUTES,
];

const ROUTES: readonly ObjectIndex[] = [POLICY_ROUTE, ...GATEWAY_ROUTES].map((kind) => ({
  kind,
  keysOf: servicesOfRoute,
}));

const PROFILES: ObjectIndex = { kind: SERVICE_PROFILE, keysOf: ({ metadata }) => [metadata.name] };
const SPLITS: ObjectIndex = { kind: TRAFFIC_SPLIT, keysOf: (split) => [serviceOfSplit(split)] };

const hasAdaptor = ofList((deployments) => deployments.some(isAdaptor));

/** What else speaks of a service, looked up as it is asked for. */
export function surroundings(
  lookups: Lookups,
): Pick<Cluster, 'routesOf' | 'profilesOf' | 'trafficSplitsOf' | 'hasAdaptor'> {
  return {
    routesOf: tableOf((host) => ROUTES.flatMap((index) => lookups.find(index, host))),
    profilesOf: tableOf((host) => lookups.find(PROFILES, host)),
    trafficSplitsOf: tableOf((host) => lookups.find(SPLITS, host)),
    get hasAdaptor() {
      return hasAdaptor(everywhere(lookups, DEPLOYMENTS));
    },
  };
}
