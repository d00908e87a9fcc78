import type { Page } from '@playwright/test';
import { nodeId } from '../../lib/domain/model';
import { applyPreview } from '../fixtures/preview';
import { expect, test } from '../fixtures/test';

/** Planted in the demo; no other test touches it. */
const GRANT = 'gateway.networking.k8s.io~referencegrants~ReferenceGrant~support~from-helpdesk';
const PLACE = '/spec/from/0/namespace';

const objects = (page: Page) => page.getByRole('table', { name: 'Objects' });
const grant = (page: Page) => objects(page).getByRole('rowheader', { name: 'from-helpdesk' });
const editor = (page: Page) => page.getByRole('textbox', { name: /^YAML of ReferenceGrant/ });

const PROFILES = nodeId('Kubernetes', 'shop', 'service', 'profiles');

test.describe('findings', () => {
  test('stand beside the graph, and lead to their place @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/graph?ns=shop&view=service&list=true');
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'profiles' }) });
    await expect(row.getByText('1 error')).toBeAttached();
    await row.getByRole('button', { name: 'profiles' }).press('Enter');
    await expect(page).toHaveURL(new RegExp(`select=${encodeURIComponent(PROFILES)}`));
    const found = page.getByRole('list', { name: 'Findings in its configuration' });
    await expect(found.getByText('IS102')).toBeVisible();
    await expect(page.getByText(/1 error in its configuration$/)).toBeAttached();
    await expectAccessible();

    await page.goto('/graph?ns=shop&boxes=closed&select=Kubernetes%2Fshop');
    await expect(found.getByText('IS102')).toBeVisible();
    const place = found.getByRole('link', { name: /^IS102 at / });
    await place.focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/mark=.+destination%2Fsubset/);
    await expect(page.locator('.cm-activeLine')).toContainText('subset:');
  });

  test('are seen at a namespace, in its objects, and at a service @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/?layout=cards&q=shop');
    const badge = page.getByRole('link', { name: '1 error in the configuration of shop' });
    await expect(badge).toBeVisible();
    await expectAccessible();
    await page.getByRole('radio', { name: 'Rows' }).click();
    await expect(badge).toBeVisible();

    await badge.click();
    await expect(page).toHaveURL('/configuration?ns=shop&show=findings');
    await expect(objects(page).getByRole('rowheader', { name: 'profiles' })).toBeVisible();
    await expect(page.getByRole('radio', { name: 'With findings' })).toBeChecked();
    await expectAccessible();

    await page.goto('/services/shop/profiles?tab=configuration');
    await expect(page.getByRole('tab', { name: /^Configuration \d+ 1 error$/ })).toBeVisible();
    const found = page.getByRole('list', { name: 'Findings of VirtualService profiles' });
    await expect(found.getByText('IS102')).toBeVisible();
    await expectAccessible();
    await found.getByRole('link').click();
    await expect(page).toHaveURL(/mark=.+destination%2Fsubset/);
    await expect(page.locator('.cm-activeLine')).toContainText('subset:');
  });

  test('lead to a broken reference, which is mended at its marker and is gone', async ({
    page,
  }) => {
    await page.goto('/?layout=cards&q=support');
    const badge = page.getByRole('link', { name: /in the configuration of support$/ });
    await badge.click();
    await grant(page).getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`/configuration/${GRANT}`));

    await expect(page.getByText('There is no namespace helpdesk.')).toBeVisible();
    await expect(editor(page)).toContainText('namespace: helpdesk');
    const marked = page.locator('.cm-lintRange-warning');
    await expect(marked).toHaveText('namespace');
    await page.getByRole('link', { name: PLACE }).click();
    await expect(page).toHaveURL(/mark=%2Fspec%2Ffrom%2F0%2Fnamespace/);
    const line = page.locator('.cm-activeLine');
    await expect(line).toContainText('namespace: helpdesk');

    // The cursor stands at the marker already.
    await editor(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ControlOrMeta+Backspace');
    await page.keyboard.type('shop');
    await expect(line).toContainText(/namespace: shop$/);
    await page.getByRole('button', { name: 'Preview…' }).click();
    await applyPreview(page);

    await expect(page.getByText('Nothing was found.')).toBeVisible();
    await expect(marked).toHaveCount(0);
    await page.goto('/configuration?ns=support&show=findings');
    await expect(objects(page).getByRole('rowheader', { name: 'chat' })).toBeVisible();
    await expect(grant(page)).toHaveCount(0);

    await page.goto(`/configuration/${GRANT}`);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('Taken back')).toBeVisible();
    await expect(page.getByText('There is no namespace helpdesk.')).toBeVisible();
    await page.goto('/configuration?ns=support&show=findings');
    await expect(grant(page)).toBeVisible();
  });
});
