import type { KubeObject } from '@/lib/domain/kube-object';
import type { PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { hasLabels } from '@/lib/mesh/fields';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { selectorOf } from '@/lib/mesh/istio/peer-tls';
import { targetsOf } from '@/lib/mesh/istio/target-refs';
import { byNamespace } from '@/lib/mesh/workload-index';

/** Something that a policy is attached to. */
export interface Target {
  readonly kind: string;
  /** A policy has to be in the same one; for what has none, in the root namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** Finds the policies for workloads and for what stands before them. The objects are read once. */
export interface AppliedPolicies {
  /** Those that select a workload's pods: of its namespace, and of the root namespace for the whole mesh. */
  forPods(workload: PolicyWorkload): readonly KubeObject[];
  /** Those that are attached to any of these. */
  forTargets(targets: readonly Target[]): readonly KubeObject[];
}

/** Indexes the AuthorizationPolicies of a store. */
export function appliedPolicies(objects: ObjectStore): AppliedPolicies {
  const policies = byNamespace(objects, AUTHORIZATION_POLICY);
  const of = (namespace: string) => policies.get(namespace) ?? [];
  return {
    forPods({ namespace, labels }) {
      const reaching = [...new Set([ROOT_NAMESPACE, namespace])].flatMap(of);
      return reaching.filter((policy) => {
        const selector = selectorOf(policy);
        const isMeant = selector === null || hasLabels(labels, selector);
        return isMeant && targetsOf(policy).length === 0;
      });
    },
    forTargets(targets) {
      const isMeant = (policy: KubeObject) =>
        targetsOf(policy).some(({ kind, name }) =>
          targets.some(
            (target) =>
              target.kind === kind &&
              target.name === name &&
              target.namespace === policy.metadata.namespace,
          ),
        );
      const namespaces = new Set(targets.map(({ namespace }) => namespace));
      return [...namespaces].flatMap(of).filter(isMeant);
    },
  };
}
