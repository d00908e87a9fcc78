import type { Page } from '@playwright/test';
import { aLargeGraph } from '../../lib/testing/graph-fixture';
import { foldBoxes } from '../../lib/viz/graph/fold';
import { layoutGraph } from '../../lib/viz/graph/layout/layout';
import { layoutInputOf } from '../../lib/viz/graph/node-size';
import { fitted } from '../../lib/viz/graph/transform';

/** As text: what compiles this file would put helpers into a function. */
const PAINTER = `(({ nodes, edges, start, size }) => {
  const canvas = document.querySelector('canvas');
  Object.assign(canvas, size);
  const pen = canvas.getContext('2d');
  let view = start;
  let isDown = false;
  function paint() {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, size.width, size.height);
    pen.setTransform(view.k, 0, 0, view.k, view.x, view.y);
    pen.lineWidth = 1.5;
    pen.strokeStyle = 'grey';
    for (const curve of edges) {
      pen.beginPath();
      pen.moveTo(curve[0], curve[1]);
      for (let i = 2; i + 5 < curve.length; i += 6) pen.bezierCurveTo(...curve.slice(i, i + 6));
      pen.stroke();
    }
    for (const { x, y, width, height, title } of nodes) {
      pen.fillStyle = 'white';
      pen.beginPath();
      pen.roundRect(x, y, width, height, 6);
      pen.fill();
      pen.stroke();
      pen.fillStyle = 'black';
      pen.fillText(title, x + 8, y + 18);
    }
  }
  let scheduled = false;
  addEventListener('pointerdown', () => (isDown = true));
  addEventListener('pointermove', ({ movementX, movementY }) => {
    if (!isDown) return;
    view = { ...view, x: view.x + movementX, y: view.y + movementY };
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      paint();
    });
  });
  paint();
})`;

/** Puts a graph on a page of its own, drawn the plain way: all of it again in every frame. */
export async function openNaivePainter(
  page: Page,
  size: { readonly width: number; readonly height: number },
  mesh: Parameters<typeof aLargeGraph>[0],
): Promise<void> {
  const display = foldBoxes(aLargeGraph(mesh), () => false);
  const { nodes, edges, boxes } = layoutGraph(layoutInputOf(display));
  const titles = new Map(display.nodes.map(({ id, title }) => [id, title]));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const scene = {
    nodes: nodes.map(({ id, ...rect }) => ({ ...rect, title: titles.get(id) ?? '' })),
    edges: edges.map(({ curve }) => curve),
    start: fitted({ x: 0, y: 0, width: right, height: bottom }, size),
    size,
  };
  await page.setContent('<body style="margin:0"><canvas></canvas></body>');
  await page.evaluate(`${PAINTER}(${JSON.stringify(scene)})`);
}
