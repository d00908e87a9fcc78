import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Forgery } from '../../lib/testing/fake-issuer';
import { expect, test } from '../fixtures/sign-in-test';
import { SignInPage } from '../pages/sign-in-page';
import { TrafficPage } from '../pages/traffic-page';
import { newKey } from '../sign-in/consoles';

// The issuers have a certificate of the tests' own.
test.use({ ignoreHTTPSErrors: true });
// One worker, which starts the issuers and the consoles once.
test.describe.configure({ mode: 'default', timeout: 90_000 });

const callbackOf = (page: Page) =>
  page.waitForRequest((request) => request.url().includes('/api/v1/session/callback?'));

test('leads to the issuer and back to the page that was asked for', async ({
  page,
  context,
  world,
  expectAccessible,
}) => {
  const signIn = new SignInPage(page);
  const address = `${world.mapped.url}/graph?ns=shop&window=1h`;
  await page.goto(address);
  await expect(page.getByText('account of your organisation')).toBeVisible();
  await expectAccessible();
  await signIn.begin();
  const callback = callbackOf(page);
  await signIn.fill('sam');
  await signIn.isKnownAs('sam');
  expect(page.url()).toBe(address);

  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith('alidade-'));
  expect(cookies.map(({ name }) => name)).toEqual(['alidade-session.0']);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  }
  // Neither the code nor a token stays where other eyes find it.
  const code = new URL((await callback).url()).searchParams.get('code') ?? '-';
  expect(await page.content()).not.toContain(code);
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toMatch(
    /eyJ|token/,
  );
});

test('shows a group its namespaces, another all, and a third why it sees nothing', async ({
  browser,
  world,
}) => {
  const seenBy = async (name: string) => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const signIn = new SignInPage(page);
    await page.goto(world.mapped.url);
    await signIn.begin();
    await signIn.fill(name);
    return { page, signIn, close: () => context.close() };
  };
  const sam = await seenBy('sam');
  await sam.signIn.isKnownAs('sam');
  await expect(sam.page.getByRole('link', { name: /^shop/ }).first()).toBeVisible();
  await expect(sam.page.getByText('warehouse')).toHaveCount(0);
  const denied = await sam.page.request.get(
    `${world.mapped.url}/api/v1/node?node=${encodeURIComponent('Kubernetes/warehouse/workload/stock')}`,
  );
  expect(denied.status()).toBe(403);
  await sam.close();

  const ada = await seenBy('ada');
  await ada.signIn.isKnownAs('ada');
  await expect(ada.page.getByText('warehouse').first()).toBeVisible();
  await ada.close();

  const eve = await seenBy('eve');
  await expect(eve.page.getByText('None of your groups may read anything here')).toBeVisible();
  await expect(eve.page.getByRole('button', { name: 'Begin again' })).toBeVisible();
  await eve.close();
});

test('takes no answer that was asked for elsewhere, and none twice', async ({
  page,
  browser,
  world,
}) => {
  const signIn = new SignInPage(page);
  await page.goto(world.mapped.url);
  await signIn.begin();
  const coming = callbackOf(page);
  await signIn.fill('ada');
  const callback = (await coming).url();
  await signIn.isKnownAs('ada');

  const other = await browser.newContext({ ignoreHTTPSErrors: true });
  const theirs = await other.newPage();
  // Replayed where nothing was begun, then over an attempt of their own.
  await theirs.goto(callback);
  await expect(theirs.getByText('This sign-in was not begun here, or took too long')).toBeVisible();
  await theirs.goto(world.mapped.url);
  await new SignInPage(theirs).begin();
  await theirs.goto(callback);
  await expect(theirs.getByText('could not be verified')).toBeVisible();
  const answer = await theirs.request.get(`${world.mapped.url}/api/v1/namespaces`);
  expect(answer.status()).toBe(401);
  await other.close();
});

const FORGERIES: Readonly<Record<string, Forgery>> = {
  'no signature': { signed: 'none' },
  'the signature of a stranger': { signed: 'stranger' },
  'a signature with our own secret': { signed: 'secret' },
  'another audience': { claims: (claims) => ({ ...claims, aud: 'another' }) },
  'another issuer': { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) },
  'another nonce': { claims: (claims) => ({ ...claims, nonce: 'another' }) },
};

test('takes no forged token, and the same person with a true one', async ({
  page,
  context,
  world: { deceived, liar },
}) => {
  for (const [words, forgery] of Object.entries(FORGERIES)) {
    liar.forgery = forgery;
    await page.goto(deceived.url);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('could not be verified'), words).toBeVisible();
    expect(await context.cookies(), words).toEqual([]);
  }
  liar.forgery = {};
  await page.getByRole('button', { name: 'Begin again' }).click();
  await new SignInPage(page).isKnownAs('ada');
});

