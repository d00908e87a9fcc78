import { graphSchema } from '../../lib/contract/graph';
import { expect, test } from '../fixtures/test';
import { TracesPage } from '../pages/traces-page';
import { TrafficPage } from '../pages/traffic-page';

const SLOW_CALL = 'analytics/dashboards → analytics/reports';

// What the product is for, from end to end: from the graph to the slow call, to one of its traces,
// to the split behind it, and back to the graph once the weights are moved.
test('goes from a slow call to its trace and its split, and sees traffic follow', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  await page.goto('/graph?list=true&window=1m&refresh=5s');
  await page.getByRole('tab', { name: /Calls/ }).click();
  await page.getByRole('button', { name: SLOW_CALL, exact: true }).click();
  const call = page.getByRole('region', { name: 'Selected: dashboards → reports' });
  await expect(call).toContainText(/p95/);
  const graphAddress = page.url();

  await call.getByRole('link', { name: 'Traces' }).click();
  const traces = new TracesPage(page);
  await traces.openFirst();
  await expect(traces.grid).toContainText('reports');

  await page.goto(graphAddress);
  await call.getByRole('link', { name: 'Traffic splits' }).click();
  const traffic = new TrafficPage(page);
  await traffic.article.waitFor();
  await traffic.button('50 / 50').click();
  await traffic.apply();

  await page.goto('/graph?list=true&window=1m&refresh=5s');
  await expect(async () => {
    const answer = await request.get('/api/v1/graph?window=1m&namespaces=analytics');
    const { edges } = graphSchema.parse(await answer.json());
    const moved = edges.find(({ target }) => target.endsWith('/reports-v2'));
    expect(moved?.requestRate ?? 0).toBeGreaterThan(0.5);
  }).toPass({ timeout: 90_000, intervals: [3000] });
  const nodes = page.getByRole('table', { name: 'Nodes' });
  await expect(nodes.getByRole('button', { name: 'reports-v2', exact: true })).toBeVisible({
    timeout: 20_000,
  });

  await page.goto('/traffic?split=istio~analytics~reports~http~0');
  await traffic.button('Undo').click();
  await expect(traffic.article.getByText('Taken back')).toBeVisible();
});
