import 'server-only';
import type { NodeDetails } from '@/lib/contract/node';
import type { KubeObject } from '@/lib/domain/kube-object';
import { nodeId, parseNodeId } from '@/lib/domain/model';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { refIn } from '@/lib/mesh/checks/object-refs';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { workloadOfPod } from '@/lib/mesh/workload-names';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead } from '@/lib/server/access/scope';
import { factsOf } from '@/lib/server/objects/facts-of';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { nodeObjects, versionOfPod, type NodeObjects } from '@/lib/server/objects/node-objects';
import { toYaml } from '@/lib/server/objects/to-yaml';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';

/** Pods told of one node. */
const MAX_PODS = 500;

type ParsedNode = NonNullable<ReturnType<typeof parseNodeId>>;

/**
 * What the cluster says of a node: its pods, what is in front of or behind it, and the configuration that
 * applies to it.
 *
 * @throws ProblemError `forbidden` when it is not in a namespace that the person may read.
 */
export async function loadNode(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<NodeDetails> {
  const node = parseNodeId(id);
  if (node === null) throw new ProblemError('invalid-request', { detail: 'Not the id of a node.' });
  const scope = await scopeFor(rt, identity, signal);
  if (node.namespace !== '' && !mayRead(scope, node.namespace)) {
    throw new ProblemError('forbidden', { detail: 'It is not in a namespace that you may read.' });
  }
  const { store, source, warnings } = await loadObjects(rt, identity, scope, signal);
  const found = nodeObjects(node, store);
  const pods = found.pods.slice(0, MAX_PODS).map((pod) => toPod(rt, pod));
  const cut = found.pods.length - pods.length;
  return {
    node: id,
    kind: node.kind,
    namespace: node.namespace,
    name: node.name,
    meshes: rt.meshes
      .filter((mesh) => found.pods.some((pod) => mesh.membershipOf(pod).inMesh))
      .map((mesh) => mesh.id),
    labels: { ...found.labels },
    pods,
    related: relatedOf(node, found),
    configuration: configurationOf(rt, node, found, store),
    sources: [source],
    warnings: [
      ...scope.warnings,
      ...warnings,
      ...(cut === 0 ? [] : [{ code: 'pods-cut', message: `${cut} more pods are not shown.` }]),
    ],
  };
}

function toPod({ meshes }: Runtime, pod: KubeObject): NodeDetails['pods'][number] {
  const status = fieldsOf(pod.status);
  const isReady = listOf(status['conditions'])
    .map(fieldsOf)
    .some((condition) => condition['type'] === 'Ready' && condition['status'] === 'True');
  const membership = meshes.map((mesh) => mesh.membershipOf(pod)).find(({ inMesh }) => inMesh);
  return {
    name: pod.metadata.name,
    phase: textOf(status['phase']) ?? 'Unknown',
    ready: isReady,
    inMesh: membership !== undefined,
    proxyVersion: membership?.proxyVersion,
    workload: workloadOfPod(pod),
  };
}

/** The workloads behind a service or app; the services in front of a workload. */
function relatedOf(node: ParsedNode, { pods, services }: NodeObjects): NodeDetails['related'] {
  const { cluster, namespace, kind } = node;
  if (kind === 'workload') {
    return services.map(({ metadata }) => ({
      node: nodeId(cluster, namespace, 'service', metadata.name),
    }));
  }
  const byWorkload = new Map(pods.map((pod) => [workloadOfPod(pod), versionOfPod(pod)]));
  return [...byWorkload]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, version]) => ({ node: nodeId(cluster, namespace, 'workload', name), version }));
}

function configurationOf(
  { meshes }: Runtime,
  node: ParsedNode,
  found: NodeObjects,
  store: ObjectStore,
): NodeDetails['configuration'] {
  const facts = factsOf(node, found);
  const kinds = meshes.flatMap((mesh) => mesh.kinds);
  return meshes
    .flatMap((mesh) => mesh.configurationOf(facts, store))
    .map(({ object, because }) => ({
      ...refIn(kinds, object),
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      because,
      yaml: toYaml(object),
    }));
}
