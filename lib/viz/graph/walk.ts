import type { Rect } from '@/lib/viz/graph/geometry';
import type { Scene } from '@/lib/viz/graph/scene';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Where an arrow key leads from a node: left to a caller, right to a callee (the one in trouble,
 * else the busiest), up and down to the next node of its column.
 *
 * @returns The id of a node, or null at an end.
 */
export function walkFrom(scene: Scene, id: string, direction: Direction): string | null {
  if (direction === 'left' || direction === 'right') return alongEdge(scene, id, direction);
  return besides(scene, id, direction);
}

function alongEdge(scene: Scene, id: string, direction: 'left' | 'right'): string | null {
  const found = scene.edges.findLast(({ edge }) =>
    direction === 'right'
      ? edge.source === id && edge.target !== id
      : edge.target === id && edge.source !== id,
  );
  if (found === undefined) return null;
  return direction === 'right' ? found.edge.target : found.edge.source;
}

function besides(scene: Scene, id: string, direction: 'up' | 'down'): string | null {
  const own = scene.nodes[scene.nodeIndex.get(id) ?? -1];
  if (own === undefined) return null;
  const sign = direction === 'down' ? 1 : -1;
  let nearest: string | null = null;
  let distance = Infinity;
  for (const other of scene.nodes) {
    const ahead = (middleY(other) - middleY(own)) * sign;
    if (ahead <= 0) continue;
    // Sideways counts more, so that the walk stays in its column.
    const far = ahead + 2 * Math.abs(middleX(other) - middleX(own));
    if (far < distance) [nearest, distance] = [other.node.id, far];
  }
  return nearest;
}

function middleX({ x, width }: Rect): number {
  return x + width / 2;
}

function middleY({ y, height }: Rect): number {
  return y + height / 2;
}
