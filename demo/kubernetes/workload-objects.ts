import type { DemoService, DemoTopology, DemoWorkload } from '../model/types';
import { placeOf } from '../model/place';
import { replicaSetOf, seedOf } from '../model/random';
import { object, ownerOf } from './build';
import type { Json, JsonObject } from './json';

const ISTIO_VERSION = '1.30.2';
const PROXY_IMAGE = `docker.io/istio/proxyv2:${ISTIO_VERSION}`;

/** The namespace whose pods carry their sidecar as an init container that restarts. */
const NATIVE_SIDECARS = 'warehouse';

const isGateway = ({ name }: DemoWorkload): boolean =>
  name.endsWith('gateway') && name.startsWith('istio');

function namespaceObject(name: string, injected: boolean | undefined): JsonObject {
  const injection =
    injected === undefined ? {} : { 'istio-injection': injected ? 'enabled' : 'disabled' };
  const labels = { 'kubernetes.io/metadata.name': name, ...injection };
  const body = { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
  return object('v1', 'Namespace', { name, labels }, body);
}

function selectorOf(workload: DemoWorkload): JsonObject {
  return isGateway(workload)
    ? { app: workload.app, istio: 'ingressgateway' }
    : { app: workload.app };
}

function serviceObject(service: DemoService, workloads: readonly DemoWorkload[]): JsonObject {
  const { namespace, name, port, protocol } = service;
  const first = workloads.find((each) => each.namespace === namespace && each.service === name);
  const selector = first === undefined ? { app: name } : selectorOf(first);
  const ports = [
    { name: protocol, port, targetPort: port, protocol: 'TCP', appProtocol: protocol },
  ];
  const clusterIP = `10.96.${String(seedOf(`${namespace}/${name}`, 1) % 250)}.${String((seedOf(name, 2) % 250) + 1)}`;
  return object(
    'v1',
    'Service',
    { name, namespace, labels: { app: name } },
    { spec: { selector, ports, clusterIP, clusterIPs: [clusterIP], type: 'ClusterIP' } },
  );
}

function workloadLabels(workload: DemoWorkload): Readonly<Record<string, string>> {
  return {
    app: workload.app,
    version: workload.version,
    ...(isGateway(workload) && { istio: 'ingressgateway' }),
  };
}

function appContainer({ app, version, behaviour }: DemoWorkload): JsonObject {
  const cpu = behaviour.cpuLimitCores;
  return {
    name: app,
    image: `registry.example/${app}:${version}`,
    ...(cpu !== undefined && {
      resources: { limits: { cpu: String(cpu) }, requests: { cpu: String(cpu / 4) } },
    }),
  };
}

function podSpec(workload: DemoWorkload, withSidecar: boolean): JsonObject {
  const serviceAccountName = workload.service;
  const proxy = { name: 'istio-proxy', image: PROXY_IMAGE, args: ['proxy', 'sidecar'] };
  if (isGateway(workload)) return { serviceAccountName, containers: [proxy] };
  const app = appContainer(workload);
  if (!withSidecar) return { serviceAccountName, containers: [app] };
  const init = { name: 'istio-init', image: PROXY_IMAGE };
  if (workload.namespace === NATIVE_SIDECARS) {
    const native = { ...proxy, restartPolicy: 'Always' };
    return { serviceAccountName, initContainers: [init, native], containers: [app] };
  }
  return { serviceAccountName, initContainers: [init], containers: [app, proxy] };
}

/** What the injector adds to a pod's metadata. */
function injected(workload: DemoWorkload): {
  labels: Record<string, string>;
  annotations: Record<string, string>;
} {
  const native = workload.namespace === NATIVE_SIDECARS;
  const status = {
    initContainers: native ? ['istio-init', 'istio-proxy'] : ['istio-init'],
    containers: native ? [] : ['istio-proxy'],
    revision: 'default',
  };
  return {
    labels: {
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': workload.app,
      'service.istio.io/canonical-revision': workload.version,
      'istio.io/rev': 'default',
    },
    annotations: {
      'sidecar.istio.io/status': JSON.stringify(status),
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '15020',
      'prometheus.io/path': '/stats/prometheus',
    },
  };
}

function podObject(workload: DemoWorkload, name: string): JsonObject {
  const { namespace, inMesh } = workload;
  const replicaSet = replicaSetOf(name);
  const added = inMesh ? injected(workload) : { labels: {}, annotations: {} };
  const hash = replicaSet.slice(replicaSet.lastIndexOf('-') + 1);
  const labels = { ...workloadLabels(workload), 'pod-template-hash': hash, ...added.labels };
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name: replicaSet });
  const spec = podSpec(workload, inMesh);
  const ip = placeOf(namespace, name).ip;
  return object(
    'v1',
    'Pod',
    { name, namespace, labels, annotations: added.annotations, ownerReferences: [owner] },
    {
      spec: { ...spec, nodeName: placeOf(namespace, name).node },
      status: {
        phase: 'Running',
        podIP: ip,
        podIPs: [{ ip }],
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: containerStatuses(spec),
      },
    },
  );
}

