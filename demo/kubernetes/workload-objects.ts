import { MESH_PARTS } from '../meshes/registry';
import { NO_PARTS, type MeshPart, type PodParts } from '../meshes/part';
import { isGateway } from '../model/gateways';
import { placeOf } from '../model/place';
import { replicaSetOf, seedOf } from '../model/random';
import type { DemoNamespace, DemoService, DemoTopology, DemoWorkload } from '../model/types';
import { namespaceObject, object, ownerOf } from './build';
import { stringAt, type Json, type JsonObject } from './json';

const NO_MARKS: ReturnType<MeshPart['namespaceMarks']> = {};

/** A namespace that is no part of a mesh says so to Istio, whose label is the best known. */
function markedNamespace({ name, mesh }: DemoNamespace): JsonObject {
  const part = MESH_PARTS.find((each) => mesh !== null && each.mesh === mesh);
  const none = mesh === null ? { labels: { 'istio-injection': 'disabled' } } : NO_MARKS;
  return namespaceObject(name, part?.namespaceMarks(name) ?? none);
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

function partsOf(workload: DemoWorkload): PodParts {
  const part = MESH_PARTS.find(({ mesh }) => workload.mesh !== null && mesh === workload.mesh);
  return part?.podParts(workload) ?? NO_PARTS;
}

function podSpec(workload: DemoWorkload, { containers, initContainers, replaces }: PodParts) {
  const own = replaces === true ? [] : [appContainer(workload)];
  return {
    serviceAccountName: workload.service,
    ...(initContainers.length > 0 && { initContainers }),
    containers: [...own, ...containers],
  };
}

function podObject(workload: DemoWorkload, name: string): JsonObject {
  const { namespace } = workload;
  const replicaSet = replicaSetOf(name);
  const added = partsOf(workload);
  const hash = replicaSet.slice(replicaSet.lastIndexOf('-') + 1);
  const labels = { ...workloadLabels(workload), 'pod-template-hash': hash, ...added.labels };
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name: replicaSet });
  const spec = podSpec(workload, added);
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
  const parts = partsOf(workload);
  // A template has no more than what its owner wrote; a gateway's is the proxy itself.
  const ownLabels = parts.replaces === true ? { ...labels, ...parts.labels } : labels;
  const podTemplate = podSpec(workload, parts.replaces === true ? parts : NO_PARTS);
  const template = { metadata: { labels }, spec: podTemplate };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  const replicaSet = replicaSetOf(pods[0] ?? `${name}-bcdfghjklm-bcdfg`);
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name });
  return [
    object('apps/v1', 'Deployment', { name, namespace, labels: ownLabels }, { spec, status }),
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

/** Meshes may share parts of their control planes: of these there is one. */
function controlPlanes(workloads: readonly DemoWorkload[]): readonly JsonObject[] {
  const parts = MESH_PARTS.filter(({ mesh }) => workloads.some((each) => each.mesh === mesh));
  const objects = parts.flatMap((part) => part.controlPlane());
  return [...new Map(objects.map((each) => [stringAt(each, 'metadata', 'uid'), each])).values()];
}

/** The objects that a topology consists of, without the mesh's own configuration. */
export function workloadObjects(topology: DemoTopology): readonly JsonObject[] {
  const { namespaces, services, workloads } = topology;
  return [
    ...controlPlanes(workloads),
    ...namespaces.map(markedNamespace),
    ...services
      .filter(({ externalHost }) => externalHost === undefined)
      .map((service) => serviceObject(service, workloads)),
    ...accountObjects(workloads),
    ...workloads.flatMap(deploymentObjects),
  ];
}
