import { edgeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import { groupBy } from '@/lib/domain/group-by';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { nameServices } from '@/lib/mesh/named-services';
import { joinShared } from '@/lib/mesh/shared-crossings';

/**
 * The share of a server's unknown callers below which what is left of them is noise: two meshes are not
 * scraped at the same moment.
 */
const NOISE = 0.05;

const LEFT_OUT =
  'Calls that another mesh tells of are left out of the rate; how requests ended and how long they took is ' +
  'told of all together.';

/**
 * Puts calls from one mesh into another together, as far as the data goes.
 *
 * The caller's proxy may know no more than the service that it called, and the server's no more than that
 * somebody did. Where the server's mesh knows the one workload behind the service, the call leads there; and
 * what the caller's mesh tells of is taken out of the server's unknown callers, who would be counted twice.
 * Where several are behind it, see `joinShared`.
 */
export function joinCrossings(
  all: readonly MeshTelemetry[],
): Pick<MeshTelemetry, 'nodes' | 'edges'> {
  const parts = nameServices(all);
  const servers = new Map(parts.flatMap(({ servedBy }) => [...(servedBy ?? [])]));
  const behind = new Map(
    [...servers].flatMap(([service, [only, ...others]]) =>
      only !== undefined && others.length === 0 ? [[service, only] as const] : [],
    ),
  );
  const isKnown = knownCallers(parts);
  const told = parts.flatMap((part) => part.edges);
  const edges = joinShared(told, servers, (id) => !isKnown(id), NOISE).map((edge) =>
    retargeted(edge, behind),
  );
  const byTarget = groupBy(edges, ({ target }) => target);
  const left = edges.flatMap((edge) =>
    isKnown(edge.source) ? [edge] : withoutKnown(edge, byTarget.get(edge.target) ?? []),
  );
  return { nodes: nodesOf(parts, behind, left), edges: left };
}

/** All nodes but those that are at the end of no call any more. */
function nodesOf(
  parts: readonly MeshTelemetry[],
  behind: ReadonlyMap<string, MeshNode>,
  edges: readonly MeshEdge[],
): readonly MeshNode[] {
  const ends = (of: readonly MeshEdge[]) =>
    new Set(of.flatMap(({ source, target }) => [source, target]));
  const [before, after] = [ends(parts.flatMap((part) => part.edges)), ends(edges)];
  const added = [...behind.values()].filter(({ id }) => after.has(id));
  const kept = parts
    .flatMap((part) => part.nodes)
    .filter(({ id }) => after.has(id) || !before.has(id));
  return [...kept, ...added];
}

function knownCallers(parts: readonly MeshTelemetry[]): (id: string) => boolean {
  const unknown = new Set(
    parts
      .flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'unknown'))
      .map(({ id }) => id),
  );
  return (id) => !unknown.has(id);
}

function retargeted(edge: MeshEdge, behind: ReadonlyMap<string, MeshNode>): MeshEdge {
  const node = behind.get(edge.target);
  // A mesh that knows the workload behind a service has told it already.
  if (node === undefined || node.meshes.some((mesh) => edge.meshes.includes(mesh))) return edge;
  const id = edgeId(edge.source, node.id, edge.protocol);
  return { ...edge, target: node.id, id, toldAs: edge.id };
}

/**
 * What is left of unknown callers once those that another mesh tells of are taken out; none for noise.
 *
 * @param siblings All calls with the same target.
 */
function withoutKnown(edge: MeshEdge, siblings: readonly MeshEdge[]): readonly MeshEdge[] {
  const { requestRate = 0, codes } = edge.signals;
  const known = siblings
    .filter((other) => isOtherAccount(edge, other))
    .reduce((total, { signals }) => total + (signals.requestRate ?? 0), 0);
  if (known === 0 || requestRate === 0) return [edge];
  const rest = requestRate - known;
  if (rest <= NOISE * requestRate) return [];
  const scale = rest / requestRate;
  return [
    {
      ...edge,
      notes: [...(edge.notes ?? []), LEFT_OUT],
      signals: {
        ...edge.signals,
        requestRate: rest,
        codes: codes.map((code) => ({ ...code, rate: code.rate * scale })),
      },
    },
  ];
}

/** Whether another mesh's caller tells of calls to the same server. */
function isOtherAccount(edge: MeshEdge, other: MeshEdge): boolean {
  return (
    other.source !== edge.source &&
    other.protocol === edge.protocol &&
    other.signals.reporters.requests === 'source' &&
    !other.meshes.some((mesh) => edge.meshes.includes(mesh))
  );
}
