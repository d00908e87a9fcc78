import type { MeshEdge, MeshNode, Reporter, Signals } from '@/lib/domain/model';
import { groupBy } from '@/lib/domain/group-by';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { joinCrossings } from '@/lib/mesh/crossings';
import { distinctNodes } from '@/lib/mesh/nodes';

/** Whose account of a call is believed first; see `chooseReporter`. */
const BELIEVED: readonly (Reporter | undefined)[] = [
  'destination',
  'waypoint',
  'source',
  'ztunnel',
];

/**
 * Puts what several meshes report together to one graph.
 *
 * A node that two meshes know is one node. A call that two report is one call: its requests are those that
 * the server counted, else the client; a figure that this account lacks is taken from the other. Nothing is
 * ever added up, since both count the same requests.
 */
export function mergeTelemetry(parts: readonly MeshTelemetry[]): MeshTelemetry {
  const { nodes, edges: calls } = joinCrossings(parts);
  const edges = groupBy(calls, ({ id }) => id);
  return { nodes: mergeNodes(nodes), edges: [...edges.values()].flatMap(mergeEdges) };
}

function mergeNodes(nodes: readonly MeshNode[]): readonly MeshNode[] {
  const meshes = new Map<string, Set<string>>();
  for (const node of nodes) {
    const known = meshes.get(node.id) ?? new Set<string>();
    for (const mesh of node.meshes) known.add(mesh);
    meshes.set(node.id, known);
  }
  return distinctNodes(nodes).map((node) => ({
    ...node,
    meshes: [...(meshes.get(node.id) ?? [])].toSorted(),
  }));
}

function mergeEdges(accounts: readonly MeshEdge[]): readonly MeshEdge[] {
  const [first, ...others] = accounts.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined || others.length === 0) return accounts;
  const notes = [...new Set(accounts.flatMap((edge) => edge.notes ?? []))];
  return [
    {
      ...first,
      meshes: [...new Set([first, ...others].flatMap((edge) => edge.meshes))],
      ...(notes.length === 0 ? {} : { notes }),
      hosts: [...new Set(accounts.flatMap((edge) => edge.hosts))].toSorted(),
      signals: others.reduce((signals, other) => filled(signals, other.signals), first.signals),
    },
  ];
}

function rankOf({ signals: { reporters } }: MeshEdge): number {
  const rank = BELIEVED.indexOf(reporters.requests ?? reporters.bytes);
  return rank === -1 ? BELIEVED.length : rank;
}

/** Signals with what they lack taken from another account of the same calls. */
function filled(signals: Signals, other: Signals): Signals {
  return {
    ...withoutAbsent(other),
    ...withoutAbsent(signals),
    codes: signals.codes.length > 0 ? signals.codes : other.codes,
    reporters: { ...other.reporters, ...signals.reporters },
  };
}

function withoutAbsent(signals: Signals): Partial<Signals> {
  return Object.fromEntries(Object.entries(signals).filter(([, value]) => value !== undefined));
}
