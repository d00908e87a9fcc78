import { expect, test } from '../fixtures/test';

test.describe('services', () => {
  test('lists services worst first, and keeps the order in the URL @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/services');
    const table = page.getByRole('table', { name: 'Services' });
    await expect(table.getByRole('link', { name: 'user-service', exact: true })).toBeVisible();
    await expectAccessible();

    await table.getByRole('button', { name: 'Rate' }).click();
    await expect(page).toHaveURL('/services?sort=rate&order=desc');
    await page.reload();
    await expect(page.getByRole('columnheader', { name: 'Rate' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
  });

  test('filters by name and leads to the page of a service', async ({ page }) => {
    await page.goto('/services');
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('user-s');
    await expect(page).toHaveURL('/services?q=user-s');
    await page.getByRole('link', { name: 'user-service', exact: true }).click();
    await expect(page).toHaveURL('/services/shop/user-service');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('user-service');
  });

  test('charts the golden signals, with the queries and a table @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/workloads/shop/user-service-v1');
    const latency = page.getByRole('figure', { name: 'Latency' });
    await expect(latency.getByText(/^p95 /).first()).toBeVisible();
    await expectAccessible();

    await latency.getByRole('button', { name: 'Latency: queries' }).click();
    const dialog = page.getByRole('dialog', { name: 'Latency: queries' });
    await expect(dialog.getByText(/histogram_quantile/).first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await latency.getByRole('button', { name: 'Latency: as a table' }).click();
    await expect(page.getByRole('table', { name: 'Latency' })).toBeVisible();
  });

  test('switches between inbound and outbound calls', async ({ page }) => {
    await page.goto('/workloads/shop/user-service-v1');
    await expect(page.getByRole('figure').first()).toBeVisible();
    const asked = page.waitForRequest(/\/signals\?.*direction=outbound/);
    await page.getByRole('radio', { name: 'Outbound' }).click();
    await asked;
    await expect(page).toHaveURL('/workloads/shop/user-service-v1?direction=outbound');
  });

  test('shows who calls and who is called, each with its ways on @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/services/shop/user-service?tab=traffic');
    const inbound = page.getByRole('region', { name: 'Inbound' });
    const first = inbound.getByRole('row').nth(1);
    await expect(first).toContainText('rps');
    await expectAccessible();
    await first.getByRole('link', { name: /^Traces of the call/ }).click();
    await expect(page).toHaveURL(/\/traces\?edge=/);
  });

  test('shows the pods and the configuration with the reason and YAML', async ({ page }) => {
    await page.goto('/services/shop/user-service?tab=pods');
    await expect(
      page.getByRole('table', { name: 'Pods' }).getByText('in the mesh').first(),
    ).toBeVisible();

    await page.getByRole('tab', { name: /^Configuration/ }).click();
    await expect(page).toHaveURL('/services/shop/user-service?tab=configuration');
    await page.getByText('VirtualService', { exact: true }).first().click();
    await expect(page.getByText(/kind: VirtualService/).first()).toBeVisible();
  });

  test('can walk its tabs with the keyboard alone', async ({ page }) => {
    await page.goto('/services/shop/user-service');
    await expect(page.getByRole('figure').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Signals' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Traffic' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expect(page).toHaveURL('/services/shop/user-service?tab=traffic');
  });

  test('says so when there is no such service', async ({ page }) => {
    await page.goto('/services/shop/no-such-thing?tab=traffic');
    await expect(page.getByText('No traffic')).toBeVisible();
    await page.goto('/services/shop/..%2Fsecrets');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such thing');
  });

  test('refuses a token that the cluster does not know', async ({ page, expectAccessible }) => {
    await page.route('**/api/v1/status', async (route) => {
      const response = await route.fetch();
      const status: unknown = await response.json();
      const unknown = { name: null, groups: [], expiresAt: null, renewInMs: null };
      const identity = { ...unknown, mode: 'token', signedIn: false };
      await route.fulfill({ response, json: Object.assign({}, status, { identity }) });
    });
    await page.route('**/api/v1/session', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        json: { type: 'urn:alidade:problem:unauthenticated', title: 'Not signed in', status: 401 },
      }),
    );
    const told = page.waitForResponse('**/api/v1/status');
    await page.goto('/sign-in');
    await told;
    await page.getByLabel('Kubernetes token').fill('not-a-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText(/does not accept this token/)).toBeVisible();
    await expectAccessible();
  });
});
