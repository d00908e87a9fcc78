import { describe, expect, it } from 'vitest';
import { chooseElements } from '@/lib/viz/graph/choose';
import { flipBox, foldBoxes, isClosedByDefault, MOST_OPEN_NODES } from '@/lib/viz/graph/fold';
import { aNode, anEdge, aShopGraph } from '@/lib/testing/graph-fixture';

const all = { show: 'all', idle: true, focus: '', hops: 1, mesh: '' } as const;
const shop = aShopGraph();
const names = (nodes: readonly { readonly name: string }[]) =>
  nodes.map(({ name }) => name).toSorted();

describe('chooseElements', () => {
  it('hides idle nodes until they are asked for, and counts them', () => {
    const { nodes, hiddenIdle } = chooseElements(shop, { ...all, idle: false });
    expect(hiddenIdle).toBe(1);
    expect(names(nodes)).not.toContain('recommendations-v0');
    expect(chooseElements(shop, all).nodes).toHaveLength(shop.nodes.length);
  });

  it('leaves what fails and what calls it', () => {
    const { nodes, edges } = chooseElements(shop, { ...all, show: 'problems' });
    expect(edges).toHaveLength(1);
    expect(names(nodes)).toEqual(['checkout-v1', 'payment-v2']);
  });

  it('leaves the neighbourhood of a node, as far as it is told', () => {
    const focus = 'east/payments/workload/ledger-v1';
    const near = chooseElements(shop, { ...all, focus });
    expect(names(near.nodes)).toEqual(['ledger-v1', 'orders-db', 'payment-v1', 'payment-v2']);
    const farther = chooseElements(shop, { ...all, focus, hops: 2 });
    expect(names(farther.nodes)).toContain('checkout-v1');
  });

  it('leaves what one mesh reported, and the ends of its calls', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => aNode(name, 'shop', { meshes: ['one'] }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('no nodes');
    const both = { nodes: [a, { ...b, meshes: ['one', 'two'] }, c], edges: [] };
    const edges = [anEdge(a, b, { meshes: ['two'] }), anEdge(b, c, { meshes: ['one'] })];
    const chosen = chooseElements({ ...both, edges }, { ...all, mesh: 'two' });
    expect(names(chosen.nodes)).toEqual(['a', 'b']);
    expect(chosen.edges).toHaveLength(1);
    expect(chosen.inOtherMeshes).toBe(1);
  });

  it('ignores a focus that is not there', () => {
    expect(chooseElements(shop, { ...all, focus: 'gone' }).nodes).toHaveLength(shop.nodes.length);
  });
});

describe('the letters of meshes', () => {
  const short = new Map([['one', 'On']]);

  it('stand at nodes and boxes where a graph is of several', () => {
    const nodes = [
      aNode('a', 'shop', { meshes: ['one'] }),
      aNode('b', 'shop', { meshes: ['two', 'one'] }),
    ];
    const open = foldBoxes({ nodes, edges: [] }, () => false, short);
    expect(open.nodes.map(({ badges }) => badges)).toEqual([['On'], ['On', 'tw']]);
    expect(open.boxes.map(({ badges }) => badges)).toEqual([['On', 'tw']]);
    const closed = foldBoxes({ nodes, edges: [] }, () => true, short);
    expect(closed.nodes.map(({ badges }) => badges)).toEqual([['On', 'tw']]);
  });

  it('do not stand at callers whom nobody knows', () => {
    const nodes = [
      aNode('a', 'shop', { meshes: ['one'] }),
      aNode('u', '', { kind: 'unknown', meshes: ['one', 'two'] }),
    ];
    const { nodes: shown } = foldBoxes({ nodes, edges: [] }, () => false, new Map());
    expect(shown.find(({ id }) => id === nodes[1]?.id)?.badges).toEqual([]);
  });

  it('stand nowhere where all is of one', () => {
    const { nodes } = foldBoxes(
      { nodes: [aNode('a', 'shop', { meshes: ['one'] })], edges: [] },
      () => false,
    );
    expect(nodes[0]?.badges).toEqual([]);
  });
});

describe('foldBoxes', () => {
  it('makes one node of a closed namespace, with its traffic and its worst health', () => {
    const { nodes, boxes } = foldBoxes(shop, (id) => id === 'east/payments');
    const payments = nodes.find(({ id }) => id === 'east/payments');
    expect(payments).toMatchObject({ kind: 'box', title: 'payments', status: 'failing' });
    expect(payments?.members).toHaveLength(3);
    expect(payments?.healthCounts).toEqual({ healthy: 2, failing: 1 });
    expect(boxes.map(({ id }) => id)).not.toContain('east/payments');
  });

  it('adds up the calls between the same two things and weighs errors by requests', () => {
    const { edges } = foldBoxes(shop, (id) => id === 'east/payments');
    const together = edges.find(({ target }) => target === 'east/payments');
    expect(together).toMatchObject({ requestRate: 12.3, status: 'failing' });
    expect(together?.errorRatio).toBeCloseTo((3.2 * 0.31) / 12.3);
    expect(edges.some(({ source, target }) => source === target)).toBe(false);
  });

  it('does not make figures of what was not measured', () => {
    const [a, b, c] = [aNode('a'), aNode('b'), aNode('c', 'data')];
    const tcp = { protocol: 'tcp', requestRate: undefined, errorRatio: undefined } as const;
    const bare = { p95Ms: undefined, mtlsShare: undefined };
    const { edges } = foldBoxes(
      {
        nodes: [a, b, c],
        edges: [anEdge(a, c, { ...tcp, ...bare }), anEdge(b, c, { ...tcp, ...bare })],
      },
      (id) => id === 'east/shop',
    );
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({
      requestRate: undefined,
      errorRatio: undefined,
      p95Ms: undefined,
      mtlsShare: undefined,
    });
  });

  it('names the cluster of a namespace where there are several', () => {
    const west = { ...aNode('a', 'shop'), id: 'west/shop/workload/a', cluster: 'west' };
    const { boxes } = foldBoxes({ nodes: [aNode('a'), west], edges: [] }, () => false);
    expect(boxes.map(({ title }) => title)).toEqual(['shop · east', 'shop · west']);
  });
});

describe('flipBox', () => {
  it('closes boxes by itself only where a graph is too large to read', () => {
    expect(isClosedByDefault('auto', MOST_OPEN_NODES)).toBe(false);
    expect(isClosedByDefault('auto', MOST_OPEN_NODES + 1)).toBe(true);
    expect(isClosedByDefault('open', 5000)).toBe(false);
  });

  it('opens one box and leaves the others closed, and back again', () => {
    const opened = flipBox({ boxes: 'auto', flipped: [] }, 'east/shop', 1000);
    expect(opened).toEqual({ boxes: 'closed', flipped: ['east/shop'] });
    expect(flipBox(opened, 'east/shop', 30)).toEqual({ boxes: 'closed', flipped: [] });
  });
});
