import type { Rect } from '@/lib/viz/graph/geometry';
import type { Curve } from '@/lib/viz/graph/curve';

/** Something to be placed, with its size. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The box it stands in, or null when it stands free. */
  readonly box: string | null;
}

export interface LayoutEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** How much it matters: of too many edges, the heaviest decide where things go. 0 if absent. */
  readonly weight?: number;
}

export interface LayoutBox {
  readonly id: string;
  /** The least width, so that its title fits. */
  readonly minWidth: number;
}

export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  /** Edges whose ends are not among the nodes are left out. */
  readonly edges: readonly LayoutEdge[];
  readonly boxes: readonly LayoutBox[];
}

/** A node in its place. Its width is that of its column, at least the one asked for. */
export interface PlacedNode extends Rect {
  readonly id: string;
  readonly box: string | null;
  /** Its column among what it stands with; kept by the next layout. */
  readonly column: number;
}

export interface PlacedBox extends Rect {
  readonly id: string;
  readonly column: number;
}

export interface PlacedEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** From source to target. */
  readonly curve: Curve;
}

/** A finished layout; plain data, so that it can cross to a worker and back. */
export interface GraphLayout {
  /** Whether columns run through all boxes, or each box has its own within columns of boxes. */
  readonly shape: 'shared' | 'nested';
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  readonly bounds: Rect;
}

/** An edge by the indices of its ends. */
export interface IndexedEdge {
  readonly id: string;
  readonly source: number;
  readonly target: number;
}

/** What stands on the outer level: a box with its members, or one free node. */
export interface OuterItem {
  readonly box: LayoutBox | null;
  /** Indices of nodes. */
  readonly members: readonly number[];
}

/** The input in a fixed order, by index. */
export interface Problem {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly IndexedEdge[];
  readonly items: readonly OuterItem[];
  /** For every node the index of its outer item, and its place among the members there. */
  readonly itemOf: readonly number[];
  readonly memberOf: readonly number[];
}

/** Sorts everything by id, so that the order of the input does not matter. */
export function problemOf(input: LayoutInput): Problem {
  const nodes = input.nodes.toSorted(byId);
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges = input.edges.toSorted(byId).flatMap(({ id, source, target }) => {
    const [from, to] = [indexOf.get(source), indexOf.get(target)];
    return from === undefined || to === undefined ? [] : [{ id, source: from, target: to }];
  });
  const boxes = new Map(input.boxes.map((box) => [box.id, box]));
  const itemByBox = new Map<string, number>();
  const items: { box: LayoutBox | null; members: number[] }[] = [];
  const itemOf: number[] = [];
  const memberOf: number[] = [];
  nodes.forEach(({ box }, node) => {
    const known = box === null ? undefined : itemByBox.get(box);
    const index = known ?? items.length;
    if (known === undefined) {
      items.push({
        box: box === null ? null : (boxes.get(box) ?? { id: box, minWidth: 0 }),
        members: [],
      });
      if (box !== null) itemByBox.set(box, index);
    }
    const members = items[index]?.members ?? [];
    itemOf.push(index);
    memberOf.push(members.length);
    members.push(node);
  });
  return { nodes, edges, items, itemOf, memberOf };
}

/** Compares ids by code units: the same on every machine, whatever its language. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
