import type { KubeObject } from '@/lib/domain/kube-object';
import type { Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { SERVICE_SPLITTER, STATEFUL_SETS } from '@/lib/mesh/consul/kinds';
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
import { textOf } from '@/lib/mesh/fields';

/** A pod with several ports has several: `consul-dataplane-<service>`. */
const PROXY_CONTAINER = /^consul-dataplane(-|$)/;

/** Gateways call theirs as they please. */
const PROXY_IMAGE = /(^|\/)consul-dataplane[:@]/;

const STATUS = 'consul.hashicorp.com/connect-inject-status';
const WISH = 'consul.hashicorp.com/connect-inject';
const GATEWAY_KIND = 'consul.hashicorp.com/gateway-kind';

/** What the chart calls the parts of the control plane. */
const CONTROL_PLANE: ReadonlySet<string | undefined> = new Set(['server', 'connect-injector']);
const GATEWAYS: ReadonlySet<string | undefined> = new Set([
  'mesh-gateway',
  'ingress-gateway',
  'terminating-gateway',
  'api-gateway',
]);

/** Finds out whether Consul is here, in which version, and which namespaces take part. */
export function detect(objects: ObjectStore): Detection {
  const parts = [...objects.list(STATEFUL_SETS), ...objects.list(DEPLOYMENTS)].filter(
    ({ metadata: { labels } }) =>
      labels?.['app'] === 'consul' && CONTROL_PLANE.has(labels['component']),
  );
  const servers = parts.filter(({ metadata }) => metadata.labels?.['component'] === 'server');
  const pods = objects.list(PODS).filter(isRunning);
  const inMesh = pods.filter(isInjected);
  const proxies = inMesh.map(proxyVersion);
  const version =
    servers.map(versionOf).find((found) => found !== undefined) ??
    mostCommon(proxies.filter((found) => found !== undefined));
  const evidence = [
    ...(objects.has(SERVICE_SPLITTER)
      ? [`CRD ${SERVICE_SPLITTER.plural}.${SERVICE_SPLITTER.group}`]
      : []),
    ...parts.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    ...(inMesh.length > 0 ? [`${inMesh.length} pods with the proxy consul-dataplane`] : []),
  ];
  return {
    mesh: 'consul',
    present: evidence.length > 0,
    ...(version === undefined ? {} : { version }),
    evidence,
    controlPlane: parts.map((part) => controlPlanePart(part, versionOf(part))),
    proxies: versionCounts(proxies),
    namespaces: memberships(objects.list(NAMESPACES), pods, {
      isInMesh: isInjected,
      injectionOf: injectionBy(pods),
    }),
  };
}

/** Whether a pod takes part in the mesh, and with which proxy. */
export function membershipOf(pod: KubeObject): PodMembership {
  return { inMesh: isInjected(pod), ...proxyFacts(proxyContainer(pod), proxyVersion(pod)) };
}

/** A gateway is nothing but a proxy, and a part of the mesh like any service. */
function isInjected(pod: KubeObject): boolean {
  const { labels = {}, annotations = {} } = pod.metadata;
  const says = labels[STATUS] === 'injected' || annotations[STATUS] === 'injected';
  return says || isGateway(pod) || proxyContainer(pod) !== undefined;
}

/** Whether a pod is a gateway of any kind. */
export function isGateway({ metadata: { labels = {}, annotations = {} } }: KubeObject): boolean {
  return (
    annotations[GATEWAY_KIND] !== undefined ||
    (labels['app'] === 'consul' && GATEWAYS.has(labels['component']))
  );
}

function proxyContainer(pod: KubeObject) {
  return containersOf(pod).find(
    ({ name, image }) =>
      PROXY_CONTAINER.test(textOf(name) ?? '') || PROXY_IMAGE.test(textOf(image) ?? ''),
  );
}

function proxyVersion(pod: KubeObject): string | undefined {
  return tagOf(textOf(proxyContainer(pod)?.['image']));
}

/**
 * Consul is asked for pod by pod. A namespace's label counts where the chart's `namespaceSelector` says so,
 * which nobody but the chart knows; without a label, its pods speak for it.
 */
function injectionBy(pods: readonly KubeObject[]): (namespace: KubeObject) => Injection {
  const asking = new Set(
    pods
      .filter(({ metadata }) => metadata.annotations?.[WISH] === 'true')
      .map(({ metadata }) => metadata.namespace ?? ''),
  );
  return ({ metadata: { name, labels = {} } }) => {
    const label = labels[WISH];
    if (label !== undefined) {
      const isOff = label === 'false' || label === 'disabled';
      return { injection: isOff ? 'disabled' : 'enabled', because: `${WISH}=${label}` };
    }
    if (!asking.has(name)) return { injection: 'unset' };
    return { injection: 'enabled', because: `annotation ${WISH}: "true" on pods` };
  };
}
