import { expect, test } from '../fixtures/test';

test.describe('practices', () => {
  test('say of each namespace what is met, what was seen and what to do next @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/practices');
    const table = page.getByRole('table', { name: 'Practices by namespace' });
    const shop = table.getByRole('row').filter({ hasText: /^shop/ });
    await expect(shop).toContainText(/\d of \d/);
    await expectAccessible();

    await shop.getByRole('button', { name: 'shop', exact: true }).click();
    await expect(page).toHaveURL('/practices?open=shop');
    const open = page.getByRole('region', { name: 'Practices of shop' });
    const headers = open.getByRole('listitem').filter({ hasText: 'Trace headers passed on' });
    // The demo's recommendations do not copy them.
    await expect(headers.first()).toContainText('recommendation');
    await expect(headers.first()).toContainText('traceparent');
    await expect(open.getByText('Between the proxies')).toBeVisible();
    await expectAccessible();

    await open.getByRole('button', { name: 'Close' }).click();
    await expect(page).toHaveURL('/practices');
  });

  test('say what proxies cost, in the order that is asked for', async ({ page }) => {
    await page.goto('/practices');
    await page.getByRole('radio', { name: 'Cost' }).click();
    await expect(page).toHaveURL('/practices?show=cost');
    const table = page.getByRole('table', { name: 'Cost of proxies by namespace' });
    const shop = table.getByRole('row').filter({ hasText: /^shop/ });
    await expect(shop).toContainText('MiB');
    await table.getByRole('button', { name: 'Namespace' }).click();
    const first = table.getByRole('rowheader').first();
    const last = table.getByRole('rowheader').last();
    expect((await first.innerText()) < (await last.innerText())).toBe(true);
  });

  test('say so when no namespace matches', async ({ page }) => {
    await page.goto('/practices?q=nowhere');
    await expect(page.getByText(/None of \d+ namespaces matches/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(page).toHaveURL('/practices');
  });
});
