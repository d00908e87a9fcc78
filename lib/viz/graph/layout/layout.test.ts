import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, grown, overlaps } from '@/lib/viz/graph/geometry';
import { layoutGraph } from '@/lib/viz/graph/layout/layout';
import type { GraphLayout, LayoutInput } from '@/lib/viz/graph/layout/problem';
import { applyMoves } from '@/lib/viz/graph/layout/reuse';
import { layoutInputOf } from '@/lib/viz/graph/node-size';
import { foldBoxes } from '@/lib/viz/graph/fold';
import { aLargeGraph, aShopGraph } from '@/lib/testing/graph-fixture';

/** Any graph of up to 24 nodes in up to 5 boxes, with cycles, self-calls and free nodes. */
const anyInput: fc.Arbitrary<LayoutInput> = fc
  .record({
    boxes: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 24 }),
    calls: fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 60 }),
  })
  .map(({ boxes, calls }) => ({
    nodes: boxes.map((box, index) => ({
      id: `n${String(index)}`,
      width: 100 + (index % 5) * 20,
      height: 44,
      box: box === 0 ? null : `b${String(box)}`,
    })),
    edges: calls.map(([from, to], index) => ({
      id: `e${String(index)}`,
      source: `n${String(from % boxes.length)}`,
      target: `n${String(to % boxes.length)}`,
    })),
    boxes: [...new Set(boxes)]
      .filter((box) => box > 0)
      .map((box) => ({ id: `b${String(box)}`, minWidth: 90 })),
  }));

const shop = layoutInputOf(foldBoxes(aShopGraph(), () => false));
const large = layoutInputOf(
  foldBoxes(aLargeGraph({ services: 400, edges: 1200, namespaces: 16, seed: 7 }), () => false),
);

/** A pixel of rounding is not an overlap. */
const ROUNDING = -0.01;

function expectSound({ nodes, boxes }: GraphLayout) {
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  const free = nodes.filter(({ box }) => box === null);
  for (const group of [nodes, [...boxes, ...free]]) {
    group.forEach((a, i) => {
      for (const b of group.slice(i + 1)) {
        expect(overlaps(grown(a, ROUNDING), b), `${a.id} and ${b.id} overlap`).toBe(false);
      }
    });
  }
  for (const node of nodes) {
    const box = boxOf.get(node.box ?? '');
    if (box) expect(contains(grown(box, 0.01), node), `${node.id} in ${box.id}`).toBe(true);
  }
}

