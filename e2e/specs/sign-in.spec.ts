import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Forgery } from '../../lib/testing/fake-issuer';
import { expect, test } from '../fixtures/sign-in-test';
import { SignInPage } from '../pages/sign-in-page';

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

test('a session that ends while a page is open leaves what is shown, and leads back to it', async ({
  page,
  world: { deceived, liar },
}) => {
  Object.assign(liar, { givesRefreshTokens: false, lifetime: 20 });
  const address = `${deceived.url}/services?ns=shop`;
  const signIn = new SignInPage(page);
  await page.goto(address);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn.isKnownAs('ada');
  const shown = page.getByRole('link', { name: 'orders', exact: true }).first();
  await expect(shown).toBeVisible();
  await expect(signIn.notice).toBeVisible({ timeout: 45_000 });
  await expect(shown).toBeVisible();
  expect((await page.request.get(`${deceived.url}/api/v1/namespaces`)).status()).toBe(401);
  liar.lifetime = 300;
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await signIn.isKnownAs('ada');
  expect(page.url()).toBe(address);
});

test('signing out ends the session in the browser, in every tab of it', async ({
  page,
  context,
  world: { deceived },
}) => {
  const signIn = new SignInPage(page);
  await page.goto(deceived.url);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn.isKnownAs('ada');
  const other = await context.newPage();
  await other.goto(`${deceived.url}/graph`);
  await new SignInPage(other).isKnownAs('ada');
  await page.getByRole('button', { name: 'Account: ada' }).click();
  const ended = page.waitForResponse(
    (response) => response.request().method() === 'DELETE' && response.url().endsWith('/session'),
  );
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect((await ended).status()).toBe(200);
  await expect
    .poll(async () => (await context.cookies()).filter(({ name }) => /^alidade-s/.test(name)))
    .toEqual([]);
  await other.bringToFront();
  await expect(new SignInPage(other).notice).toBeVisible({ timeout: 30_000 });
  await other.goto(`${deceived.url}/graph`);
  await expect(other.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a new key above the old one ends no session, and without the old one all are over', async ({
  page,
  world: { deceived },
}) => {
  const signIn = new SignInPage(page);
  await page.goto(`${deceived.url}/services`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn.isKnownAs('ada');
  const answer = async () => (await page.request.get(`${deceived.url}/api/v1/namespaces`)).status();
  const old = readFileSync(deceived.keyFile, 'utf8');
  const fresh = `${randomBytes(48).toString('base64')}\n`;
  writeFileSync(deceived.keyFile, fresh + old);
  await page.reload();
  await signIn.isKnownAs('ada');
  expect(await answer()).toBe(200);
  writeFileSync(deceived.keyFile, fresh);
  await expect.poll(answer).toBe(401);
  await expect(signIn.notice).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await signIn.isKnownAs('ada');
  expect(await answer()).toBe(200);
});
