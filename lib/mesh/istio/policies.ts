import type { Decision, MeshPolicies, PolicyCall } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { appliedPolicies } from '@/lib/mesh/istio/applied-policies';
import { destinationTls } from '@/lib/mesh/istio/client-tls';
import { decide } from '@/lib/mesh/istio/decide';
import { draftAllowance, tightenNamespace } from '@/lib/mesh/istio/draft-policy';
import { GATEWAY_NAME } from '@/lib/mesh/istio/gateway-labels';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { peerTls } from '@/lib/mesh/istio/peer-tls';
import { describePolicies } from '@/lib/mesh/istio/policy-words';
import { canSee } from '@/lib/mesh/policies/readable';

/** The meshes that are Istio to one another. */
export const ISTIO_MESHES: ReadonlySet<string | null> = new Set(['istio', 'ambient']);

/** What Istio's objects say of workloads with sidecars. */
export function policies(objects: ObjectStore): MeshPolicies {
  const applied = appliedPolicies(objects);
  const seesRoot = canSee(objects, ROOT_NAMESPACE);
  return {
    described: describePolicies(objects),
    serverTls: peerTls(objects, 'disabled'),
    clientTls: destinationTls(objects, ({ mesh }) => ISTIO_MESHES.has(mesh)),
    decide: (call) => unlessMore(decide(call, policiesFor(call, applied), 'sidecar'), seesRoot),
    draft: (call) => draftAllowance(call, objects, { kind: 'pods' }),
    tighten: (namespace) => tightenNamespace(namespace, objects),
  };
}

function policiesFor({ target }: PolicyCall, applied: ReturnType<typeof appliedPolicies>) {
  const gateway = target.labels[GATEWAY_NAME];
  return [
    ...applied.forPods(target),
    ...(gateway === undefined
      ? []
      : applied.forTargets([{ kind: 'Gateway', namespace: target.namespace, name: gateway }])),
  ];
}

/** What is allowed by all that can be read may still be denied for the whole mesh, where that cannot be read. */
export function unlessMore(decision: Decision, seesRoot: boolean): Decision {
  if (seesRoot || decision.verdict !== 'allowed') return decision;
  const because = `${decision.because} What ${ROOT_NAMESPACE} says for the whole mesh may not be read.`;
  return { ...decision, verdict: 'unknown', because };
}
