import type { KubeObject } from '@/lib/domain/kube-object';
import type {
  Detection,
  NamespaceMembership,
  ObjectStore,
  PodMembership,
} from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { DEPLOYMENTS, NAMESPACES, PODS, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

/** The container of the sidecar; gateways and ztunnel call theirs the same. */
const PROXY_CONTAINER = 'istio-proxy';

/** Pods that have come to their end take no part in anything. */
const FINISHED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

/** Finds out whether Istio is here, in which version, and which namespaces take part. */
export function detect(objects: ObjectStore): Detection {
  const istiod = objects
    .list(DEPLOYMENTS)
    .filter(({ metadata }) => metadata.labels?.['app'] === 'istiod');
  const pods = objects.list(PODS).filter(isRunning);
  const inMesh = pods.filter(hasSidecar);
  const version = istiodVersion(istiod) ?? mostCommon(inMesh.flatMap(proxyVersion));
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
    namespaces: memberships(objects.list(NAMESPACES), pods),
  };
}

/** Whether a pod takes part in the mesh, and with which proxy. */
export function membershipOf(pod: KubeObject): PodMembership {
  const [version] = proxyVersion(pod);
  return { inMesh: hasSidecar(pod), ...(version === undefined ? {} : { proxyVersion: version }) };
}

/** Whether a pod has a sidecar: a container or, where Kubernetes runs it as one, an init container. */
export function hasSidecar(pod: KubeObject): boolean {
  return proxyContainer(pod) !== undefined && !isGateway(pod);
}

/** The version of a pod's proxy, from the tag of its image. */
export function proxyVersion(pod: KubeObject): string[] {
  const version = tagOf(textOf(proxyContainer(pod)?.['image']));
  return version === undefined ? [] : [version];
}

function proxyContainer({ spec }: KubeObject) {
  const { containers, initContainers } = fieldsOf(spec);
  return [...listOf(containers), ...listOf(initContainers)]
    .map(fieldsOf)
    .find((container) => container['name'] === PROXY_CONTAINER);
}

function isGateway({ metadata: { labels = {} } }: KubeObject): boolean {
  return (
    labels['app'] === 'ztunnel' ||
    labels['gateway.networking.k8s.io/gateway-name'] !== undefined ||
    /gateway$/.test(labels['istio'] ?? '')
  );
}

function isRunning({ status }: KubeObject): boolean {
  return !FINISHED.has(textOf(fieldsOf(status)['phase']) ?? '');
}

function memberships(
  namespaces: readonly KubeObject[],
  pods: readonly KubeObject[],
): ReadonlyMap<string, NamespaceMembership> {
  const counts = new Map<string, { pods: number; podsInMesh: number }>();
  for (const pod of pods) {
    const count = counts.get(pod.metadata.namespace ?? '') ?? { pods: 0, podsInMesh: 0 };
    count.pods += 1;
    if (hasSidecar(pod)) count.podsInMesh += 1;
    counts.set(pod.metadata.namespace ?? '', count);
  }
  return new Map(
    namespaces.map((namespace) => {
      const { name } = namespace.metadata;
      const { pods: all, podsInMesh } = counts.get(name) ?? { pods: 0, podsInMesh: 0 };
      return [name, { injection: injectionOf(namespace), podsInMesh, pods: all }];
    }),
  );
}

/** `istio-injection` wins over `istio.io/rev` where both are set (IST0123). */
function injectionOf({ metadata: { labels = {} } }: KubeObject): NamespaceMembership['injection'] {
  const injection = labels['istio-injection'];
  if (injection === 'enabled' || injection === 'disabled') return injection;
  return labels['istio.io/rev'] === undefined ? 'unset' : 'enabled';
}

function istiodVersion(deployments: readonly KubeObject[]): string | undefined {
  const [version] = deployments.flatMap(({ spec }) => {
    const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['spec']);
    const images = listOf(template['containers']).map((container) => fieldsOf(container)['image']);
    const tag = images.map((image) => tagOf(textOf(image))).find((found) => found !== undefined);
    return tag === undefined ? [] : [tag];
  });
  return version;
}

/** `registry:5000/istio/proxyv2:1.29.0-distroless@sha256:…` gives `1.29.0`. */
function tagOf(image: string | undefined): string | undefined {
  return /:v?(\d+\.\d+[^:/@]*?)(?:-distroless|-debug)?(?:@.*)?$/.exec(image ?? '')?.[1];
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
