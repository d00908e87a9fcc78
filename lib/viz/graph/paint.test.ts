import { describe, expect, it } from 'vitest';
import { foldBoxes } from '@/lib/viz/graph/fold';
import { grown, overlaps } from '@/lib/viz/graph/geometry';
import { labelText, placeLabels } from '@/lib/viz/graph/labels';
import { layoutGraph } from '@/lib/viz/graph/layout/layout';
import { fitText, estimateTextWidth, layoutInputOf } from '@/lib/viz/graph/node-size';
import { edgesLeftOut, paintEmphasis, paintGraph } from '@/lib/viz/graph/paint';
import { detailAt, type GraphTheme, type Pen } from '@/lib/viz/graph/pen';
import { buildScene, hitTest, neighbourhoodOf } from '@/lib/viz/graph/scene';
import { withTrouble, type Trouble } from '@/lib/viz/graph/trouble';
import { walkFrom } from '@/lib/viz/graph/walk';
import { aLargeGraph, aShopGraph } from '@/lib/testing/graph-fixture';
import type { Graph } from '@/lib/contract/graph';

const theme: GraphTheme = {
  surface: 'surface',
  raised: 'raised',
  sunken: 'sunken',
  border: 'border',
  borderStrong: 'borderStrong',
  text: 'text',
  muted: 'muted',
  accent: 'accent',
  health: { healthy: 'green', degraded: 'amber', failing: 'red', idle: 'grey', unknown: 'grey' },
  font: 'Inter',
};

/** A pen that writes down what it is asked to do. */
function recordingPen() {
  const texts: string[] = [];
  const strokes: { color: unknown; dash: readonly number[] }[] = [];
  let dash: readonly number[] = [];
  let operations = 0;
  const count = () => {
    operations++;
  };
  const pen: Pen = {
    arc: count,
    beginPath: count,
    bezierCurveTo: count,
    closePath: count,
    fill: count,
    fillRect: count,
    fillStyle: '',
    fillText: (text) => void texts.push(text),
    font: '',
    globalAlpha: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    lineTo: count,
    lineWidth: 1,
    moveTo: count,
    roundRect: count,
    setLineDash: (segments: Iterable<number>) => void (dash = [...segments]),
    stroke: () => void strokes.push({ color: pen.strokeStyle, dash }),
    strokeStyle: '',
    textAlign: 'left',
    textBaseline: 'middle',
  };
  return { pen, texts, strokes, operations: () => operations };
}

function sceneOf(graph: Graph, closed = false) {
  const display = foldBoxes(graph, () => closed);
  return buildScene(display, layoutGraph(layoutInputOf(display)));
}

const shop = sceneOf(aShopGraph());
const everywhere = grown(shop.bounds, 100);
const labels = placeLabels(shop, 'rate');

/** The shop with so much wrong at one of its nodes. */
function troubledShop(trouble: Trouble) {
  const display = foldBoxes(aShopGraph(), () => false);
  const [first] = display.nodes;
  const nodes = new Map([[first?.id ?? '', trouble]]);
  return withTrouble(display, { nodes, boxes: new Map() });
}

function paintAll(scene: typeof shop, zoom: number, visible = grown(scene.bounds, 100)) {
  const recorded = recordingPen();
  const used = placeLabels(scene, 'rate');
  let slices = 0;
  for (const step of paintGraph(recorded.pen, { scene, labels: used, theme, zoom, visible })) {
    expect(step).toBeUndefined();
    slices++;
  }
  return { ...recorded, slices };
}

describe('paintGraph', () => {
  it('writes every name in full where it can be read', () => {
    const { texts } = paintAll(shop, 1);
    for (const { node } of shop.nodes) expect(texts).toContain(node.title);
    expect(texts).toContain('payments');
  });

  it('tells the health of edges by colour and by dash', () => {
    const { strokes } = paintAll(shop, 1);
    const dashOf = (color: string) =>
      strokes.find((stroke) => stroke.color === color && stroke.dash.length > 0)?.dash;
    expect(dashOf('red')).not.toEqual(dashOf('amber'));
    expect(dashOf('red')).toBeDefined();
    expect(dashOf('amber')).toBeDefined();
    expect(strokes.some(({ color, dash }) => color === 'muted' && dash.length === 0)).toBe(true);
  });

  it('paints only what is visible', () => {
    const corner = { x: everywhere.x, y: everywhere.y, width: 10, height: 10 };
    const { texts } = paintAll(shop, 1, corner);
    expect(texts).toEqual([]);
  });

  it('draws less from far away and in slices that end', () => {
    const large = sceneOf(aLargeGraph({ services: 500, edges: 1500, namespaces: 20, seed: 3 }));
    const far = paintAll(large, 0.1);
    const near = paintAll(large, 1);
    expect(far.operations()).toBeLessThan(near.operations());
    expect(near.slices).toBeGreaterThan(10);
    expect(far.texts.length).toBeLessThan(100);
  });

  it('leaves out the quietest calls of a folded mesh, never the failing ones', () => {
    const folded = sceneOf(
      aLargeGraph({ services: 500, edges: 1500, namespaces: 30, seed: 3 }),
      true,
    );
    const leftOut = edgesLeftOut(folded, 1);
    expect(leftOut).toBeGreaterThan(0);
    const hidden = folded.edges.slice(0, leftOut);
    const shown = folded.edges.slice(leftOut);
    expect(shown.some(({ edge }) => edge.status === 'failing')).toBe(true);
    expect(hidden.every(({ edge }) => edge.status !== 'failing')).toBe(true);
  });
});

