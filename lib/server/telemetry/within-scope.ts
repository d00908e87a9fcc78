import 'server-only';
import { edgeId, nodeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import { groupBy } from '@/lib/domain/group-by';
import { sumSignals } from '@/lib/domain/sum-signals';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { mayRead, type Scope } from '@/lib/server/access/scope';

/** The one node that stands for everything that a person may not read. */
export const OUTSIDE_NAME = 'outside your namespaces';

/**
 * Cuts out what a person may see.
 *
 * - A call is seen when one of its ends is in a namespace that the person may read and has chosen.
 * - An end in a namespace that may not be read becomes one node, `outside your namespaces`: no name, version
 *   or host of it is told, and calls to several such ends are added up. Their latency cannot be added, so it
 *   is left out where there are several.
 * - External and unknown ends without a namespace have nothing to hide, but are seen only at the end of such
 *   a call.
 *
 * @param selected The namespaces that the person wants to see; empty for all.
 */
export function withinScope(
  { nodes, edges }: MeshTelemetry,
  scope: Scope,
  selected: readonly string[],
): MeshTelemetry {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wanted = selected.length === 0 ? null : new Set(selected);
  const isWanted = (node: MeshNode | undefined) =>
    node !== undefined &&
    node.namespace !== '' &&
    mayRead(scope, node.namespace) &&
    (wanted === null || wanted.has(node.namespace));

  const seen = new Map<string, MeshNode>();
  const show = (node: MeshNode) => {
    seen.set(node.id, node);
    return node.id;
  };
  for (const node of nodes) if (isWanted(node)) show(node);

  const kept: MeshEdge[] = [];
  for (const edge of edges) {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (source === undefined || target === undefined) continue;
    if (!isWanted(source) && !isWanted(target)) continue;
    const from = show(masked(source, scope));
    const to = show(masked(target, scope));
    const isMasked = from !== source.id || to !== target.id;
    const hosts = edge.hosts.filter((host) => mayTellHost(host, scope, isMasked));
    kept.push({ ...edge, id: edgeId(from, to, edge.protocol), source: from, target: to, hosts });
  }
  return { nodes: [...seen.values()], edges: addUp(kept) };
}

function masked(node: MeshNode, scope: Scope): MeshNode {
  if (node.namespace === '' || mayRead(scope, node.namespace)) return node;
  return {
    id: nodeId(node.cluster, '', 'unknown', OUTSIDE_NAME),
    kind: 'unknown',
    cluster: node.cluster,
    namespace: '',
    name: OUTSIDE_NAME,
    meshes: node.meshes,
  };
}

/** A service's host names its namespace: `name.namespace.svc…`. Any other may name what is masked. */
function mayTellHost(host: string, scope: Scope, isMasked: boolean): boolean {
  if (scope.all) return true;
  const [, namespace, marker] = host.split('.');
  return marker === 'svc' ? namespace !== undefined && mayRead(scope, namespace) : !isMasked;
}

function addUp(edges: readonly MeshEdge[]): MeshEdge[] {
  const groups = groupBy(edges, ({ id }) => id);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const hosts = [...new Set(group.flatMap((edge) => edge.hosts))].toSorted();
    return [{ ...first, hosts, signals: sumSignals(group.map(({ signals }) => signals)) }];
  });
}
