import type { APIRequestContext } from '@playwright/test';
import { splitAnswerSchema } from '../../lib/contract/splits';
import { expect, test } from '../fixtures/test';
import { TrafficPage } from '../pages/traffic-page';

// Each test has a split of its own, since they share one mesh and run at once.
const SHIPPING = 'istio~warehouse~shipping~http~0';
const STOCK = 'istio~warehouse~stock~http~0';
const USERS = 'istio~shop~user-service~http~1';
const PAYMENTS = 'istio~shop~payments~http~0';

/** Writes weights as somebody else would, beside the page. */
async function writeBeside(
  request: APIRequestContext,
  baseURL: string,
  id: string,
  weights: readonly number[],
) {
  const path = `/api/v1/splits/${encodeURIComponent(id)}`;
  const headers = { origin: new URL(baseURL).origin, 'x-alidade': '1' };
  // What is read may be from just before the last write, which is then refused.
  await expect(async () => {
    const { split } = splitAnswerSchema.parse(await (await request.get(path)).json());
    const { resourceVersion } = split.carrier;
    const targets = split.targets.map(({ host, subset, port }, i) => ({
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port }),
      weight: weights[i] ?? 0,
    }));
    const answer = await request.patch(path, { headers, data: { resourceVersion, targets } });
    expect(answer.status()).toBe(200);
  }).toPass({ timeout: 15_000 });
}

test.describe('traffic', () => {
  test('moves weights by keyboard, sees traffic follow, and takes it back', async ({ page }) => {
    test.setTimeout(150_000);
    const traffic = new TrafficPage(page);
    await traffic.open(SHIPPING);
    await expect(traffic.slider('v2')).toHaveValue('25');

    await traffic.slider('v2').focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await expect(traffic.slider('v1')).toHaveValue('54');
    await expect(traffic.article).toContainText('v1 75% → 54%, v2 25% → 46%');

    await traffic.apply();
    await expect.poll(() => traffic.observed('v2'), { timeout: 90_000 }).toBeGreaterThan(30);

    await page.reload();
    await traffic.button('Undo').click();
    await expect(traffic.article.getByText('Taken back')).toBeVisible();
    await expect(traffic.slider('v2')).toHaveValue('25');
  });

  test('shows what would be written, in the scale of the object', async ({ page }) => {
    const traffic = new TrafficPage(page);
    await traffic.open(STOCK);
    await traffic.button('50 / 50').click();
    await traffic.button('Preview…').click();
    const difference = page.getByRole('region', { name: 'Difference in YAML' });
    await expect(difference.locator('del')).toContainText(['weight: 80', 'weight: 20']);
    await expect(difference.locator('ins')).toContainText(['weight: 50', 'weight: 50']);
    await page.keyboard.press('Escape');
    await expect(difference).toBeHidden();
    await expect(traffic.button('Preview…')).toBeFocused();
  });

  test('loses nothing when somebody else writes first', async ({ page, request, baseURL }) => {
    const traffic = new TrafficPage(page);
    await traffic.open(USERS);
    await traffic.slider('v2').focus();
    await page.keyboard.press('PageUp');
    await writeBeside(request, baseURL ?? '', USERS, [60, 40]);

    const row = page.getByRole('row', { name: 'v2 10% 20% 40%' });
    await expect(row).toBeVisible({ timeout: 20_000 });
    await expect(traffic.button('Preview…')).toBeDisabled();
    await traffic.button('Keep mine').click();
    await traffic.apply();
    await expect(traffic.slider('v2')).toHaveValue('20');
    await traffic.button('Undo').click();
    await expect(traffic.slider('v2')).toHaveValue('40');
    await writeBeside(request, baseURL ?? '', USERS, [90, 10]);
  });

  test('makes one destination a split, and goes back', async ({ page }) => {
    const traffic = new TrafficPage(page);
    await traffic.open(PAYMENTS);
    await page.getByRole('group', { name: 'Split with' }).getByRole('button').first().click();
    await expect(page.getByRole('slider')).toHaveCount(2);
    await page.getByRole('slider').nth(1).focus();
    await page.keyboard.press('PageUp');
    await traffic.apply();
    await traffic.button('Undo').click();
    await expect(page.getByRole('slider')).toHaveCount(1);
  });

  test('finds a split and keeps filter, choice and edits through a reload', async ({ page }) => {
    const traffic = new TrafficPage(page);
    await page.goto('/traffic');
    await traffic.list.waitFor();
    await page.getByRole('searchbox', { name: 'Filter splits' }).fill('recommendation');
    await expect(traffic.list.getByRole('link')).toHaveCount(1);
    await traffic.list.getByRole('link').click();
    await expect(page).toHaveURL(/q=recommendation/);
    await expect(page).toHaveURL(/split=istio/);
    await expect(traffic.article).toContainText('Argo Rollouts keeps this object');

    await traffic.button('Swap').click();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await expect(traffic.slider('v2')).toHaveValue('95');
    await expect(traffic.list.getByText('Edited')).toBeVisible();
    await traffic.button('Discard').click();
  });

  test('meets WCAG AA @theme', async ({ page, expectAccessible }) => {
    const traffic = new TrafficPage(page);
    await traffic.open(STOCK);
    await expectAccessible();
    await traffic.button('Swap').click();
    await traffic.button('Preview…').click();
    await expect(page.getByRole('region', { name: 'Difference in YAML' })).toBeVisible();
    await expectAccessible();
  });
});
