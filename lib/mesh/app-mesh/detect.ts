import type { KubeObject } from '@/lib/domain/kube-object';
import type { Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
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
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** The label of namespaces, and the annotation of pods. */
const INJECTION = 'appmesh.k8s.aws/sidecarInjectorWebhook';

const CONTROLLER = 'appmesh-controller';

/** Other meshes call their container `envoy` too; only App Mesh tells it which resource it is. */
const OWN_VARIABLES: ReadonlySet<unknown> = new Set([
  'APPMESH_RESOURCE_ARN',
  'APPMESH_VIRTUAL_NODE_NAME',
]);

/** Finds out whether App Mesh is here, in which version, and which namespaces take part. */
export function detect(objects: ObjectStore): Detection {
  const controllers = objects
    .list(DEPLOYMENTS)
    .filter(({ metadata: { name, labels } }) =>
      [name, labels?.['app.kubernetes.io/name']].includes(CONTROLLER),
    );
  const pods = objects.list(PODS).filter(isRunning);
  const inMesh = pods.filter(isNode);
  const proxies = inMesh.map(proxyVersion);
  const version =
    controllers.map(versionOf).find((found) => found !== undefined) ??
    mostCommon(proxies.filter((found) => found !== undefined));
  const { plural, group } = VIRTUAL_ROUTER;
  const evidence = [
    ...(objects.has(VIRTUAL_ROUTER) ? [`CRD ${plural}.${group}`] : []),
    ...controllers.map(({ metadata }) => `Deployment ${metadata.namespace ?? ''}/${metadata.name}`),
    ...(inMesh.length > 0 ? [`${inMesh.length} pods whose Envoy is told its virtual node`] : []),
  ];
  return {
    mesh: 'app-mesh',
    present: evidence.length > 0,
    ...(version === undefined ? {} : { version }),
    evidence,
    controlPlane: controllers.map((part) => controlPlanePart(part, versionOf(part))),
    proxies: versionCounts(proxies),
    namespaces: memberships(objects.list(NAMESPACES), pods, { isInMesh: isNode, injectionOf }),
  };
}

/** Whether a pod takes part in the mesh, and with which proxy. */
export function membershipOf(pod: KubeObject): PodMembership {
  return { inMesh: isNode(pod), ...proxyFacts(proxyContainer(pod), proxyVersion(pod)) };
}

/** A gateway's pod is nothing but the proxy. */
function isNode(pod: KubeObject): boolean {
  return proxyContainer(pod) !== undefined && containersOf(pod).length > 1;
}

/** Whether a pod is a virtual gateway. */
export function isGateway(pod: KubeObject): boolean {
  return proxyContainer(pod) !== undefined && !isNode(pod);
}

function proxyContainer(pod: KubeObject) {
  return containersOf(pod).find(({ env }) =>
    listOf(env).some((variable) => OWN_VARIABLES.has(fieldsOf(variable)['name'])),
  );
}

function proxyVersion(pod: KubeObject): string | undefined {
  return tagOf(textOf(proxyContainer(pod)?.['image']));
}

function injectionOf({ metadata: { labels = {} } }: KubeObject): Injection {
  const label = labels[INJECTION];
  if (label === undefined) return { injection: 'unset' };
  const injection = label === 'enabled' ? 'enabled' : 'disabled';
  return { injection, because: `${INJECTION}=${label}` };
}
