import 'server-only';
import { parseEdgeId, parseNodeId, type MeshNode } from '@/lib/domain/model';
import type { Behind } from '@/lib/server/traces/behind';

/** Whether the call that a span belongs to is the wanted one. */
export type IsWantedEdge = (edge: string | null) => boolean;

/**
 * Compares calls of spans, which are between workloads, with an edge of any view of the graph. The protocol
 * is left out, since spans seldom tell it; the cluster too, since proxies without a cluster id are common.
 *
 * @param nodes What telemetry knows, for the app of a workload.
 * @param behind The workloads behind a service.
 */
export function edgeMatcher(
  wanted: string,
  nodes: readonly MeshNode[],
  behind: Behind,
): IsWantedEdge {
  const edge = parseEdgeId(wanted);
  if (edge === null) return () => false;
  const appOf = new Map(nodes.map((node) => [`${node.namespace}/${node.name}`, node.app]));
  const isSource = nodeMatcher(edge.source, appOf, behind(edge.source));
  const isTarget = nodeMatcher(edge.target, appOf, behind(edge.target));
  return (found) => {
    const ends = found === null ? null : parseEdgeId(found);
    return ends !== null && isSource(ends.source) && isTarget(ends.target);
  };
}

function nodeMatcher(
  wantedId: string,
  appOf: ReadonlyMap<string, string | undefined>,
  workloads: readonly MeshNode[],
): (id: string) => boolean {
  const wanted = parseNodeId(wantedId);
  const behind = new Set(workloads.map(({ namespace, name }) => `${namespace}/${name}`));
  return (id) => {
    const found = parseNodeId(id);
    if (wanted === null || found === null) return false;
    if (wanted.namespace !== found.namespace) return false;
    if (wanted.kind === found.kind) return wanted.name === found.name;
    if (wanted.kind === 'external' || wanted.kind === 'unknown') return false;
    if (behind.has(`${found.namespace}/${found.name}`)) return true;
    // A service, or an app, of a workload: by the app that telemetry knows, else by the name's beginning.
    const app = appOf.get(`${found.namespace}/${found.name}`) ?? found.name;
    const wantedApp = appOf.get(`${wanted.namespace}/${wanted.name}`) ?? wanted.name;
    return app === wantedApp;
  };
}
