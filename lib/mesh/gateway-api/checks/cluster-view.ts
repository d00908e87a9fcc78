import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { tableOf } from '@/lib/mesh/checks/workloads';
import { claimedHosts, OLDER_KINDS, type Cluster } from '@/lib/mesh/gateway-api/cluster';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { REFERENCE_GRANT } from '@/lib/mesh/gateway-api/kinds';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';

const BY_PARENT: readonly ObjectIndex[] = ROUTES.map((kind) => ({
  kind,
  keysOf: servicesOfRoute,
}));

const BY_CLAIM: readonly ObjectIndex[] = OLDER_KINDS.map((kind) => ({
  kind,
  keysOf: claimedHosts,
}));

/** The kinds of other groups that routes are compared with. */
export const OLDER: readonly KindRef[] = OLDER_KINDS;

/** Routes by the Services that they are attached to. */
export function routesAt(lookups: Lookups): Pick<Cluster, 'routesOf'> {
  return { routesOf: tableOf((host) => foundBy(BY_PARENT, host, lookups)) };
}

/** Objects of other groups that take a Service away from its routes. */
export function overridingAt(lookups: Lookups): Pick<Cluster, 'overriding'> {
  return { overriding: tableOf((host) => foundBy(BY_CLAIM, host, lookups)) };
}

/** The grants of a namespace. */
export function grantsIn(lookups: Lookups, namespace: string): readonly KubeObject[] {
  return inNamespace(lookups, REFERENCE_GRANT, namespace);
}

function foundBy(
  indexes: readonly ObjectIndex[],
  key: string,
  lookups: Lookups,
): readonly KubeObject[] {
  return indexes.flatMap((index) => lookups.find(index, key));
}
