import type { NodeKind } from '@/lib/domain/model';
import {
  boxIdOf,
  worst,
  type HealthStatus,
  type VizEdge,
  type VizGraph,
  type VizNode,
} from '@/lib/viz/graph/model';
import type { Trouble } from '@/lib/viz/graph/trouble';

/** A node as drawn: one of the mesh, or a closed box that stands for its members. */
export interface DisplayNode {
  readonly id: string;
  readonly kind: NodeKind | 'box';
  /** The open box it stands in. */
  readonly box: string | null;
  readonly title: string;
  readonly version?: string | undefined;
  /** Two letters for each mesh that it is of; none where all is of one mesh. */
  readonly badges: readonly string[];
  readonly status: HealthStatus;
  readonly requestRate?: number | undefined;
  readonly errorRatio?: number | null | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Ids of the nodes it stands for; itself alone unless it is a closed box. */
  readonly members: readonly string[];
  /** For a closed box, how many members have which health. */
  readonly healthCounts: Readonly<Partial<Record<HealthStatus, number>>>;
  /** What is wrong with its configuration; absent where nothing is, or it is not known. */
  readonly trouble?: Trouble | undefined;
}

/** An edge as drawn: one of the mesh, or all between two things of which one is a closed box. */
export interface DisplayEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly status: HealthStatus;
  readonly requestRate?: number | undefined;
  readonly errorRatio?: number | null | undefined;
  /** For several edges the largest of theirs: quantiles cannot be added. */
  readonly p95Ms?: number | undefined;
  readonly mtlsShare?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Ids of the edges it stands for; itself alone unless folded. */
  readonly members: readonly string[];
}

export interface DisplayBox {
  readonly id: string;
  readonly title: string;
  /** Two letters for each mesh that its nodes are of; none where all is of one mesh. */
  readonly badges: readonly string[];
  readonly count: number;
  readonly trouble?: Trouble | undefined;
}

/** What is drawn: nodes, edges, and the open boxes around nodes. */
export interface DisplayGraph {
  readonly nodes: readonly DisplayNode[];
  readonly edges: readonly DisplayEdge[];
  readonly boxes: readonly DisplayBox[];
}

