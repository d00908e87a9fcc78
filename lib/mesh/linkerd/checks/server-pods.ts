import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { SERVER } from '@/lib/mesh/linkerd/kinds';
import type { Backend } from '@/lib/mesh/workload-index';

/** The kinds that a look at the pods of a Server may read. */
export const SERVER_READS: readonly KindRef[] = [PODS, DEPLOYMENTS];

/** The workloads whose pods a Server selects; null for one that is for machines outside of the cluster. */
export function selectedByServer(
  { spec, metadata }: KubeObject,
  lookups: Lookups,
): readonly Backend[] | null {
  const { podSelector } = fieldsOf(spec);
  if (podSelector === undefined) return null;
  const all = workloadIndexOf(lookups).workloads.get(metadata.namespace ?? '') ?? [];
  return all.filter(({ labels }) => selects(podSelector, labels));
}

/** The other Servers of the namespace. */
export function otherServers(server: KubeObject, lookups: Lookups): readonly KubeObject[] {
  const { namespace = '', name } = server.metadata;
  return inNamespace(lookups, SERVER, namespace).filter(({ metadata }) => metadata.name !== name);
}
