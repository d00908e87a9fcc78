import type { KubeObject } from '@/lib/domain/kube-object';
import { isServedByZtunnelAlone } from '@/lib/mesh/ambient/waypoints';
import { membershipOf } from '@/lib/mesh/ambient/detect';
import { everywhere, inNamespace, objectAt, ofList } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { podsIn, tableOf, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { declaredBy, meshHosts, type Cluster } from '@/lib/mesh/istio/cluster';
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { serviceOf } from '@/lib/mesh/workload-index';

/** The kinds that a look at this view may read. */
export const CLUSTER_READS: readonly KindRef[] = [
  SERVICES,
  DEPLOYMENTS,
  PODS,
  NAMESPACES,
  SERVICE_ENTRY,
  DESTINATION_RULE,
  VIRTUAL_SERVICE,
];

const CLAIMS: ObjectIndex = { kind: VIRTUAL_SERVICE, keysOf: meshHosts };

const declared = ofList(declaredBy);

const captured = ofList((pods) => pods.filter((pod) => membershipOf(pod).inMesh));

/** The cluster as the reading of splits sees it, looked up as it is asked for. */
export function clusterOf(lookups: Lookups): Cluster {
  const index = workloadIndexOf(lookups);
  return {
    ...index,
    rules: tableOf((namespace) => inNamespace(lookups, DESTINATION_RULE, namespace)),
    claims: tableOf((host) => lookups.find(CLAIMS, host)),
    lacksWaypoint: (host) => {
      const service = serviceOf(index, host);
      return service !== undefined && isWithoutWaypoint(service, lookups);
    },
    get virtualServices() {
      return everywhere(lookups, VIRTUAL_SERVICE);
    },
    get declaredHosts() {
      if (!lookups.knows(SERVICE_ENTRY)) return null;
      return declared(everywhere(lookups, SERVICE_ENTRY));
    },
  };
}

/** Whether only ztunnel stands before a Service; no where the labels of its namespace cannot be read. */
function isWithoutWaypoint(service: KubeObject, lookups: Lookups): boolean {
  const { namespace = '' } = service.metadata;
  const labels = objectAt(lookups, NAMESPACES, '', namespace)?.metadata.labels;
  return isServedByZtunnelAlone(service, labels, captured(podsIn(lookups, namespace)));
}
