import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { listen, type Listening } from '../../demo/listen';
import { FRAMING_PORT } from '../fixtures/addresses';
import { LAUNCH_OPTIONS } from '../fixtures/browser-options';
import { expect, test } from '../fixtures/test';

test.use({
  launchOptions: {
    ...LAUNCH_OPTIONS,
    args: [...LAUNCH_OPTIONS.args, '--test-third-party-cookie-phaseout'],
  },
  allowedErrors: ['Framing ', 'Refused to frame'],
});
// One port, whose origin is the one that is listed.
test.describe.configure({ mode: 'serial' });

let listed: Listening;
let unlisted: Listening;

/** A page of somebody else that has a frame; `src` of its own address says of what. */
const framing = () =>
  createServer((request, response) => {
    const src = new URL(request.url ?? '/', 'http://localhost').searchParams.get('src') ?? '';
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>Dashboard</title><iframe title="Panel" src="${encodeURI(src)}" style="width:600px;height:400px"></iframe>`,
    );
  });

test.beforeAll(async () => {
  listed = await listen(framing(), '127.0.0.1', FRAMING_PORT);
  unlisted = await listen(framing(), '127.0.0.1', 0);
});

test.afterAll(() => Promise.all([listed.close(), unlisted.close()]));

const around = (server: Listening, src: string) =>
  `${server.url.replace('127.0.0.1', 'localhost')}/?src=${encodeURIComponent(src)}`;

const SIGNALS =
  '/embed/signals?var-namespace=shop&var-workload=user-service-v1&from=now-30m&to=now';

/** Whether a document of the console came to stand in a frame, once everything has loaded. */
async function isFramed(page: Page, address: string, base: string | undefined): Promise<boolean> {
  await page.goto(address, { waitUntil: 'networkidle' });
  const inner = page.frames().filter((frame) => frame.url().startsWith(`${base}/`));
  return inner.length > 0;
}

test('a panel stands in a listed frame, without any cookie', async ({ page, baseURL }) => {
  const cookies: string[] = [];
  page.on('request', async (request) => {
    cookies.push((await request.allHeaders())['cookie'] ?? '');
  });
  await page.goto(around(listed, `${baseURL}/embed/graph?var-namespace=shop`));
  const panel = page.frameLocator('iframe');
  await expect(panel.getByRole('application', { name: /Service graph/ })).toBeVisible();
  await page.goto(around(listed, `${baseURL}${SIGNALS}`));
  await expect(panel.getByRole('heading', { name: 'Requests' })).toBeVisible();
  expect(new Set(cookies)).toEqual(new Set(['']));
  expect(await page.context().cookies()).toEqual([]);
});

test('a panel fits a frame of 300 × 200', async ({ page, baseURL }) => {
  await page.setViewportSize({ width: 300, height: 200 });
  await page.goto(`${baseURL}/embed/graph?var-namespace=shop`);
  await expect(page.getByRole('application')).toBeInViewport({ ratio: 0.9 });
  const link = page.getByRole('link', { name: 'Open in Alidade' });
  await expect(link).toBeInViewport();
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('href', '/graph?ns=shop');
});

test('no other frame holds a panel, and no frame a page', async ({ page, baseURL }) => {
  const panel = `${baseURL}/embed/graph`;
  expect(await isFramed(page, around(listed, panel), baseURL)).toBe(true);
  expect(await isFramed(page, around(unlisted, panel), baseURL)).toBe(false);
  expect(await isFramed(page, around(unlisted, around(listed, panel)), baseURL)).toBe(false);
  expect(await isFramed(page, around(listed, `${baseURL}/graph`), baseURL)).toBe(false);
  expect(await isFramed(page, around(listed, `${baseURL}/traffic`), baseURL)).toBe(false);
});

test('without the policy, any frame would hold a panel', async ({ page, baseURL }) => {
  await page.route(`${baseURL}/embed/graph`, async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers()).filter(
      ([name]) => name !== 'content-security-policy',
    );
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
  expect(await isFramed(page, around(unlisted, `${baseURL}/embed/graph`), baseURL)).toBe(true);
});

test('a panel loads no code that writes', async ({ page, baseURL }) => {
  const writes = async (path: string) => {
    const scripts: Promise<string>[] = [];
    page.on('response', (response) => {
      if (/\.js($|\?)/.test(response.url())) scripts.push(response.text());
    });
    await page.goto(`${baseURL}${path}`, { waitUntil: 'networkidle' });
    page.removeAllListeners('response');
    expect(scripts.length).toBeGreaterThan(3);
    return (await Promise.all(scripts)).some((text) => text.includes('x-alidade'));
  };
  expect(await writes('/embed/graph')).toBe(false);
  expect(await writes(SIGNALS)).toBe(false);
  expect(await writes('/traffic')).toBe(true);
});
