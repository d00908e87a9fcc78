import type { KubeObject } from '@/lib/domain/kube-object';
import type { Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { textOf } from '@/lib/mesh/fields';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import {
  containersOf,
  controlPlanePart,
  isRunning,
  memberships,
  mostCommon,
  proxyFacts,
  tagOf,
  versionCounts,
  versionOf,
  type Injection,
} from '@/lib/mesh/detection';
import { GATEWAY_NAME, isForWaypoint } from '@/lib/mesh/istio/gateway-labels';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** The container of the sidecar; gateways and ztunnel call theirs the same. */
const PROXY_CONTAINER = 'istio-proxy';

/** Finds out whether Istio is here, in which version, and which namespaces take part. */
export function detect(objects: ObjectStore): Detection {
  const istiod = objects
    .list(DEPLOYMENTS)
    .filter(({ metadata }) => metadata.labels?.['app'] === 'istiod');
  const pods = objects.list(PODS).filter(isRunning);
  const inMesh = pods.filter(hasSidecar);
  const version =
    istiod.map(versionOf).find((found) => found !== undefined) ??
    mostCommon(inMesh.flatMap(proxyVersion));
  const evidence = [
    ...(objects.has(VIRTUAL_SERVICE) ? ['CRD virtualservices.networking.istio.io'] : []),
    ...istiod.map(({ metadata }) => `Deployment ${metadata.namespace ?? ''}/${metadata.name}`),
    ...(inMesh.length > 0 ? [`${inMesh.length} pods with the container ${PROXY_CONTAINER}`] : []),
  ];
  return {
    mesh: 'istio',
    present: evidence.length > 0,
    ...(version === undefined ? {} : { version }),
    evidence,
    controlPlane: istiod.map((deployment) => controlPlanePart(deployment, versionOf(deployment))),
    proxies: versionCounts(inMesh.map((pod) => proxyVersion(pod)[0])),
    namespaces: memberships(objects.list(NAMESPACES), pods, { isInMesh: hasSidecar, injectionOf }),
  };
}

/** Whether a pod takes part in the mesh, and with which proxy. */
export function membershipOf(pod: KubeObject): PodMembership {
  const [version] = proxyVersion(pod);
  return { inMesh: hasSidecar(pod), ...proxyFacts(proxyContainer(pod), version) };
}

/** Whether a pod has a sidecar: a container or, where Kubernetes runs it as one, an init container. */
export function hasSidecar(pod: KubeObject): boolean {
  return proxyContainer(pod) !== undefined && !isNoSidecar(pod);
}

/** The version of a pod's proxy, from the tag of its image. */
export function proxyVersion(pod: KubeObject): string[] {
  const version = tagOf(textOf(proxyContainer(pod)?.['image']));
  return version === undefined ? [] : [version];
}

function proxyContainer(pod: KubeObject) {
  return containersOf(pod).find(({ name }) => name === PROXY_CONTAINER);
}

/** Gateways, waypoints and ztunnel are nothing but proxies. */
function isNoSidecar({ metadata: { labels = {} } }: KubeObject): boolean {
  return (
    labels['app'] === ZTUNNEL ||
    labels[GATEWAY_NAME] !== undefined ||
    /gateway$/.test(labels['istio'] ?? '')
  );
}

/** Whether a pod is a way into the mesh: by an operator's label, or made for a Gateway that is no waypoint. */
export function isGateway(pod: KubeObject): boolean {
  const { labels = {} } = pod.metadata;
  if (proxyContainer(pod) === undefined || labels['app'] === ZTUNNEL) return false;
  if (/gateway$/.test(labels['istio'] ?? '')) return true;
  return labels[GATEWAY_NAME] !== undefined && !isForWaypoint(labels);
}

/** What a namespace says of injection; `istio-injection` wins over `istio.io/rev` where both are set (IST0123). */
export function injectionOf({ metadata: { labels = {} } }: KubeObject): Injection {
  const injection = labels['istio-injection'];
  if (injection === 'enabled' || injection === 'disabled') {
    return { injection, because: `istio-injection=${injection}` };
  }
  const revision = labels['istio.io/rev'];
  if (revision === undefined) return { injection: 'unset' };
  return { injection: 'enabled', because: `istio.io/rev=${revision}` };
}
