import type { Page } from '@playwright/test';
import { graphSchema } from '../../lib/contract/graph';
import { TracesPage } from './traces-page';
import { TrafficPage } from './traffic-page';

/** Few requests are traced, so the window in which traces are looked for is wide. */
const BEFORE = '/graph?list=true&window=10m&refresh=5s';
const AFTER = '/graph?list=true&window=1m&refresh=5s';
const SLOW_CALL = 'analytics/dashboards → analytics/reports';
/** Long enough for a window of one minute to fill with what was changed. */
const FOLLOWS_MS = 90_000;

/**
 * What the product is for, from end to end: from the graph to a slow call, to one of its traces, to
 * the split behind it, to half and half; and back to the graph, which shows the second version.
 *
 * @param base Where the console is; empty when the page has a base address
 * @returns requests per second that reach the second version in the end
 */
export async function walkJourney(page: Page, base = ''): Promise<number> {
  await page.goto(`${base}${BEFORE}`);
  await page.getByRole('tab', { name: /Calls/ }).click();
  await page.getByRole('button', { name: SLOW_CALL, exact: true }).click();
  const call = page.getByRole('region', { name: 'Selected: dashboards → reports' });
  await call.getByText('p95').first().waitFor();
  const atCall = page.url();

  await call.getByRole('link', { name: 'Traces' }).click();
  const traces = new TracesPage(page);
  await traces.openFirst();
  await traces.grid.getByText('reports').first().waitFor();

  await page.goto(atCall);
  await call.getByRole('link', { name: 'Traffic splits' }).click();
  const traffic = new TrafficPage(page);
  await traffic.article.waitFor();
  await traffic.button('50 / 50').click();
  await traffic.apply();

  await page.goto(`${base}${AFTER}`);
  const nodes = page.getByRole('table', { name: 'Nodes' });
  const second = nodes.getByRole('button', { name: 'reports-v2', exact: true });
  await second.waitFor({ timeout: FOLLOWS_MS });
  const rate = await rateOfSecond(page, base);

  await page.goto(`${base}/traffic?split=istio~analytics~reports~http~0`);
  await traffic.button('Undo').click();
  await traffic.article.getByText('Taken back').waitFor();
  return rate;
}

async function rateOfSecond(page: Page, base: string): Promise<number> {
  const answer = await page.request.get(`${base}/api/v1/graph?window=1m&namespaces=analytics`);
  const { edges } = graphSchema.parse(await answer.json());
  return edges.find(({ target }) => target.endsWith('/reports-v2'))?.requestRate ?? 0;
}
