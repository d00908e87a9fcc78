import { at } from '@/lib/viz/graph/layout/adjacency';
import { ASPECT, BOX, type EdgeSides } from '@/lib/viz/graph/layout/box-plan';
import { assignColumns, keepColumns } from '@/lib/viz/graph/layout/columns';
import { levelHints, type Hints, type LevelHints } from '@/lib/viz/graph/layout/hints';
import type { OuterItem, Problem } from '@/lib/viz/graph/layout/problem';

/** Gaps between boxes and free nodes. */
export const OUTER = { rowGap: 30, columnGap: 58, widestGap: 130 } as const;

/** A bundle: all edges between two items, whichever way they go. */
export interface Bundle {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
}

/** The outer level apart from places: columns of items, and bundles of edges between them. */
export interface OuterPlan {
  readonly column: readonly number[];
  readonly bundles: readonly Bundle[];
  /** For every edge its bundle; -1 within an item. */
  readonly bundleOf: readonly number[];
  readonly hints: LevelHints | undefined;
}

/** Gives boxes and free nodes their columns. */
export function planOuter(problem: Problem, hints: Hints): OuterPlan {
  const { bundles, bundleOf, from, to } = bundleEdges(problem);
  const known = levelHints(problem.items.map((item) => hints.item.get(outerId(problem, item))));
  const column =
    known === undefined
      ? freshColumns(problem, from, to)
      : keepColumns(known.columns, { from, to });
  return { column: [...column], bundles, bundleOf, hints: known };
}

/** The id of an outer item: of its box, or of the node that stands free. */
export function outerId(problem: Problem, { box, members }: OuterItem): string {
  return box?.id ?? problem.nodes[members[0] ?? -1]?.id ?? '';
}

/** Which sides of its ends an edge uses; undefined for an edge within one item. */
export function sidesOf(problem: Problem, plan: OuterPlan, edge: number): EdgeSides | undefined {
  const { source, target } = problem.edges[edge] ?? { source: 0, target: 0 };
  const [a, b] = [at(problem.itemOf, source), at(problem.itemOf, target)];
  if (a === b) return undefined;
  const [from, to] = [at(plan.column, a), at(plan.column, b)];
  return { sourceRight: from <= to, targetRight: from >= to };
}

function bundleEdges(problem: Problem) {
  const bundles: { from: number; to: number; edges: number[] }[] = [];
  const byPair = new Map<string, number>();
  const bundleOf: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  problem.edges.forEach(({ source, target }, edge) => {
    const [a, b] = [at(problem.itemOf, source), at(problem.itemOf, target)];
    if (a === b) {
      bundleOf.push(-1);
      return;
    }
    const pair = `${String(Math.min(a, b))}-${String(Math.max(a, b))}`;
    const index = byPair.get(pair) ?? bundles.length;
    if (index === bundles.length) bundles.push({ from: a, to: b, edges: [] });
    byPair.set(pair, index);
    bundles[index]?.edges.push(edge);
    bundleOf.push(index);
    from.push(a);
    to.push(b);
  });
  return { bundles, bundleOf, from, to };
}

function freshColumns(problem: Problem, from: number[], to: number[]): Int32Array {
  const sizes = problem.items.map((item) => estimatedSize(problem, item));
  const heights = sizes.map(({ height }) => height + OUTER.rowGap);
  return assignColumns({
    from,
    to,
    widths: sizes.map(({ width }) => width + OUTER.columnGap),
    heights,
    aspect: ASPECT,
    leastHeight: Math.max(LEAST_HEIGHT, ...heights),
  });
}

/** Columns of fewer boxes than fill this height are not divided. */
const LEAST_HEIGHT = 420;

/** The size of an item before it is laid out: exact for a free node, by area for a box. */
function estimatedSize(problem: Problem, { box, members }: OuterItem) {
  const first = problem.nodes[members[0] ?? -1];
  if (box === null) return { width: first?.width ?? 0, height: first?.height ?? 0 };
  const area = members.reduce((sum, node) => {
    const { width = 0, height = 0 } = problem.nodes[node] ?? {};
    return sum + (width + BOX.columnGap) * (height + BOX.rowGap);
  }, 0);
  const height = Math.sqrt(area / ASPECT);
  return {
    width: area / Math.max(1, height) + 2 * BOX.side,
    height: height + BOX.title + 2 * BOX.pad,
  };
}
