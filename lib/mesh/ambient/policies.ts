import type { Decision, MeshPolicies, PolicyCall, PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESH } from '@/lib/mesh/ambient/mesh';
import { waypointFinder, type Waypoint } from '@/lib/mesh/ambient/waypoints';
import { appliedPolicies, type AppliedPolicies } from '@/lib/mesh/istio/applied-policies';
import { destinationTls } from '@/lib/mesh/istio/client-tls';
import { decide } from '@/lib/mesh/istio/decide';
import { draftAllowance, tightenNamespace } from '@/lib/mesh/istio/draft-policy';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { peerTls } from '@/lib/mesh/istio/peer-tls';
import { WAYPOINT_CLASS } from '@/lib/mesh/istio/target-refs';
import { ISTIO_MESHES, unlessMore } from '@/lib/mesh/istio/policies';
import { canSee } from '@/lib/mesh/policies/readable';

/**
 * What Istio's objects say of workloads in ambient mode: policies that select pods are ztunnel's, which knows
 * connections alone; those with targets are the waypoint's. The adapter of Istio tells them in words.
 */
export function policies(objects: ObjectStore): MeshPolicies {
  const applied = appliedPolicies(objects);
  const seesRoot = canSee(objects, ROOT_NAMESPACE);
  const waypointOf = waypointFinder(objects);
  return {
    described: [],
    serverTls: peerTls(objects, 'permissive'),
    clientTls: destinationTls(objects, ({ mesh }) => ISTIO_MESHES.has(mesh)),
    decide: (call) =>
      unlessMore(decideOnTheWay(call, applied, waypointFor(call, waypointOf)), seesRoot),
    draft: (call) => {
      const [service] = call.services;
      const waypoint = waypointFor(call, waypointOf);
      const isBefore = waypoint !== null && service !== undefined;
      return draftAllowance(
        call,
        objects,
        isBefore ? { kind: 'service', name: service } : { kind: 'pods' },
      );
    },
    tighten: (namespace) => tightenNamespace(namespace, objects),
  };
}

/** Only callers in ambient mode go through a waypoint; all others come straight to the pods. */
function waypointFor(
  { source, target, services }: PolicyCall,
  waypointOf: (namespace: string, services: readonly string[]) => Waypoint | null,
): Waypoint | null {
  const isThrough = source.kind === 'workload' && source.workload.mesh === MESH;
  return isThrough ? waypointOf(target.namespace, services) : null;
}

function decideOnTheWay(
  call: PolicyCall,
  applied: AppliedPolicies,
  waypoint: Waypoint | null,
): Decision {
  const atPods = applied.forPods(call.target);
  if (waypoint === null) return decide(call, atPods, 'ztunnel');
  const { target, services } = call;
  const targets = [
    { kind: 'GatewayClass', namespace: ROOT_NAMESPACE, name: WAYPOINT_CLASS },
    { kind: 'Gateway', ...waypoint },
    ...services.map((name) => ({ kind: 'Service', namespace: target.namespace, name })),
  ];
  const first = decide(call, applied.forTargets(targets), 'waypoint');
  if (first.verdict === 'denied') return first;
  const then = decide(fromWaypoint(call, waypoint), atPods, 'ztunnel');
  if (then.verdict === 'denied') {
    const because = `${then.because} The server sees the waypoint ${waypoint.name} as the caller.`;
    return { ...then, because };
  }
  if (first.verdict === 'unknown' || then.verdict === 'allowed') return first;
  return then;
}

/** The second leg of a call, on which the waypoint is the caller. */
function fromWaypoint(call: PolicyCall, { namespace, name }: Waypoint): PolicyCall {
  const workload: PolicyWorkload = {
    ...{ namespace, name, mesh: MESH, isGateway: false, labels: {}, annotations: {} },
    ...{ serviceAccount: name, addresses: [], services: [], ports: [] },
  };
  return { ...call, source: { kind: 'workload', workload }, isEncrypted: true };
}
