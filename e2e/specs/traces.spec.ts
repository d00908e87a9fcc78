import { expect, test } from '../fixtures/test';
import { LARGE_TRACE_ID, SERVICE, TracesPage } from '../pages/traces-page';

test.describe('traces', () => {
  test('are searched by service, and the search is in the address', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ lookback: '1h' });
    await page.getByRole('button', { name: SERVICE, exact: true }).click();
    await expect(traces.table.getByRole('rowheader').first()).toBeVisible();
    await expect(traces.plot).toBeVisible();
    await expect(page).toHaveURL(/service=orders\.shop/);

    await page.getByRole('textbox', { name: 'Longer than' }).fill('50ms');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await expect(page).toHaveURL(/minDuration=50ms/);
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Longer than' })).toHaveValue('50ms');
  });

  test('can be narrowed by drawing over the plot', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h', limit: '200' });
    const box = await traces.plot.boundingBox();
    if (box === null) throw new Error('the plot has no place on the page');
    await page.mouse.move(box.x + 80, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 30, box.y + box.height - 40, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/select=/);
    await expect(page.getByText(/of \d+ traces/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await expect(page).not.toHaveURL(/select=/);
  });

  test('open as a waterfall that is walked with the keyboard', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    const total = await traces.rows.count();
    expect(total).toBeGreaterThan(2);

    await traces.grid.focus();
    const first = await traces.cursorText();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => traces.cursorText()).not.toBe(first);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect(traces.rows).toHaveCount(1);
    await page.keyboard.press('ArrowRight');
    await expect(traces.rows).toHaveCount(total);

    await page.keyboard.press('Enter');
    await expect(traces.details).toBeVisible();
    await expect(page).toHaveURL(/span=/);
    await page.reload();
    await expect(traces.details).toBeVisible();
  });

  test('lead from a span to its service and its call, and back', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    await traces.rows.nth(1).click();
    const node = traces.details.getByRole('link', { name: 'Its node' });
    await expect(node).toHaveAttribute('href', /\/(workloads|services)\/|\/graph\?/);
    await expect(page).toHaveURL(/span=/);
    await page.getByRole('link', { name: /^Traces of/ }).click();
    await expect(page).toHaveURL(/\/traces\?service=/);
  });

  test('find words in spans and go from one to the next', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    await page.getByRole('searchbox', { name: 'Find in spans' }).fill(SERVICE);
    await expect(page.getByText(/\d+ found|\d+ of \d+/)).toBeVisible();
    await page.getByRole('button', { name: 'Next match' }).click();
    await expect.poll(() => traces.cursorText()).toContain(SERVICE);
    await expect(page).toHaveURL(/find=orders\.shop/);
  });

  test('show their critical path alone', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    await page.getByRole('radio', { name: 'Critical path' }).click();
    await expect(traces.rows.first()).toContainText('on the critical path');
    await expect(page).toHaveURL(/show=critical/);
  });

  test('of 50,000 spans keep only the rows in sight in the page', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.open(LARGE_TRACE_ID);
    await expect(traces.grid).toHaveAttribute('aria-rowcount', '50000', { timeout: 30_000 });
    expect(await traces.rows.count()).toBeLessThan(120);
    await traces.grid.focus();
    await page.keyboard.press('End');
    await expect(traces.rows.last()).toHaveAttribute('aria-rowindex', '50000');
    expect(await traces.rows.count()).toBeLessThan(120);
  });

  test('that do not exist are said not to', async ({ page }) => {
    const traces = new TracesPage(page);
    await traces.open('00000000000000000000000000000001');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trace not found');
  });

  test('can be searched by everyone @theme', async ({ page, expectAccessible }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await expect(traces.table.getByRole('rowheader').first()).toBeVisible();
    await expectAccessible();
  });

  test('can be read by everyone @theme', async ({ page, expectAccessible }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    await traces.rows.nth(1).click();
    await expect(traces.details).toBeVisible();
    await expectAccessible();
  });

  test('can be added up by everyone @theme', async ({ page, expectAccessible }) => {
    const traces = new TracesPage(page);
    await traces.search({ service: SERVICE, lookback: '1h' });
    await traces.openFirst();
    await page.getByRole('tab', { name: 'Statistics' }).click();
    await expect(page.getByRole('table')).toBeVisible();
    await expectAccessible();
  });
});