function containerStatuses(spec: JsonObject): readonly Json[] {
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  return containers.map((container: JsonObject) => ({
    name: container.name,
    image: container.image,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: '2026-03-02T08:15:04Z' } },
  }));
}

function deploymentObjects(workload: DemoWorkload): readonly JsonObject[] {
  const { namespace, name, pods } = workload;
  const labels = workloadLabels(workload);
  const replicas = pods.length;
  const status = { replicas, readyReplicas: replicas, availableReplicas: replicas };
  const template = { metadata: { labels }, spec: podSpec(workload, false) };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  const replicaSet = replicaSetOf(pods[0] ?? `${name}-bcdfghjklm-bcdfg`);
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name });
  return [
    object('apps/v1', 'Deployment', { name, namespace, labels }, { spec, status }),
    object(
      'apps/v1',
      'ReplicaSet',
      { name: replicaSet, namespace, labels, ownerReferences: [owner] },
      { spec, status },
    ),
    ...pods.map((pod) => podObject(workload, pod)),
  ];
}

function accountObjects(workloads: readonly DemoWorkload[]): readonly JsonObject[] {
  const keys = new Set(workloads.map(({ namespace, service }) => `${namespace}/${service}`));
  return [...keys].map((key) => {
    const [namespace = '', name = ''] = key.split('/');
    return object('v1', 'ServiceAccount', { name, namespace }, {});
  });
}

/** Istio's control plane, by which it is found. */
function controlPlaneObjects(): readonly JsonObject[] {
  const namespace = 'istio-system';
  const labels = { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' };
  const containers = [{ name: 'discovery', image: `docker.io/istio/pilot:${ISTIO_VERSION}` }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { replicas: 1, selector: { matchLabels: { app: 'istiod' } }, template };
  const pod = 'istiod-7c5d9f6b84-x2kq9';
  const name = replicaSetOf(pod);
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name });
  const mesh =
    'defaultConfig:\n  discoveryAddress: istiod.istio-system.svc:15012\ntrustDomain: cluster.local\n';
  return [
    namespaceObject(namespace, undefined),
    object('v1', 'ConfigMap', { name: 'istio', namespace }, { data: { mesh } }),
    object(
      'apps/v1',
      'Deployment',
      { name: 'istiod', namespace, labels },
      { spec, status: { replicas: 1, readyReplicas: 1 } },
    ),
    object(
      'v1',
      'Pod',
      { name: pod, namespace, labels, ownerReferences: [owner] },
      { spec: { containers }, status: { phase: 'Running', podIP: placeOf(namespace, pod).ip } },
    ),
  ];
}

/** The objects that a topology consists of, without the mesh's own configuration. */
export function workloadObjects(topology: DemoTopology): readonly JsonObject[] {
  const { namespaces, services, workloads } = topology;
  return [
    ...controlPlaneObjects(),
    ...namespaces.map(({ name, injected: isInjected }) => namespaceObject(name, isInjected)),
    ...services
      .filter(({ externalHost }) => externalHost === undefined)
      .map((service) => serviceObject(service, workloads)),
    ...accountObjects(workloads),
    ...workloads.flatMap(deploymentObjects),
  ];
}
