import 'server-only';
import { parseEdgeId, parseNodeId, type MeshNode } from '@/lib/domain/model';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import type { Behind } from '@/lib/server/traces/behind';

/** What names depend on. */
export interface NameFacts {
  /** What telemetry knows, for the app of a workload, which is not in its id. */
  readonly nodes: readonly MeshNode[];
  readonly meshes: readonly MeshAdapter[];
  readonly behind: Behind;
}

/** The names of one thing in the tracing store, likeliest first: the first that the store knows is taken. */
export type Names = readonly string[];

/**
 * The names under which a node may be known to the tracing store: its own, and for a service those of every
 * workload behind it, since proxies report by the app of a workload and not by the services in front of it.
 */
export function namesOfNode(id: string, { nodes, meshes, behind }: NameFacts): readonly Names[] {
  const parsed = parseNodeId(id);
  if (parsed === null) return [];
  const known = nodes.find((node) => node.id === id) ?? { ...parsed, id, meshes: [] };
  const all = [known, ...behind(id)].map((node) => [
    ...new Set(meshes.flatMap((mesh) => mesh.tracingServices(node))),
  ]);
  return [...new Map(all.map((names) => [names.join(), names])).values()];
}

/**
 * The names to search for a call: those of its target, whose spans every such trace has when both sides are
 * traced; and those of its source, for targets outside the mesh.
 */
export function namesOfEdge(
  id: string,
  facts: NameFacts,
): { readonly target: readonly Names[]; readonly source: readonly Names[] } {
  const edge = parseEdgeId(id);
  if (edge === null) return { target: [], source: [] };
  return { target: namesOfNode(edge.target, facts), source: namesOfNode(edge.source, facts) };
}

/** So many names are searched at once; each is a search of its own. */
const MOST_SEARCHED = 4;

/** Of each thing the name that the store knows, without repeats. */
export function knownNames(
  things: readonly Names[],
  isKnown: (name: string) => boolean,
): readonly string[] {
  const found = things.map((names) => names.find(isKnown)).filter((name) => name !== undefined);
  return [...new Set(found)].slice(0, MOST_SEARCHED);
}
