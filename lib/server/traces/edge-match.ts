import 'server-only';
import { parseEdgeId, parseNodeId, type MeshNode } from '@/lib/domain/model';

/** Whether the call that a span belongs to is the wanted one. */
export type IsWantedEdge = (edge: string | null) => boolean;

/**
 * Compares calls of spans, which are between workloads, with an edge of any view of the graph. The protocol
 * is left out, since spans seldom tell it; the cluster too, since proxies without a cluster id are common.
 *
 * @param nodes What telemetry knows, for the app of a workload.
 */
export function edgeMatcher(wanted: string, nodes: readonly MeshNode[]): IsWantedEdge {
  const edge = parseEdgeId(wanted);
  if (edge === null) return () => false;
  const appOf = new Map(nodes.map((node) => [`${node.namespace}/${node.name}`, node.app]));
  const isSource = nodeMatcher(edge.source, appOf);
  const isTarget = nodeMatcher(edge.target, appOf);
  return (found) => {
    const ends = found === null ? null : parseEdgeId(found);
    return ends !== null && isSource(ends.source) && isTarget(ends.target);
  };
}

function nodeMatcher(
  wantedId: string,
  appOf: ReadonlyMap<string, string | undefined>,
): (id: string) => boolean {
  const wanted = parseNodeId(wantedId);
  return (id) => {
    const found = parseNodeId(id);
    if (wanted === null || found === null) return false;
    if (wanted.namespace !== found.namespace) return false;
    if (wanted.kind === found.kind) return wanted.name === found.name;
    if (wanted.kind === 'external' || wanted.kind === 'unknown') return false;
    // A service, or an app, of a workload: by the app that telemetry knows, else by the name's beginning.
    const app = appOf.get(`${found.namespace}/${found.name}`) ?? found.name;
    const wantedApp = appOf.get(`${wanted.namespace}/${wanted.name}`) ?? wanted.name;
    return app === wantedApp;
  };
}
