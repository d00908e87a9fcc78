import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import {
  containersOf,
  controlPlanePart,
  isRunning,
  memberships,
  mostCommon,
  proxyFacts,
  templateContainers,
  versionCounts,
  withoutDigest,
  type Injection,
} from '@/lib/mesh/detection';
import { textOf } from '@/lib/mesh/fields';
import { SERVER, SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';

/** The sidecar's container; where Kubernetes runs sidecars natively, an init container that stays. */
const PROXY_CONTAINER = 'linkerd-proxy';

/** On the Deployments of the control plane: `destination`, `identity`, `proxy-injector`. */
const COMPONENT = 'linkerd.io/control-plane-component';

const WITNESSES: readonly ResourceKind[] = [SERVICE_PROFILE, SERVER];

/** Finds out whether Linkerd is here, in which version, and which namespaces take part. */
export function detect(objects: ObjectStore): Detection {
  const components = objects
    .list(DEPLOYMENTS)
    .filter(({ metadata }) => metadata.labels?.[COMPONENT] !== undefined);
  const pods = objects.list(PODS).filter(isRunning);
  const inMesh = pods.filter(hasProxy);
  const version =
    mostCommon(components.flatMap((component) => componentVersion(component) ?? [])) ??
    mostCommon(inMesh.flatMap((pod) => proxyVersion(pod) ?? []));
  const evidence = [
    ...WITNESSES.filter((kind) => objects.has(kind)).map(
      ({ plural, group }) => `CRD ${plural}.${group}`,
    ),
    ...components.map(({ metadata }) => `Deployment ${metadata.namespace ?? ''}/${metadata.name}`),
    ...(inMesh.length > 0 ? [`${inMesh.length} pods with the container ${PROXY_CONTAINER}`] : []),
  ];
  return {
    mesh: 'linkerd',
    present: evidence.length > 0,
    ...(version === undefined ? {} : { version }),
    evidence,
    controlPlane: components.map((component) =>
      controlPlanePart(component, componentVersion(component)),
    ),
    proxies: versionCounts(inMesh.map(proxyVersion)),
    namespaces: memberships(objects.list(NAMESPACES), pods, { isInMesh: hasProxy, injectionOf }),
  };
}

/** Whether a pod takes part in the mesh, and with which proxy. */
export function membershipOf(pod: KubeObject): PodMembership {
  return { inMesh: hasProxy(pod), ...proxyFacts(proxyContainer(pod), proxyVersion(pod)) };
}

function hasProxy(pod: KubeObject): boolean {
  return proxyContainer(pod) !== undefined;
}

/** What the injector noted, else the tag of the proxy's image. */
function proxyVersion(pod: KubeObject): string | undefined {
  const container = proxyContainer(pod);
  if (container === undefined) return undefined;
  return pod.metadata.annotations?.['linkerd.io/proxy-version'] ?? imageTag(container['image']);
}

function proxyContainer(pod: KubeObject) {
  return containersOf(pod).find(({ name }) => name === PROXY_CONTAINER);
}

/** The tag that the component's own containers share; the proxy beside them may be of another version. */
function componentVersion(component: KubeObject): string | undefined {
  return templateContainers(component)
    .filter(({ name }) => name !== PROXY_CONTAINER)
    .map(({ image }) => imageTag(image))
    .find((tag) => tag !== undefined);
}

/** Linkerd's tags are words too: `edge-26.8.1`, `stable-2.14.10`. */
function imageTag(image: unknown): string | undefined {
  return /:([^:/]+)$/.exec(withoutDigest(textOf(image) ?? ''))?.[1];
}

/** An annotation, and no label, says so. */
function injectionOf({ metadata: { annotations = {} } }: KubeObject): Injection {
  const inject = annotations['linkerd.io/inject'];
  if (inject === undefined) return { injection: 'unset' };
  const because = `linkerd.io/inject=${inject}`;
  return inject === 'enabled' || inject === 'ingress'
    ? { injection: 'enabled', because }
    : { injection: inject === 'disabled' ? 'disabled' : 'unset', because };
}
