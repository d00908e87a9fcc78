import 'server-only';
import { nodeId, parseEdgeId, parseNodeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { workloadOfPod } from '@/lib/mesh/workload-names';
import type { Identity } from '@/lib/server/access/identity';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { appOfPod, nodeObjects } from '@/lib/server/objects/node-objects';
import type { Runtime } from '@/lib/server/runtime';
import type { StoreView } from '@/lib/server/traces/store-view';
import { UpstreamError } from '@/lib/upstream/error';

/** The workloads that answer for a service, by its id; none for any other node. */
export type Behind = (id: string) => readonly MeshNode[];

/** What tells which workloads are behind a service. */
export interface BehindFacts {
  readonly nodes: readonly MeshNode[];
  readonly edges: readonly MeshEdge[];
  /** What the person may read of the cluster; null when the API server did not answer. */
  readonly objects: ObjectStore | null;
}

/**
 * Finds the workloads behind services: those whose pods the service selects, and those that telemetry saw
 * answer for it. A service may be called otherwise than the app of its workloads, by which proxies report.
 */
export function behindServices({ nodes, edges, objects }: BehindFacts): Behind {
  return (id) => {
    const service = parseNodeId(id);
    if (service?.kind !== 'service') return [];
    const { cluster, namespace, name } = service;
    const host = `${name}.${namespace}.`;
    const reached = new Set(
      edges.flatMap(({ hosts, target }) =>
        hosts.some((each) => `${each}.`.startsWith(host)) ? [target] : [],
      ),
    );
    const found = nodes.filter((node) => node.kind === 'workload' && reached.has(node.id));
    const pods = objects === null ? [] : nodeObjects(service, objects).pods;
    const selected = pods.map((pod): MeshNode => {
      const workload = workloadOfPod(pod);
      const workloadId = nodeId(cluster, namespace, 'workload', workload);
      return {
        ...{ id: workloadId, kind: 'workload', cluster, namespace, name: workload },
        app: appOfPod(pod),
        meshes: [],
      };
    });
    return [...new Map([...selected, ...found].map((node) => [node.id, node])).values()];
  };
}

/**
 * The workloads behind the services that a search is for. The cluster is asked only when there is one among
 * them; when it does not answer, what telemetry knows must do.
 */
export async function behindTargets(
  rt: Runtime,
  identity: Identity,
  { scope, nodes, edges }: StoreView,
  target: { readonly node?: string | undefined; readonly edge?: string | undefined },
  signal: AbortSignal,
): Promise<Behind> {
  const edge = parseEdgeId(target.edge ?? '');
  const ends = [target.node ?? '', edge?.source ?? '', edge?.target ?? ''];
  if (!ends.some((id) => parseNodeId(id)?.kind === 'service')) return () => [];
  try {
    const { store } = await loadObjects(rt, identity, scope, signal);
    return behindServices({ nodes, edges, objects: store });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UpstreamError) return behindServices({ nodes, edges, objects: null });
    throw error;
  }
}
