import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { listen, type Listening } from '../../demo/listen';
import { FRAMING_PORT, PANELS_PORT } from '../fixtures/addresses';
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

const TRACES = '/embed/traces?var-namespace=shop&var-workload=user-service-v1&from=now-30m&to=now';
const SPLITS = '/embed/splits?var-namespace=shop';

/** The address of a panel of the newest trace of a service. */
async function ofNewestTrace(page: Page): Promise<string> {
  const node = encodeURIComponent('Kubernetes/shop/workload/user-service-v1');
  const answer = await page.request.get(`/embed/api/v1/traces?node=${node}`);
  const { traces } = z
    .object({ traces: z.array(z.object({ traceId: z.string() })).min(1) })
    .parse(await answer.json());
  return `/embed/trace?var-trace=${traces[0]?.traceId ?? ''}`;
}

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
  await page.goto(around(listed, `${baseURL}${SPLITS}`));
  await expect(panel.getByText('Configured').first()).toBeVisible();
  await page.goto(around(listed, `${baseURL}${TRACES}`));
  await expect(panel.getByRole('table', { name: 'Traces' })).toBeVisible();
  await page.goto(around(listed, `${baseURL}${await ofNewestTrace(page)}`));
  await expect(panel.locator('[data-span]').first()).toBeVisible();
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
  await expect(link).toHaveAttribute('href', `${baseURL}/graph?ns=shop`);
  await expect(page.getByRole('group', { name: 'View of the graph' })).toBeHidden();
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(page.getByRole('group', { name: 'View of the graph' })).toBeVisible();
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
  for (const path of [SIGNALS, SPLITS, TRACES, await ofNewestTrace(page)]) {
    expect(await writes(path), path).toBe(false);
  }
  expect(await writes('/traffic')).toBe(true);
});

test('what a panel leads to opens in a new tab', async ({ page, baseURL }) => {
  await page.goto(TRACES);
  const link = page.getByRole('table', { name: 'Traces' }).getByRole('link').first();
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('href', new RegExp(`^${baseURL}/traces/[0-9a-f]+\\?ns=shop`));
  await page.goto(SPLITS);
  await expect(page.getByRole('link', { name: /Everything/ }).first()).toHaveAttribute(
    'href',
    new RegExp(`^${baseURL}/traffic\\?ns=shop.*split=`),
  );
});

test('a service leads to the dashboard of its mesh, and only one namespace does', async ({
  page,
  baseURL,
}) => {
  await page.goto('/services/shop/orders?window=30m');
  const link = page.getByRole('link', { name: 'Grafana', exact: true });
  await expect(link).toHaveAttribute('target', '_blank');
  const href = new URL((await link.getAttribute('href')) ?? '');
  expect(href.origin + href.pathname).toBe('https://grafana.example/d/alidade-istio');
  expect(Object.fromEntries(href.searchParams)).toEqual({
    ...{ from: 'now-30m', to: 'now', 'var-namespace': 'shop', 'var-alidade': baseURL },
  });
  await page.goto('/graph?ns=warehouse,shop');
  await expect(page.getByRole('application')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Grafana/ })).toHaveCount(0);
});

test('a port of its own serves panels and nothing else', async ({ page, baseURL }) => {
  const panels = `http://127.0.0.1:${String(PANELS_PORT)}`;
  await page.goto(`${panels}${SIGNALS}`);
  await expect(page.getByRole('heading', { name: 'Requests' })).toBeVisible();
  // Its links lead to the console, which that port does not serve.
  const out = await page.getByRole('link', { name: 'Open in Alidade' }).getAttribute('href');
  expect(out).toMatch(`${baseURL}/workloads/shop/user-service-v1`);
  expect((await page.request.get(out ?? '')).status()).toBe(200);
  for (const path of ['/', '/graph', '/api/v1/status', '/metrics', '/healthz', '/embed/..%5cgraph'])
    expect((await page.request.get(`${panels}${path}`)).status(), path).toBe(404);
  expect((await page.request.post(`${panels}/embed/graph`)).status()).toBe(404);
  expect((await page.request.get(`${baseURL}/graph`)).status()).toBe(200);
});