describe('layoutGraph', () => {
  it('keeps nodes apart and inside their boxes, and boxes apart', () => {
    fc.assert(fc.property(anyInput, (input) => expectSound(layoutGraph(input))));
  });

  it('places every node once and draws every edge from its source to its target', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { nodes, edges } = layoutGraph(input);
        expect(nodes.map(({ id }) => id).toSorted()).toEqual(
          input.nodes.map(({ id }) => id).toSorted(),
        );
        expect(edges).toHaveLength(input.edges.length);
        const rects = new Map(nodes.map((node) => [node.id, node]));
        for (const { source, target, curve } of edges) {
          const [from, to] = [rects.get(source), rects.get(target)];
          if (!from || !to) throw new Error('an end is missing');
          const [x = NaN, y = NaN] = curve;
          const [endX = NaN, endY = NaN] = curve.slice(-2);
          expect(contains(grown(from, 1), { x, y, width: 0, height: 0 })).toBe(true);
          expect(contains(grown(to, 1), { x: endX, y: endY, width: 0, height: 0 })).toBe(true);
          expect(curve.every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it('depends on the content of the input, not on its order', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const turned = {
          nodes: input.nodes.toReversed(),
          edges: input.edges.toReversed(),
          boxes: input.boxes.toReversed(),
        };
        expect(layoutGraph(turned)).toEqual(layoutGraph(input));
      }),
    );
  });

  it('keeps every place when only edges change', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(10), (input, dropped) => {
        const before = layoutGraph(input);
        const after = layoutGraph({ ...input, edges: input.edges.slice(dropped) }, before);
        expect(after.nodes).toEqual(before.nodes);
        expect(after.boxes).toEqual(before.boxes);
        expect(after.edges).toHaveLength(Math.max(0, input.edges.length - dropped));
      }),
    );
  });

  it('stays sound when nodes come and go', () => {
    fc.assert(
      fc.property(anyInput, anyInput, (first, second) => {
        expectSound(layoutGraph(second, layoutGraph(first)));
      }),
    );
  });

  it('does not shuffle a shop when one node joins', () => {
    const before = layoutGraph(shop);
    const added = { id: 'east/shop/workload/reviews', width: 130, height: 44, box: 'east/shop' };
    const [called] = shop.nodes.filter(({ id }) => id.endsWith('/catalog-v1'));
    const edge = { id: 'new', source: added.id, target: called?.id ?? '' };
    const after = layoutGraph(
      { ...shop, nodes: [...shop.nodes, added], edges: [...shop.edges, edge] },
      before,
    );
    const now = new Map(after.nodes.map((node) => [node.id, node]));
    for (const a of before.nodes) {
      for (const b of before.nodes) {
        const [c, d] = [now.get(a.id), now.get(b.id)];
        if (a.box !== b.box || a.column !== b.column || a.y >= b.y || !c || !d) continue;
        expect(c.y, `${a.id} stays above ${b.id}`).toBeLessThan(d.y);
      }
    }
  });

  it('lets most calls lead to the right', () => {
    for (const input of [shop, large]) {
      const { nodes, edges } = layoutGraph(input);
      const x = new Map(nodes.map((node) => [node.id, node.x]));
      const forward = edges.filter(
        ({ source, target }) => (x.get(source) ?? 0) < (x.get(target) ?? 0),
      );
      expect(forward.length / edges.length).toBeGreaterThan(0.8);
    }
  });

  it('keeps a large graph sound and near to the shape of a screen', () => {
    const layout = layoutGraph(large);
    expectSound(layout);
    const { width, height } = layout.bounds;
    expect(width / height).toBeGreaterThan(0.6);
    expect(width / height).toBeLessThan(5);
  });

  it('leads no passing edge through the title of a box', () => {
    const node = (id: string, box: string | null) => ({ id, box, width: 120, height: 44 });
    const edge = (source: string, target: string) => ({
      id: `${source}>${target}`,
      source,
      target,
    });
    // From outside to the end of a chain in the box: over all that stands in between.
    const input = {
      nodes: [node('outside', null), ...['a', 'b', 'c', 'd'].map((id) => node(id, 'box'))],
      edges: [
        ...[edge('outside', 'a'), edge('a', 'b'), edge('b', 'c'), edge('c', 'd')],
        ...[edge('outside', 'd'), edge('outside', 'c')],
      ],
      boxes: [{ id: 'box', minWidth: 90 }],
    };
    const { edges, boxes } = layoutGraph(input);
    const [box] = boxes;
    if (box === undefined) throw new Error('no box');
    for (const { id, curve } of edges.filter(({ source }) => source === 'outside')) {
      const points = Array.from({ length: curve.length / 2 }, (_, i) => ({
        x: curve[2 * i] ?? NaN,
        y: curve[2 * i + 1] ?? NaN,
      }));
      const level = points.filter(({ y }, i) => y === points[i + 1]?.y || y === points[i - 1]?.y);
      const within = level.filter(({ x }) => x > box.x + 40 && x < box.x + box.width - 40);
      for (const { y } of within) {
        expect(y < box.y || y > box.y + 24, `${id} at ${y - box.y} of the box`).toBe(true);
      }
    }
  });

  it('has nothing to place in an empty graph', () => {
    const empty = layoutGraph({ nodes: [], edges: [], boxes: [] });
    expect(empty).toEqual({
      shape: 'shared',
      nodes: [],
      boxes: [],
      edges: [],
      bounds: { x: 0, y: 0, width: 0, height: 0 },
    });
  });

  it('leaves out edges to nodes that are not there', () => {
    const input = { ...shop, edges: [{ id: 'lost', source: 'nobody', target: 'nowhere' }] };
    expect(layoutGraph(input).edges).toEqual([]);
  });
});

describe('applyMoves', () => {
  it('puts a node where a hand left it and grows its box around it', () => {
    const layout = layoutGraph(shop);
    const moves = new Map([['east/shop/workload/cart-v1', { x: 5000, y: 3000 }]]);
    const moved = applyMoves(layout, moves);
    const cart = moved.nodes.find(({ id }) => id.endsWith('/cart-v1'));
    const box = moved.boxes.find(({ id }) => id === 'east/shop');
    expect(cart).toMatchObject({ x: 5000, y: 3000 });
    expect(box && cart && contains(box, cart)).toBe(true);
  });

  it('leaves a layout alone that has none of the moved nodes', () => {
    const layout = layoutGraph(shop);
    expect(applyMoves(layout, new Map([['gone', { x: 0, y: 0 }]]))).toBe(layout);
  });
});