/** Folds the members of every closed box into one node, and the edges that then coincide into one. */
export function foldBoxes(
  graph: VizGraph,
  isClosed: (boxId: string) => boolean,
  shortNames: ReadonlyMap<string, string> = NO_NAMES,
): DisplayGraph {
  const badgesOf = badger(graph.nodes, shortNames);
  const severalClusters = new Set(graph.nodes.map(({ cluster }) => cluster)).size > 1;
  const members = new Map<string, VizNode[]>();
  const shownAs = new Map<string, string>();
  const nodes: DisplayNode[] = [];
  for (const node of graph.nodes) {
    const box = boxIdOf(node);
    if (box !== null) append(members, box, node);
    const closed = box !== null && isClosed(box);
    shownAs.set(node.id, closed ? box : node.id);
    if (!closed) nodes.push(plainNode(node, box, badgesOf([node])));
  }
  const boxes: DisplayBox[] = [];
  for (const [id, inside] of members) {
    const title = boxTitle(inside, severalClusters);
    const badges = badgesOf(inside);
    if (isClosed(id)) nodes.push(closedBox(id, title, inside, badges));
    else boxes.push({ id, title, badges, count: inside.length });
  }
  return { nodes, edges: foldEdges(graph.edges, shownAs), boxes };
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Gives the marks of some nodes, and the letters of their meshes; in a graph of one mesh those say nothing. */
function badger(all: readonly VizNode[], shortNames: ReadonlyMap<string, string>) {
  const used = new Set(all.flatMap(({ meshes }) => meshes ?? []));
  return (nodes: readonly VizNode[]): readonly string[] => {
    const marks = [...new Set(nodes.flatMap((node) => node.marks ?? []))].toSorted();
    if (used.size < 2) return marks;
    const own = new Set(nodes.flatMap(({ meshes }) => meshes ?? []));
    const letters = [...own].toSorted().map((mesh) => shortNames.get(mesh) ?? mesh.slice(0, 2));
    return [...marks, ...letters];
  };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function boxTitle([first]: readonly VizNode[], severalClusters: boolean): string {
  const { namespace = '', cluster = '' } = first ?? {};
  return severalClusters ? `${namespace} · ${cluster}` : namespace;
}

function plainNode(node: VizNode, box: string | null, badges: readonly string[]): DisplayNode {
  return {
    id: node.id,
    kind: node.kind,
    box,
    title: node.name,
    version: node.version,
    // Who is unknown takes part in no mesh that anybody knows of.
    badges: node.kind === 'unknown' ? [] : badges,
    status: node.health.status,
    requestRate: node.requestRate,
    errorRatio: node.errorRatio,
    bytesPerSecond: node.bytesPerSecond,
    members: [node.id],
    healthCounts: {},
  };
}

function closedBox(
  id: string,
  title: string,
  members: readonly VizNode[],
  badges: readonly string[],
): DisplayNode {
  const healthCounts: Partial<Record<HealthStatus, number>> = {};
  for (const { health } of members) {
    healthCounts[health.status] = (healthCounts[health.status] ?? 0) + 1;
  }
  return {
    id,
    kind: 'box',
    box: null,
    title,
    badges,
    status: worst(members.map(({ health }) => health.status)),
    requestRate: sumOf(members, ({ requestRate }) => requestRate),
    errorRatio: meanErrorRatio(members),
    bytesPerSecond: sumOf(members, ({ bytesPerSecond }) => bytesPerSecond),
    members: members.map((member) => member.id),
    healthCounts,
  };
}

function foldEdges(edges: readonly VizEdge[], shownAs: ReadonlyMap<string, string>): DisplayEdge[] {
  const plain: DisplayEdge[] = [];
  const folded = new Map<string, { source: string; target: string; edges: VizEdge[] }>();
  for (const edge of edges) {
    const [source, target] = [shownAs.get(edge.source), shownAs.get(edge.target)];
    if (source === undefined || target === undefined) continue;
    if (source === edge.source && target === edge.target) {
      plain.push({ ...edge, status: edge.health.status, members: [edge.id] });
    } else if (source !== target) {
      const id = `${source}>${target}`;
      const group = folded.get(id) ?? { source, target, edges: [] };
      group.edges.push(edge);
      folded.set(id, group);
    }
  }
  for (const [id, { source, target, edges: group }] of folded) {
    plain.push({ ...foldedEdge(id, group), source, target });
  }
  return plain;
}

function foldedEdge(id: string, edges: readonly VizEdge[]): Omit<DisplayEdge, 'source' | 'target'> {
  const slowest = edges.flatMap(({ p95Ms }) => p95Ms ?? []);
  return {
    id,
    status: worst(edges.map(({ health }) => health.status)),
    requestRate: sumOf(edges, ({ requestRate }) => requestRate),
    errorRatio: meanErrorRatio(edges),
    p95Ms: slowest.length === 0 ? undefined : Math.max(...slowest),
    mtlsShare: meanShare(edges),
    bytesPerSecond: sumOf(edges, ({ bytesPerSecond }) => bytesPerSecond),
    members: edges.map((edge) => edge.id),
  };
}

function sumOf<T>(items: readonly T[], figure: (item: T) => number | undefined) {
  const known = items.flatMap((item) => figure(item) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

interface Requests {
  readonly requestRate?: number | undefined;
  readonly errorRatio?: number | null | undefined;
}

/** The share of failed requests of all together; null when none made a request. */
function meanErrorRatio(items: readonly Requests[]): number | null | undefined {
  const known = items.filter(({ errorRatio }) => errorRatio !== undefined);
  if (known.length === 0) return undefined;
  const rate = known.reduce((sum, { requestRate = 0 }) => sum + requestRate, 0);
  if (rate === 0) return null;
  return (
    known.reduce(
      (sum, { requestRate = 0, errorRatio }) => sum + requestRate * (errorRatio ?? 0),
      0,
    ) / rate
  );
}

/** The share under mutual TLS: by requests where they are known, else the mean. */
function meanShare(edges: readonly VizEdge[]): number | undefined {
  const known = edges.filter(({ mtlsShare }) => mtlsShare !== undefined);
  if (known.length === 0) return undefined;
  const weight = ({ requestRate }: VizEdge) => Math.max(requestRate ?? 0, 0.001);
  const total = known.reduce((sum, edge) => sum + weight(edge), 0);
  return known.reduce((sum, edge) => sum + weight(edge) * (edge.mtlsShare ?? 0), 0) / total;
}

/** Over so many nodes the boxes are closed at first. */
export const MOST_OPEN_NODES = 120;

/** Which boxes are closed. */
export interface BoxChoice {
  readonly boxes: 'auto' | 'open' | 'closed';
  /** Ids of the boxes that are the other way round. */
  readonly flipped: readonly string[];
}

/** Whether `auto` closes boxes of a graph of so many nodes. */
export function isClosedByDefault(mode: BoxChoice['boxes'], nodeCount: number): boolean {
  return mode === 'closed' || (mode === 'auto' && nodeCount > MOST_OPEN_NODES);
}

/** The choice in which one box is turned round. An `auto` becomes what it meant. */
export function flipBox(choice: BoxChoice, boxId: string, nodeCount: number): BoxChoice {
  const closed = isClosedByDefault(choice.boxes, nodeCount);
  const flipped = choice.flipped.includes(boxId)
    ? choice.flipped.filter((id) => id !== boxId)
    : [...choice.flipped, boxId].toSorted();
  return { boxes: closed ? 'closed' : 'open', flipped };
}
