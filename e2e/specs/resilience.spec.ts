import type { Page } from '@playwright/test';
import { nodeId } from '../../lib/domain/model';
import { applyPreview } from '../fixtures/preview';
import { expect, test } from '../fixtures/test';

/** No other test changes it. */
const SERVICE = '/services/analytics/reports?tab=resilience';
const WORKLOAD = nodeId('Kubernetes', 'analytics', 'workload', 'reports');

const card = (page: Page) =>
  page.getByRole('region', { name: 'VirtualService analytics/reports', exact: true });

test.describe('resilience', () => {
  test('is readable by everybody, forms and rules @theme', async ({ page, expectAccessible }) => {
    await page.goto('/services/shop/user-service?tab=resilience');
    const text = page.getByRole('textbox', { name: 'YAML of VirtualService shop/user-service' });
    await expect(text).toContainText('kind: VirtualService');
    await expectAccessible();
    await page.getByRole('tab', { name: 'Routing' }).click();
    await page.getByRole('textbox', { name: 'Headers' }).fill('x-canary: true');
    await expect(page.getByText('user-service v2: 100%')).toBeVisible();
    await expectAccessible();
  });

  test('a fault is injected by a form, seen on the graph, and ended where it is told', async ({
    page,
  }) => {
    test.slow();
    await page.goto(SERVICE);
    await card(page).getByText('Fault injection').click();
    await card(page).getByRole('textbox', { name: 'HTTP status' }).fill('503');
    await card(page).getByRole('textbox', { name: 'Share aborted' }).fill('20');
    await expect(card(page).getByRole('textbox', { name: /^YAML of/ })).toContainText(
      'httpStatus: 503',
    );
    await card(page).getByRole('button', { name: 'Preview' }).click();
    await applyPreview(page);
    await expect(page.getByText('A fault is active')).toBeVisible();

    await page.goto(`/graph?ns=analytics&list=true&select=${encodeURIComponent(WORKLOAD)}`);
    await expect(page.getByText('fault active: 20 % of requests get status 503')).toBeVisible();

    await page.goto(SERVICE);
    await page.getByRole('button', { name: 'End it…' }).click();
    await applyPreview(page);
    await expect(page.getByText('A fault is active')).toBeHidden();
    await expect(card(page).getByRole('textbox', { name: /^YAML of/ })).not.toContainText('fault');
  });
});
