import type { Page } from '@playwright/test';
import { aLargeGraph, aShopGraph } from '../../lib/testing/graph-fixture';
import { expect, test } from '../fixtures/test';

const CHECKOUT = 'east/shop/workload/checkout-v1';

/** Opens the graph over a canned answer, so that every run sees the same mesh. */
async function openShop(page: Page, query = '') {
  await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: aShopGraph() }));
  await page.goto(`/graph${query}`);
  await expect(stage(page)).toBeVisible();
}

function stage(page: Page) {
  return page.getByRole('application', { name: /service graph/i });
}

function panel(page: Page, name: string) {
  return page.getByRole('region', { name: `Selected: ${name}` });
}

test.describe('service graph', () => {
  test('draws the mesh of the demo and lists the same in words', async ({ page }) => {
    await page.goto('/graph?list=true');
    await expect(stage(page)).toBeVisible();
    const nodes = page.getByRole('table', { name: 'Nodes' });
    await expect(nodes.getByRole('button', { name: 'istio-ingressgateway' })).toBeVisible();
    await expect(nodes.getByRole('row')).not.toHaveCount(1);
  });

  test('selects from the list and keeps the choice in the URL', async ({ page }) => {
    await openShop(page, '?list=true');
    await page.getByRole('button', { name: 'checkout-v1', exact: true }).click();

    await expect(page).toHaveURL(/select=east%2Fshop%2Fworkload%2Fcheckout-v1/);
    await expect(panel(page, 'checkout-v1')).toContainText('8% of requests fail');

    await page.reload();
    await expect(panel(page, 'checkout-v1')).toBeVisible();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(page).not.toHaveURL(/select=/);
  });

  test('can be walked with the keyboard from a caller to what it calls', async ({ page }) => {
    await openShop(page, `?select=${encodeURIComponent(CHECKOUT)}`);
    await stage(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect(panel(page, 'payment-v2')).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(panel(page, 'checkout-v1')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/select=/);
  });

  test('explains a call: its figures, who reported them, its flags and its query', async ({
    page,
  }) => {
    await openShop(page, '?list=true');
    await page.getByRole('tab', { name: /Calls/ }).click();
    await page.getByRole('button', { name: 'shop/checkout-v1 → payments/payment-v2' }).click();

    const call = panel(page, 'checkout-v1 → payment-v2');
    await expect(call).toContainText('in 25–50 ms');
    await expect(call).toContainText('reported by the callee’s proxy');
    await expect(call).toContainText('UH: no healthy upstream');
    await call.getByText('Explain these numbers').click();
    await expect(call.getByText('istio_requests_total')).toBeVisible();
    await expect(call.getByRole('link', { name: 'Traces' })).toHaveAttribute('href', /edge=/);
  });

  test('finds a node and goes to it', async ({ page }) => {
    await openShop(page);
    const search = page.getByRole('searchbox', { name: 'Find a node' });
    await search.fill('ledger');
    await expect(page.getByText('1 found')).toBeVisible();
    await search.press('Enter');
    await expect(panel(page, 'ledger-v1')).toBeVisible();
    await expect(page).toHaveURL(/q=ledger/);
  });

  test('keeps what labels say and what is shown in the URL', async ({ page }) => {
    await openShop(page);
    await page.getByRole('button', { name: 'Request rate Labels' }).click();
    await page.getByRole('option', { name: 'Latency p95' }).click();
    await expect(page).toHaveURL(/label=p95/);
    await page.getByRole('button', { name: 'All traffic Show' }).click();
    await page.getByRole('option', { name: 'Failing only' }).click();
    await expect(page).toHaveURL(/show=problems/);
    await expect(page.getByText(/healthy hidden/)).toBeVisible();

    await page.goBack();
    await expect(page).not.toHaveURL(/show=problems/);
  });

  test('closes the namespaces of a large mesh and opens one in place', async ({ page }) => {
    const large = aLargeGraph({ services: 400, edges: 900, namespaces: 12, seed: 5 });
    await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: large }));
    await page.goto('/graph?select=east%2Fteam-3');
    const namespace = panel(page, 'team-3');
    await expect(namespace).toContainText('Namespace, closed');
    await namespace.getByRole('button', { name: 'Open in the graph' }).click();
    await expect(page).toHaveURL(/boxes=closed&flip=east%2Fteam-3/);
  });

  test('says which window was empty', async ({ page }) => {
    const empty = { ...aShopGraph(), nodes: [], edges: [] };
    await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: empty }));
    await page.goto('/graph?ns=shop&window=10m');
    await expect(
      page.getByText('Nothing was called in shop in the last 10 minutes.'),
    ).toBeVisible();
  });

  test('keeps the last graph and says so when a refresh fails', async ({ page }) => {
    await page.clock.install();
    await openShop(page, '?list=true');
    await page.unroute('**/api/v1/graph?*');
    await page.route('**/api/v1/graph?*', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: { type: 'urn:alidade:problem:forbidden', title: 'Not allowed', status: 403 },
      }),
    );
    await page.clock.runFor('00:40');

    await expect(page.getByText('Not updating', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'checkout-v1', exact: true })).toBeVisible();
  });

  test('meets WCAG AA @theme', async ({ page, expectAccessible }) => {
    await openShop(page, `?list=true&select=${encodeURIComponent(CHECKOUT)}`);
    await page.getByRole('button', { name: 'Legend' }).click();
    await expectAccessible();
  });
});
