import type { Page } from '@playwright/test';
import { nodeId } from '../../lib/domain/model';
import { applyPreview, previewOf } from '../fixtures/preview';
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

  test('annotations of a Service are written by a form, and taken back by it', async ({ page }) => {
    test.slow();
    await page.goto('/services/loyalty/points?tab=resilience');
    const service = page.getByRole('region', { name: 'Service loyalty/points', exact: true });
    const yaml = service.getByRole('textbox', { name: /^YAML of/ });
    await service.getByText('Timeouts', { exact: true }).click();
    const response = service.getByRole('textbox', { name: /^Response/ });
    await response.fill('7s');
    await expect(yaml).toContainText('timeout.linkerd.io/response: 7s');
    await service.getByRole('button', { name: 'Preview' }).click();
    await expect(previewOf(page).getByText('timeout.linkerd.io/response: 7s')).toBeVisible();
    await applyPreview(page);
    await expect(service.getByText('changed here')).toBeHidden();

    await page.reload();
    await expect(response).toHaveValue('7s');
    await response.fill('');
    await service.getByRole('button', { name: 'Preview' }).click();
    await applyPreview(page);
    await expect(yaml).not.toContainText('timeout.linkerd.io/response');
  });

  test('a rule is given a further target, and the example follows its weight', async ({ page }) => {
    await page.goto('/services/shop/user-service?tab=routing');
    const rule = page.getByRole('article', { name: /^Rule 1/ });
    const shares = page.getByRole('region', { name: 'Try a request' });
    await page.getByRole('textbox', { name: 'Headers' }).fill('x-canary: true');
    await rule.getByRole('button', { name: 'Add target' }).click();
    await expect(shares.getByText('user-service v2: 100%', { exact: true })).toBeVisible();
    const weight = rule.getByRole('textbox', { name: /^Weight of/ }).last();
    await weight.fill('300');
    await expect(shares.getByText(/user-service v2: 25%, user-service.*: 75%/)).toBeVisible();
    await rule.getByRole('button', { name: 'Send nothing to: user-service v2' }).click();
    await expect(shares.getByText(/^user-service.*: 100%$/)).toBeVisible();
  });
});
