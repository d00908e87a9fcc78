import type { Page } from '@playwright/test';
import { objectAnswerSchema } from '../../lib/contract/objects';
import { applyPreview, previewOf } from '../fixtures/preview';
import { expect, test } from '../fixtures/test';

const idOf = (name: string) => `networking.istio.io~destinationrules~DestinationRule~shop~${name}`;
const pathOf = (name: string) => `/configuration/${idOf(name)}`;

/** Writes a rule that no other test has, and opens it. */
async function writeRule(page: Page, name: string): Promise<void> {
  await page.goto(pathOf(name));
  await page.getByRole('button', { name: 'Write one…' }).click();
  await typeAtEnd(page, '  host: cart');
  await apply(page);
  await expect(page.getByText('A new object').first()).toBeVisible();
}

const editor = (page: Page) => page.getByRole('textbox', { name: /^YAML of / });

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text);
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Preview…' }).click();
  await applyPreview(page);
}

test.describe('configuration', () => {
  test('lists the objects of every mesh, and filters them in the URL @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/configuration');
    const table = page.getByRole('table', { name: 'Objects' });
    await expect(table.getByRole('rowheader').first()).toBeVisible();
    await expectAccessible();
    await page
      .getByRole('searchbox', { name: 'Filter by kind or name' })
      .fill('destinationrule shop/');
    await expect(page).toHaveURL(/\?q=/);
    await expect(table.getByRole('cell', { name: 'VirtualService' })).toHaveCount(0);
    await table.getByRole('rowheader').first().getByRole('link').click();
    await expect(page).toHaveURL(/\/configuration\/networking\.istio\.io~destinationrules~/);
    await expect(editor(page)).toContainText('kind: DestinationRule');
    await expectAccessible();
  });

  test('writes, edits, takes back and removes an object', async ({ page }) => {
    await writeRule(page, 'by-browser');
    await typeAtEnd(page, '  exportTo: ["*"] # for all');
    await expect(page.getByText('1 line added, 0 removed')).toBeVisible();
    await page.reload();
    await expect(editor(page)).toContainText('# for all');
    await apply(page);
    await expect(page.getByText(/changed \/spec\/exportTo/)).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('Taken back')).toBeVisible();
    await expect(editor(page)).not.toContainText('exportTo');

    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('There is no DestinationRule by-browser')).toBeVisible();
  });

  test('marks what is refused where it is, and loses nothing to a conflict', async ({
    page,
    request,
    baseURL,
  }) => {
    await writeRule(page, 'by-two');
    await typeAtEnd(page, '  subsets: 7');
    await expect(page.locator('.cm-lintRange-error')).toHaveText('subsets');
    await page.getByRole('button', { name: 'Preview…' }).click();
    const dialog = previewOf(page);
    await expect(dialog.getByText('would refuse this')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();

    await typeAtEnd(page, '  exportTo: ["."]');
    const path = `/api/v1/objects/${idOf('by-two')}`;
    const { object } = objectAnswerSchema.parse(await (await request.get(path)).json());
    const yaml = object.yaml.replace('metadata:', 'metadata:\n  labels:\n    by: another');
    const { resourceVersion } = object;
    const headers = { origin: new URL(baseURL ?? '').origin, 'x-alidade': '1' };
    const written = await request.patch(path, { headers, data: { yaml, resourceVersion } });
    expect(written.status()).toBe(200);

    await page.getByRole('button', { name: 'Preview…' }).click();
    await expect(page.getByText('Somebody else changed this object')).toBeVisible();
    await expect(editor(page)).toContainText('exportTo');
    await page.getByRole('button', { name: 'Put mine on top' }).click();
    await expect(editor(page)).toContainText('by: another');
    await expect(editor(page)).toContainText('exportTo');
    await apply(page);
    await expect(page.getByText(/changed \/spec\/exportTo/)).toBeVisible();
    const after = objectAnswerSchema.parse(await (await request.get(path)).json()).object;
    await request.delete(`${path}?resourceVersion=${after.resourceVersion}`, { headers, data: {} });
  });
});
