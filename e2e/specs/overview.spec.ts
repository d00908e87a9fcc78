import { expect, test } from '../fixtures/test';

test.describe('overview', () => {
  test('says what is wrong before anything else, and leads there @theme', async ({
    page,
    expectAccessible,
  }) => {
    await page.goto('/');
    const wrong = page.getByRole('region', { name: 'What is wrong' });
    const first = wrong.getByRole('listitem').first();
    await expect(first).toContainText('% of');
    await expectAccessible();

    await first.getByRole('link', { name: /in the graph$/ }).click();
    await expect(page).toHaveURL(/\/graph\?ns=[a-z-]+&select=/);
  });

  test('shows the golden signals of every namespace, as cards or rows', async ({ page }) => {
    await page.goto('/?layout=cards');
    const shop = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'shop', exact: true }) });
    await expect(shop.getByText(/rps$/)).toBeVisible();

    await page.getByRole('radio', { name: 'Rows' }).click();
    // So many namespaces are rows by themselves.
    await expect(page).toHaveURL('/');
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'shop', exact: true }) });
    await expect(row).toContainText(/[\d.]+k? rps/);

    await page.reload();
    await expect(page.getByRole('table', { name: 'Namespaces' })).toBeVisible();
  });

  test('keeps the filter in the URL, and says so when nothing matches', async ({ page }) => {
    await page.goto('/?layout=cards&q=warehouse');
    await expect(page.getByRole('heading', { name: 'warehouse' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeHidden();

    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('nowhere');
    await expect(page.getByText('No namespace matches')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(page).toHaveURL('/?layout=cards');
  });

  test('chooses namespaces with the keyboard alone', async ({ page }) => {
    await page.goto('/?layout=cards');
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Namespaces: All namespaces' }).focus();
    await page.keyboard.press('Enter');
    const search = page.getByRole('searchbox', { name: 'Search namespaces' });
    await expect(search).toBeFocused();
    await page.keyboard.type('wareh');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 chosen')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/[?&]ns=warehouse(&|$)/);
    await expect(page.getByRole('button', { name: 'Namespaces: warehouse' })).toBeVisible();
  });

  test('keeps the figures and says that they are old when the server stops answering', async ({
    page,
  }) => {
    await page.goto('/?layout=cards&refresh=5s');
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeVisible();
    await page.route('**/api/v1/namespaces*', (route) => route.abort());
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await expect(page.getByText('Not updating', { exact: true })).toBeVisible();
    await expect(page.getByText(/^Stale, updated/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeVisible();
  });

  test('says what failed when there never were figures', async ({ page }) => {
    await page.route('**/api/v1/namespaces*', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: {
          type: 'urn:alidade:problem:forbidden',
          title: 'Not allowed',
          status: 403,
          detail: 'You may not list namespaces.',
        },
      }),
    );
    await page.goto('/');
    await expect(page.getByRole('alert').filter({ hasText: 'You may not list' })).toBeVisible();
  });

  test('keeps the chosen theme, from the first paint on', async ({ page }) => {
    await page.goto('/?layout=cards');
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await page.reload({ waitUntil: 'commit' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('has one heading, a way past the navigation, and no style in its HTML', async ({
    page,
    request,
  }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();

    // The content security policy refuses style attributes that the server sends.
    const html = await (await request.get('/')).text();
    expect(html.match(/<[a-z][^>]*\sstyle="/g)).toBeNull();
    expect(html).toContain('nonce="');
  });
});
