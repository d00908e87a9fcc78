import type { Browser, Page } from '@playwright/test';
import { aLargeGraph } from '../../lib/testing/graph-fixture';
import { LARGE_TRACE_ID, TracesPage } from '../pages/traces-page';
import { frameTimes, type FrameTimes } from './frame-work';
import { openNaivePainter } from './naive-painter';
import { atMost, milliseconds, quantile, ratio, type Row } from './report';

const MESH = { services: 1000, edges: 3000, namespaces: 40, seed: 3 };
const VIEWPORT = { width: 1440, height: 900 };
const STEPS = 240;
/** What a frame may cost at 60 Hz. */
const AIM_MS = 16;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Drags a picture about in circles of such a radius. */
async function pan(page: Page, { x, y, width, height }: Place, reach: number): Promise<void> {
  const middle = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(middle.x, y + height - 8);
  await page.mouse.down();
  for (let step = 0; step < STEPS; step += 1) {
    const angle = (step / STEPS) * 4 * Math.PI;
    const across = reach * width * Math.sin(angle);
    await page.mouse.move(middle.x + across, middle.y + reach * height * Math.cos(angle));
  }
  await page.mouse.up();
}

const shownAt = (page: Page) =>
  page.evaluate<string>(
    '[...document.querySelectorAll("canvas")].map((each) => each.style.transform).join()',
  );

/** Opens the graph over a canned answer, all its boxes open. */
async function openGraph(page: Page, consoleUrl: string): Promise<Place> {
  const graph = aLargeGraph(MESH);
  await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: graph }));
  await page.goto(`${consoleUrl}/graph?refresh=off&boxes=open`);
  const canvas = page.locator('canvas').first();
  await canvas.waitFor();
  await page.waitForFunction('document.querySelector("canvas[style*=scale]") !== null');
  const place = await canvas.boundingBox();
  if (place === null) throw new Error('the graph has no canvas');
  return place;
}

/** Zooms in to where names and figures can be read. */
async function zoomIn(page: Page, { x, y, width, height }: Place): Promise<void> {
  await page.mouse.move(x + width / 2, y + height / 2);
  const zoom = page.getByRole('group', { name: 'View of the graph' }).getByText(/^\d+%$/);
  for (let i = 0; i < 20; i += 1) {
    if (parseInt(await zoom.innerText(), 10) >= 70) return;
    await page.mouse.wheel(0, -200);
  }
  throw new Error('the graph does not zoom');
}

function rowOf(what: string, { intervals, work }: FrameTimes, beside?: FrameTimes): Row {
  const p95 = quantile(work, 0.95);
  const plain = beside === undefined ? undefined : quantile(beside.work, 0.95);
  return {
    what: `${what} (${work.length} frames)`,
    ours: `work p50 ${milliseconds(quantile(work, 0.5))}, p95 ${milliseconds(p95)}`,
    beside:
      plain === undefined
        ? `interval p95 ${milliseconds(quantile(intervals, 0.95))}`
        : `all drawn anew: p95 ${milliseconds(plain)}; interval p95 ${milliseconds(quantile(intervals, 0.95))}`,
    ratio: ratio(p95 / (plain ?? AIM_MS)),
    aim: atMost(AIM_MS, p95, `${AIM_MS} ms at p95`),
  };
}

async function panned(browser: Browser, page: Page, place: Place, reach: number) {
  const before = await shownAt(page);
  const times = await frameTimes(browser, page, () => pan(page, place, reach));
  if ((await shownAt(page)) === before) throw new Error('the graph was not moved');
  return times;
}

async function benchPanning(browser: Browser, consoleUrl: string): Promise<Row[]> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  const place = await openGraph(page, consoleUrl);
  const whole = await panned(browser, page, place, 0.2);
  await zoomIn(page, place);
  const near = await panned(browser, page, place, 0.45);
  await page.close();

  const plain = await browser.newPage({ viewport: VIEWPORT });
  const { width, height } = place;
  await openNaivePainter(plain, { width, height }, MESH);
  const all = { x: 0, y: 0, width, height };
  const naive = await frameTimes(browser, plain, () => pan(plain, all, 0.2));
  await plain.close();
  const graph = `${MESH.services} nodes, ${MESH.edges} edges`;
  return [
    rowOf(`panning ${graph}, all in view`, whole, naive),
    rowOf(`panning ${graph}, near enough to read`, near),
  ];
}

async function benchScrolling(browser: Browser, consoleUrl: string): Promise<Row[]> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${consoleUrl}/traces/${LARGE_TRACE_ID}`);
  const { grid, rows } = new TracesPage(page);
  await grid.waitFor({ timeout: 60_000 });
  await rows.nth(5).waitFor();
  const first = await rows.nth(1).innerText();
  await grid.hover();
  const times = await frameTimes(browser, page, async () => {
    for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(0, 300);
  });
  if ((await rows.nth(1).innerText()) === first) throw new Error('the trace was not scrolled');
  await page.close();
  return [rowOf('scrolling a trace of 50,000 spans', times)];
}

/**
 * What frames cost in a real browser: while a large graph is dragged about, as a whole and near enough to read,
 * beside a painter that draws everything in every frame; and while a large trace is scrolled.
 */
export async function benchFrames(browser: Browser, consoleUrl: string): Promise<Row[]> {
  return [
    ...(await benchPanning(browser, consoleUrl)),
    ...(await benchScrolling(browser, consoleUrl)),
  ];
}
