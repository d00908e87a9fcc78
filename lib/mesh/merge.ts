import type { MeshEdge, MeshNode, Reporter, Signals } from '@/lib/domain/model';
import { groupBy } from '@/lib/domain/group-by';
import { sumSignals } from '@/lib/domain/sum-signals';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { joinCrossings } from '@/lib/mesh/crossings';
import { foldLayers } from '@/lib/mesh/layers';
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
 * A node that two meshes know is one node. A call that two report is one call. The server's account and the
 * client's are of the same requests: those of the server count, and a figure that this account lacks is taken
 * from the other. Two accounts of the same side are of different requests, since each proxy belongs to one
 * mesh (an app that moves from one to another has proxies of both), and are added up.
 */
export function mergeTelemetry(parts: readonly MeshTelemetry[]): MeshTelemetry {
  const { nodes, edges: calls } = joinCrossings(parts);
  const edges = groupBy(calls, ({ id }) => id);
  return { nodes: mergeNodes(nodes), edges: foldLayers([...edges.values()].flatMap(mergeEdges)) };
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
  if (accounts.length < 2) return accounts;
  const sides = [...groupBy(accounts, rankOf)].toSorted(([a], [b]) => a - b);
  const [first, ...others] = sides.flatMap(([, side]) => added(side));
  if (first === undefined) return accounts;
  const notes = [...new Set([first, ...others].flatMap((edge) => edge.notes ?? []))];
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

/** Accounts of one side as one. */
function added(accounts: readonly MeshEdge[]): readonly MeshEdge[] {
  const [first] = accounts;
  if (first === undefined || accounts.length === 1) return accounts;
  const signals = sumSignals(accounts.map((edge) => edge.signals));
  const meshes = [...new Set(accounts.flatMap((edge) => edge.meshes))];
  const told = accounts.flatMap((edge) => edge.notes ?? []);
  return [{ ...first, meshes, notes: [SEVERAL_PROXIES, ...told], signals }];
}

const SEVERAL_PROXIES =
  'Proxies of several meshes tell of these calls, each of its own part; quantiles of latency cannot be added up.';

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
