import { groupBy } from '@/lib/domain/group-by';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ControlPlanePart, Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { isCaptured, isWaypoint } from '@/lib/mesh/ambient/captured';
import { MESH } from '@/lib/mesh/ambient/mesh';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import {
  controlPlanePart,
  isRunning,
  memberships,
  versionCounts,
  versionOf,
  versionOfPod,
  type Injection,
} from '@/lib/mesh/detection';
import { ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** Finds out whether ambient mode is here: ztunnel, waypoints, and pods whose traffic ztunnel takes. */
export function detect(objects: ObjectStore): Detection {
  const pods = objects.list(PODS).filter(isRunning);
  const ztunnels = pods.filter(({ metadata }) => metadata.labels?.['app'] === ZTUNNEL);
  const waypoints = objects.list(DEPLOYMENTS).filter(isWaypoint);
  const captured = pods.filter(isCaptured);
  const versions = ztunnels.map(versionOfPod);
  const version = versions.find((found) => found !== undefined);
  const evidence = [
    ...(ztunnels.length > 0 ? [`${ztunnels.length} pods of ztunnel`] : []),
    ...waypoints.map(({ metadata }) => `Waypoint ${metadata.namespace ?? ''}/${metadata.name}`),
    ...(captured.length > 0 ? [`${captured.length} pods with redirection to ztunnel`] : []),
  ];
  return {
    mesh: MESH,
    present: evidence.length > 0,
    ...(version === undefined ? {} : { version }),
    evidence,
    controlPlane: [
      ...ztunnelParts(ztunnels),
      ...waypoints.map((deployment) => controlPlanePart(deployment, versionOf(deployment))),
    ],
    proxies: versionCounts(versions),
    namespaces: memberships(objects.list(NAMESPACES), pods, {
      isInMesh: isCaptured,
      injectionOf: enrolmentOf,
    }),
  };
}

/** Whether ztunnel takes a pod's traffic. Its proxy is not in the pod, so that no version is known. */
export function membershipOf(pod: KubeObject): PodMembership {
  return { inMesh: isCaptured(pod) };
}

/** ztunnel's DaemonSets, told from their pods: the console does not read DaemonSets. */
function ztunnelParts(pods: readonly KubeObject[]): readonly ControlPlanePart[] {
  const byNamespace = groupBy(pods, ({ metadata }) => metadata.namespace ?? '');
  return [...byNamespace].map(([namespace, own]) => {
    const version = own.map(versionOfPod).find((found) => found !== undefined);
    return {
      kind: 'DaemonSet',
      namespace,
      name: ZTUNNEL,
      ...(version === undefined ? {} : { version }),
    };
  });
}

function enrolmentOf({ metadata: { labels = {} } }: KubeObject): Injection {
  const mode = labels['istio.io/dataplane-mode'];
  if (mode === undefined) return { injection: 'unset' };
  const because = `istio.io/dataplane-mode=${mode}`;
  return { injection: mode === 'ambient' ? 'enabled' : 'disabled', because };
}
