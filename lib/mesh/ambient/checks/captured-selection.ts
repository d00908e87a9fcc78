import type { KubeObject } from '@/lib/domain/kube-object';
import { isCaptured } from '@/lib/mesh/ambient/checks/waypoint-use';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { PODS } from '@/lib/mesh/core-kinds';
import { hasLabels } from '@/lib/mesh/fields';
import { selectorOf } from '@/lib/mesh/istio/checks/selectors';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { hasTargetRefs } from '@/lib/mesh/istio/target-refs';

export const CAPTURED_READS: readonly KindRef[] = [PODS];

/**
 * A pod in ambient mode that a policy applies to by a selector or by its namespace, where ztunnel alone looks at
 * the policy. Of the root namespace nothing is said: such a policy is for pods with sidecars too.
 */
export function capturedBy(policy: KubeObject, lookups: Lookups): KubeObject | undefined {
  const { namespace = '' } = policy.metadata;
  if (hasTargetRefs(policy) || namespace === ROOT_NAMESPACE) return undefined;
  const wanted = selectorOf(policy);
  const selected = podsIn(lookups, namespace).filter(({ metadata }) =>
    hasLabels(metadata.labels ?? {}, wanted),
  );
  const found = selected.find(isCaptured);
  // Where some of the pods have sidecars, the policy is there for them.
  return selected.every(isCaptured) ? found : undefined;
}