test('renews a session before its token is over, while the page is looked at', async ({
  page,
  world,
}) => {
  world.issuer.idTokenSeconds = 9;
  const signIn = new SignInPage(page);
  await signIn.signIn(world.mapped.url, 'ada');
  for (const round of [1, 2]) {
    const renewed = await page.waitForResponse((response) => response.url().endsWith('/renew'));
    expect(renewed.status(), String(round)).toBe(200);
  }
  await expect(signIn.notice).toHaveCount(0);
  const answer = await page.request.get(`${world.mapped.url}/api/v1/namespaces`);
  expect(answer.status()).toBe(200);
});

test('says that a session is over that nothing can renew', async ({
  page,
  world,
  expectAccessible,
}) => {
  Object.assign(world.issuer, { idTokenSeconds: 8, givesRefreshTokens: false });
  const signIn = new SignInPage(page);
  const address = `${world.mapped.url}/services?ns=shop`;
  await signIn.signIn(address, 'ada');
  await expect(page.getByRole('link', { name: 'cart' }).first()).toBeVisible();
  await expect(signIn.notice).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('link', { name: 'cart' }).first()).toBeVisible();
  await expectAccessible();

  world.issuer.idTokenSeconds = 3600;
  // The issuer still knows the person.
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await signIn.isKnownAs('ada');
  expect(page.url()).toBe(address);
  await expect(signIn.notice).toHaveCount(0);
});

test('keeps an edit through the end of a session, which a key that is taken away brings about', async ({
  page,
  world,
}) => {
  const { url, keyFile } = world.tokens;
  const signIn = async () => {
    await page.getByLabel('Kubernetes token').fill('demo-editor');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await new SignInPage(page).isKnownAs('editor');
  };
  const address = `${url}/traffic?split=${encodeURIComponent('istio~shop~payments~http~0')}`;
  await page.goto(address);
  await signIn();
  const traffic = new TrafficPage(page);
  await traffic.slider('v2').focus();
  const before = await traffic.slider('v2').inputValue();
  await page.keyboard.press('PageUp');
  await expect(traffic.slider('v2')).not.toHaveValue(before);
  const edited = await traffic.slider('v2').inputValue();

  // A new key above the old one signs nobody out.
  const old = readFileSync(keyFile, 'utf8');
  const next = newKey();
  writeFileSync(keyFile, `${next}\n${old}`);
  const page2 = new SignInPage(page);
  await page2.comeBack();
  expect((await page.request.get(`${url}/api/v1/namespaces`)).status()).toBe(200);
  await expect(page2.notice).toHaveCount(0);

  writeFileSync(keyFile, `${next}\n`);
  await expect(page2.notice).toBeVisible({ timeout: 40_000 });
  await expect(traffic.slider('v2')).toHaveValue(edited);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await signIn();
  expect(page.url()).toBe(address);
  await expect(traffic.slider('v2')).toHaveValue(edited);
});

test('signs out here and at the issuer', async ({ page, context, world }) => {
  const signIn = new SignInPage(page);
  await signIn.signIn(world.mapped.url, 'ada');
  await signIn.signOut();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(world.mapped.url);
  expect(page.url()).not.toMatch(/token|eyJ/);
  expect(await context.cookies(world.mapped.url)).toEqual([]);
  // The issuer asks who it is, too.
  await signIn.begin();
});

test('is over in one tab and back in both', async ({ page, context, world }) => {
  const { url, keyFile } = world.mapped;
  const signIn = new SignInPage(page);
  await signIn.signIn(`${url}/services`, 'ada');
  const other = await context.newPage();
  await other.goto(url);
  const second = new SignInPage(other);
  await second.isKnownAs('ada');
  writeFileSync(keyFile, `${newKey()}\n`);
  for (const each of [signIn, second]) await expect(each.notice).toBeVisible({ timeout: 40_000 });
  await other.getByRole('button', { name: 'Sign in again' }).click();
  await second.isKnownAs('ada');
  await page.bringToFront();
  await signIn.comeBack();
  await expect(signIn.notice).toHaveCount(0);
});

test('never leads to another site', async ({ page, world }) => {
  const signIn = new SignInPage(page);
  await page.goto(`${world.mapped.url}/sign-in?from=${encodeURIComponent('//evil.example/x')}`);
  await signIn.begin();
  await signIn.fill('ada');
  await signIn.isKnownAs('ada');
  expect(page.url()).toBe(`${world.mapped.url}/`);
});
