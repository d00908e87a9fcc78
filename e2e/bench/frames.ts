import type { Page } from '@playwright/test';
import { z } from 'zod';
import { aLargeGraph } from '../../lib/testing/graph-fixture';
import { milliseconds, quantile, type Row } from './report';

const SIZE = { services: 1000, edges: 3000, namespaces: 40, seed: 3 };
const STEPS = 240;

/** Notes the time between frames. As text: what compiles this file would put helpers into a function. */
const RECORD_FRAMES = `(() => {
  const frames = (window.benchFrames = []);
  let last = performance.now();
  requestAnimationFrame(function tick(now) {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  });
})()`;

/** Milliseconds of script and painting per frame while the pointer drags the picture about. */
async function panTimes(page: Page): Promise<number[]> {
  const canvas = page.locator('canvas').first();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the graph has no canvas');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.evaluate(RECORD_FRAMES);
  await page.mouse.move(middle.x, box.y + box.height - 8);
  await page.mouse.down();
  for (let step = 0; step < STEPS; step += 1) {
    const angle = (step / STEPS) * 4 * Math.PI;
    await page.mouse.move(middle.x + 200 * Math.sin(angle), middle.y + 120 * Math.cos(angle));
  }
  await page.mouse.up();
  const frames = await page.evaluate<unknown>('window.benchFrames');
  return z.array(z.number()).parse(frames).slice(5);
}

/**
 * Frame times while panning 1,000 nodes and 3,000 edges, all boxes open, in a real browser whose
 * graph answer is canned. Beside it, an empty page of the same browser: what a frame costs at all.
 */
export async function benchFrames(page: Page, consoleUrl: string): Promise<Row[]> {
  const graph = aLargeGraph(SIZE);
  await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: graph }));
  await page.route('**/api/v1/graph', (route) => route.fulfill({ json: graph }));
  await page.goto(`${consoleUrl}/graph?refresh=off&boxes=open`);
  await page.locator('canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  const frames = await panTimes(page);
  const p95 = quantile(frames, 0.95);
  return [
    {
      what: `frames while panning ${SIZE.services} nodes, ${SIZE.edges} edges (n=${frames.length})`,
      ours: `p50 ${milliseconds(quantile(frames, 0.5))}, p95 ${milliseconds(p95)}`,
      beside: 'a frame at 60 Hz: 16.7 ms',
      ratio: `${(p95 / 16.7).toPrecision(3)} ×`,
    },
  ];
}
