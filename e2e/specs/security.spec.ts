import type { Page } from '@playwright/test';
import { objectAnswerSchema } from '../../lib/contract/objects';
import { edgeId, nodeId } from '../../lib/domain/model';
import { expect, test } from '../fixtures/test';

// What one of them puts in force is seen by the others.
test.describe.configure({ mode: 'serial' });

const workload = (namespace: string, name: string) =>
  nodeId('Kubernetes', namespace, 'workload', name);

const STRICT = 'security.istio.io~peerauthentications~PeerAuthentication~shop~default';
const ALLOWANCE =
  'security.istio.io~authorizationpolicies~AuthorizationPolicy~shop~allow-orders-to-payments';

/** Removes an object on its own page, as a person would. */
async function removeHere(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(`There is no ${name}`)).toBeVisible();
}

/** What was made here and is still there would be in the way of whoever comes next. */
test.afterAll(async ({ request, baseURL }) => {
  const headers = { origin: new URL(baseURL ?? '').origin, 'x-alidade': '1' };
  for (const id of [STRICT, ALLOWANCE]) {
    const found = await request.get(`/api/v1/objects/${id}`);
    if (!found.ok()) continue;
    const { object } = objectAnswerSchema.parse(await found.json());
    const query = `resourceVersion=${object.resourceVersion}`;
    await request.delete(`/api/v1/objects/${id}?${query}`, { headers, data: {} });
  }
});

const rowOf = (page: Page, table: string, name: string) =>
  page.getByRole('table', { name: table }).getByRole('row', { name: new RegExp(`^${name} `) });

/** Expects something of a page that is loaded again until it is so. */
async function expectAfterReload(page: Page, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await check();
  }).toPass({ timeout: 30_000 });
}

test.describe('security', () => {
  test('is readable by everybody on each of its tabs @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto(
      `/security?ns=shop&workload=${encodeURIComponent(workload('shop', 'inventory'))}`,
    );
    await expect(rowOf(page, 'Workloads', 'inventory')).toContainText('Permissive');
    const panel = page.getByRole('complementary', { name: 'Workload: inventory' });
    await expect(panel.getByText('It decides.')).toBeVisible();
    await expectAccessible();
    await page.getByRole('tab', { name: /^Policies/ }).click();
    await expect(rowOf(page, 'Policies', 'payments')).toContainText('Allows calls from');
    await expectAccessible();
    await page.getByRole('tab', { name: /^Certificates/ }).click();
    await expectAccessible();
    await page.getByRole('tab', { name: 'Simulation' }).click();
    await expect(page.getByText('Nothing simulated yet')).toBeVisible();
    await expectAccessible();

    await page.goto('/services/shop/inventory');
    const line = page.getByRole('group', { name: 'Security' });
    await expect(line).toContainText(/Permissive.*encrypted.*in plain text/);
  });

  test('a namespace is made strict after seeing who would be cut off', async ({ page }) => {
    await page.goto('/security?ns=shop&tab=simulation&strict=shop');
    await page.getByRole('button', { name: 'Simulate' }).click();
    await expect(page.getByText(/^\d+ calls? would be cut off$/)).toBeVisible();
    const cut = page.getByRole('table', { name: 'Would be cut off' });
    await expect(cut.getByRole('row', { name: /stock-sync → inventory/ })).toContainText(
      'what is in plain text',
    );

    const draft = page.getByText('kind: PeerAuthentication');
    await expect(draft).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create it' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Check with the API server' }).click();
    await expect(page.getByText('The API server would take it.')).toBeVisible();
    await page.getByRole('button', { name: 'Create it' }).click();
    await expect(page.getByText('Applied')).toBeVisible();

    const inventory = encodeURIComponent(workload('shop', 'inventory'));
    await page.goto(`/security?ns=shop&workload=${inventory}`);
    await expectAfterReload(page, () =>
      expect(rowOf(page, 'Workloads', 'inventory')).toContainText('Strict', { timeout: 5_000 }),
    );
    const panel = page.getByRole('complementary', { name: 'Workload: inventory' });
    const chain = panel.getByRole('list', { name: 'How the mode of Port 8080 came about' });
    await chain.getByRole('link', { name: 'PeerAuthentication shop/default' }).click();
    await expect(page).toHaveURL(new RegExp(STRICT));
    await removeHere(page, 'PeerAuthentication default');

    await page.goto('/security?ns=shop');
    await expectAfterReload(page, () =>
      expect(rowOf(page, 'Workloads', 'inventory')).toContainText('Permissive', {
        timeout: 5_000,
      }),
    );
  });

  test('a policy is drafted from a call, tried, applied and removed', async ({ page }) => {
    await page.goto(
      `/security?ns=shop&workload=${encodeURIComponent(workload('shop', 'payments'))}`,
    );
    const callee = page.getByRole('complementary', { name: 'Workload: payments' });
    await callee.getByRole('button', { name: 'orders' }).click();
    const call = edgeId(workload('shop', 'orders'), workload('shop', 'payments'), 'http');
    await expect(page).toHaveURL((url) => url.searchParams.get('call') === call);
    const panel = page.getByRole('complementary', { name: 'Call: orders → payments' });
    await expect(
      panel.getByRole('link', { name: 'AuthorizationPolicy shop/payments' }),
    ).toHaveCount(1);
    await expect(panel.getByText('cluster.local/ns/shop/sa/orders')).toBeVisible();
    await panel.getByRole('button', { name: 'Check with the API server' }).click();
    await expect(panel.getByText('The API server would take it.')).toBeVisible();
    await panel.getByRole('button', { name: 'Create it' }).click();
    await expect(panel.getByText('Applied')).toBeVisible();

    await page.goto('/security?ns=shop&tab=policies');
    const name = 'allow-orders-to-payments';
    await expectAfterReload(page, () =>
      expect(rowOf(page, 'Policies', name)).toContainText(
        'identity cluster.local/ns/shop/sa/orders',
        { timeout: 5_000 },
      ),
    );
    await rowOf(page, 'Policies', name).getByRole('link', { name }).click();
    await expect(page).toHaveURL(new RegExp(ALLOWANCE));
    await removeHere(page, `AuthorizationPolicy ${name}`);

    await page.goto('/security?ns=shop&tab=policies');
    await expect(rowOf(page, 'Policies', 'payments')).toBeVisible();
    await expectAfterReload(page, async () => {
      await expect(rowOf(page, 'Policies', 'payments')).toBeVisible();
      await expect(rowOf(page, 'Policies', name)).toHaveCount(0, { timeout: 5_000 });
    });
  });
});
