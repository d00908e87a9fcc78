import type { DisplayGraph } from '@/lib/viz/graph/fold';

/** How much is wrong with what is configured for something. */
export interface Trouble {
  readonly error: number;
  readonly warning: number;
}

/** What is wrong, by ids of nodes and of boxes. */
export interface TroubleById {
  readonly nodes: ReadonlyMap<string, Trouble>;
  readonly boxes: ReadonlyMap<string, Trouble>;
}

/**
 * The graph with what is wrong at each node and box. Neither the size nor the place of anything depends on it, so that
 * nothing moves when it becomes known.
 */
export function withTrouble(display: DisplayGraph, { nodes, boxes }: TroubleById): DisplayGraph {
  if (nodes.size === 0 && boxes.size === 0) return display;
  return {
    ...display,
    nodes: display.nodes.map((node) => ({
      ...node,
      trouble: (node.kind === 'box' ? boxes : nodes).get(node.id),
    })),
    boxes: display.boxes.map((box) => ({ ...box, trouble: boxes.get(box.id) })),
  };
}
