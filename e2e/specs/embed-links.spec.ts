import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from '../fixtures/test';

const DIALOG = 'Embed this view';

/** Opens the dialog of a page of the console. */
async function openDialog(page: Page, address: string): Promise<Locator> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Copy embed link' }).click();
  return page.getByRole('dialog', { name: DIALOG });
}

const addressIn = async (dialog: Locator) =>
  (await dialog.getByRole('region', { name: 'Address' }).textContent()) ?? '';

/** Makes a signed link for a page of the console; gives the address of the panel, of the time shown there. */
async function signedAddress(page: Page, address: string): Promise<string> {
  const dialog = await openDialog(page, address);
  await dialog.getByRole('radio', { name: 'Signed link' }).click();
  const time = dialog.getByRole('radiogroup', { name: 'Time' });
  if (await time.isVisible()) await time.getByRole('radio', { name: 'As it is here' }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(dialog.getByRole('region', { name: 'Address' })).toBeVisible();
  return addressIn(dialog);
}

const REFUSED = 'This link does not open this panel';

test('every view that can be a panel offers its address, which opens it @theme', async ({
  page,
  baseURL,
  expectAccessible,
}) => {
  const views: readonly (readonly [string, string])[] = [
    ['/graph?ns=shop', '/embed/graph?'],
    ['/workloads/shop/user-service-v1', '/embed/signals?'],
    ['/traces?ns=shop&node=Kubernetes%2Fshop%2Fworkload%2Fuser-service-v1', '/embed/traces?'],
    ['/traffic?ns=shop', '/embed/splits?'],
  ];
  for (const [view, panel] of views) {
    const dialog = await openDialog(page, view);
    const offered = await addressIn(dialog);
    expect(offered).toContain(`${baseURL}${panel}from=\${__from}&to=\${__to}&var-namespace=shop`);
    await expect(dialog.getByText('Whoever reaches the address')).toContainText('shop');
    await dialog.getByRole('radio', { name: 'As it is here' }).first().click();
    const fixed = await addressIn(dialog);
    expect(fixed).toContain('from=now-5m&to=now');
    if (panel === '/embed/graph?') await expectAccessible();
    await page.goto(fixed);
    await expect(page.getByRole('link', { name: 'Open in Alidade' })).toBeVisible();
    await expect(page.getByText(/not available|No service chosen/)).toHaveCount(0);
  }
});

test('the namespaces can be left to the dashboard', async ({ page, baseURL }) => {
  const dialog = await openDialog(page, '/graph?ns=shop');
  const scope = dialog.getByRole('radiogroup', { name: 'Namespaces' });
  await scope.getByRole('radio', { name: 'Of the dashboard' }).click();
  expect(await addressIn(dialog)).toBe(
    `${baseURL}/embed/graph?from=\${__from}&to=\${__to}&var-namespace=\${namespace:csv}`,
  );
  await expect(dialog.getByRole('region', { name: /^Frame/ })).toContainText('&amp;to=${__to}');
});

test('says what of a view everybody would not see', async ({ page }) => {
  const dialog = await openDialog(page, '/graph?ns=shop,warehouse');
  await expect(dialog.getByText('Not shown: warehouse')).toBeVisible();
});

test('a signed link opens its view to somebody without any cookie, and no other', async ({
  page,
  browser,
  baseURL,
}) => {
  const address = await signedAddress(page, '/graph?ns=warehouse');
  const context = await browser.newContext();
  const reader = await context.newPage();
  const sent: string[] = [];
  reader.on('request', (request) => sent.push(request.url()));
  await reader.goto(address);
  await expect(reader.getByRole('application', { name: /Service graph/ })).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  // Not in what was asked for: no server's log has it.
  expect(sent.filter((url) => url.includes('link='))).toEqual([]);

  const link = new URL(address).hash;
  const letter = link.at(-20) === 'A' ? 'B' : 'A';
  const tampered = `${link.slice(0, -20)}${letter}${link.slice(-19)}`;
  const refused = [
    `/embed/graph?var-namespace=warehouse${tampered}`,
    `/embed/graph?var-namespace=warehouse,shop${link}`,
    `/embed/splits?var-namespace=warehouse${link}`,
    `/embed/signals?var-namespace=warehouse&var-workload=stock${link}`,
  ];
  for (const path of refused) {
    // An address that differs behind # alone would not be loaded anew.
    await reader.goto('about:blank');
    await reader.goto(`${baseURL}${path}`);
    await expect(reader.getByText(REFUSED), path).toBeVisible();
  }
  await context.close();
});

test('a signed link to a trace and to signals opens these', async ({ page, browser }) => {
  const node = encodeURIComponent('Kubernetes/warehouse/workload/stock');
  const answer = await page.request.get(`/api/v1/traces?node=${node}`);
  const { traces } = z
    .object({ traces: z.array(z.object({ traceId: z.string() })).min(1) })
    .parse(await answer.json());
  const ofTrace = await signedAddress(page, `/traces/${traces[0]?.traceId ?? ''}`);
  const ofSignals = await signedAddress(page, '/workloads/warehouse/stock');
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(ofTrace);
  await expect(reader.locator('[data-span]').first()).toBeVisible();
  await reader.goto(ofSignals);
  await expect(reader.getByRole('heading', { name: 'Requests' })).toBeVisible();
  await reader.context().close();
});