describe('what is wrong with a configuration', () => {
  const painted = (trouble: Trouble, zoom: number) => {
    const display = troubledShop(trouble);
    const plain = paintAll(shop, zoom);
    const marked = paintAll(buildScene(display, layoutGraph(layoutInputOf(display))), zoom);
    const colors = (painting: typeof plain) => painting.strokes.map(({ color }) => color);
    const added = (color: string) =>
      colors(marked).filter((each) => each === color).length -
      colors(plain).filter((each) => each === color).length;
    return { texts: marked.texts, added };
  };

  it('is a number on the node, red only with an error among it', () => {
    const errors = painted({ error: 3, warning: 14 }, 1);
    expect(errors.texts).toContain('17');
    expect(errors.added('red')).toBeGreaterThan(0);
    const warnings = painted({ error: 0, warning: 17 }, 1);
    expect(warnings.texts).toContain('17');
    expect(warnings.added('red')).toBe(0);
    expect(warnings.added('amber')).toBeGreaterThan(0);
  });

  it('is no number where that could not be read', () => {
    expect(painted({ error: 3, warning: 14 }, 0.4).texts).not.toContain('17');
  });

  it('moves nothing', () => {
    const plain = foldBoxes(aShopGraph(), () => false);
    const marked = troubledShop({ error: 1, warning: 0 });
    expect(layoutInputOf(marked)).toEqual(layoutInputOf(plain));
  });
});

describe('paintEmphasis', () => {
  it('dims the rest and writes the names of what is pointed at', () => {
    const { pen, texts } = recordingPen();
    const id = 'east/payments/workload/ledger-v1';
    const painting = { scene: shop, labels, theme, zoom: 1, visible: everywhere };
    const bright = neighbourhoodOf(shop, id);
    paintEmphasis(pen, painting, { bright, selected: '', extraLabels: new Map() });
    expect(texts).toContain('ledger-v1');
    expect(texts).toContain('payment-v2');
    expect(texts).not.toContain('web-v1');
  });
});

describe('placeLabels', () => {
  it('covers no node and no other label', () => {
    const placed = [...labels.values()];
    expect(placed.length).toBeGreaterThan(5);
    placed.forEach((label, i) => {
      for (const other of placed.slice(i + 1)) expect(overlaps(label, other)).toBe(false);
      for (const node of shop.nodes) expect(overlaps(label, node)).toBe(false);
    });
  });

  it('says nothing of what was not measured', () => {
    const [edge] = shop.edges;
    if (edge === undefined) throw new Error('no edge');
    const unmeasured = {
      id: 'x',
      source: 'a',
      target: 'b',
      status: 'healthy',
      members: ['x'],
    } as const;
    for (const choice of ['rate', 'errors', 'p95', 'mtls', 'none'] as const) {
      expect(labelText(unmeasured, choice)).toBeNull();
    }
    expect(labelText({ ...unmeasured, errorRatio: null }, 'errors')).toBeNull();
  });

  it.each([
    [1, { text: '', lock: 'closed' }],
    [0.5, { text: '50%', lock: 'open' }],
    [0, { text: '0%', lock: 'open' }],
  ] as const)('draws a lock for a share of %d under mutual TLS', (mtlsShare, expected) => {
    const edge = {
      id: 'x',
      source: 'a',
      target: 'b',
      status: 'healthy',
      members: ['x'],
      mtlsShare,
    } as const;
    expect(labelText(edge, 'mtls')).toEqual(expected);
  });
});

describe('hitTest', () => {
  it('finds a node, an edge beside it, the title of a box, and nothing elsewhere', () => {
    const node = shop.nodes[0];
    const edge = shop.edges[0];
    const box = shop.boxes[0];
    if (!node || !edge || !box) throw new Error('the scene is empty');
    expect(hitTest(shop, { x: node.x + 5, y: node.y + 5 }, 6)).toEqual({
      kind: 'node',
      id: node.node.id,
    });
    const [x = 0, y = 0] = edge.curve;
    expect(hitTest(shop, { x: x + 2, y: y + 1 }, 6)?.kind).toBe('edge');
    expect(hitTest(shop, { x: box.x + 4, y: box.y + 4 }, 6)).toEqual({
      kind: 'box',
      id: box.box.id,
    });
    expect(hitTest(shop, { x: -9999, y: -9999 }, 6)).toBeNull();
  });
});

describe('walkFrom', () => {
  it('leads from a caller to the callee that is in trouble, and back', () => {
    const web = 'east/shop/workload/web-v1';
    const checkout = walkFrom(shop, web, 'right');
    expect(checkout).toBe('east/shop/workload/checkout-v1');
    expect(walkFrom(shop, checkout ?? '', 'left')).toBe(web);
  });

  it('ends where nobody is called', () => {
    expect(walkFrom(shop, 'east/data/workload/orders-db', 'right')).toBeNull();
    expect(walkFrom(shop, 'gone', 'down')).toBeNull();
  });
});

describe('text', () => {
  it('cuts a long name in its middle so that it fits', () => {
    const name = 'a-very-long-service-name-in-production-v17';
    const cut = fitText(name, 120, 14);
    expect(estimateTextWidth(cut, 14)).toBeLessThanOrEqual(120);
    expect(cut).toMatch(/^a-ver.*….*v17$/);
    expect(fitText('cart', 120, 14)).toBe('cart');
  });

  it('shows more the nearer one is', () => {
    expect([0.1, 0.4, 1].map(detailAt)).toEqual(['blocks', 'names', 'full']);
  });
});
