import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusSchema } from '@/lib/contract/status';
import { readWorld } from '../world/world';
import { launchBrowser, openPage } from './browser';

const world = readWorld();

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function control(action: 'kill' | 'start', program: string): Promise<void> {
  const response = await fetch(`${world.controlUrl}/${action}/${program}`);
  if (!response.ok) throw new Error(await response.text());
}

async function stateOf(source: string): Promise<string> {
  const response = await fetch(`${world.consoleUrl}/api/v1/status`);
  const { sources } = statusSchema.parse(await response.json());
  return sources.find(({ name }) => name === source)?.state ?? 'absent';
}

const sourcesButton = (page: Page) => page.getByRole('button', { name: /^Sources:/ });
const label = async (page: Page) => (await sourcesButton(page).getAttribute('aria-label')) ?? '';

const OUTAGES = [
  {
    program: 'prometheus',
    source: 'prometheus',
    path: '/graph?list=true&refresh=5s',
    shows: (page: Page) => page.getByRole('table', { name: 'Nodes' }).getByRole('row').nth(3),
  },
  {
    program: 'jaeger',
    source: 'tracing',
    path: '/traces?service=istio-ingressgateway.istio-system&refresh=5s',
    shows: (page: Page) => page.getByRole('heading', { level: 1 }),
  },
  {
    program: 'kube-apiserver',
    source: 'kubernetes',
    path: '/traffic?refresh=5s',
    shows: (page: Page) => page.getByRole('slider', { name: /^Share of/ }).first(),
  },
] as const;

describe('while a page is open', () => {
  it.each(OUTAGES)(
    'the death and return of $program is told, and nothing that was seen is lost',
    async ({ program, source, path, shows }) => {
      const { page, errors } = await openPage(browser, `${world.consoleUrl}${path}`);
      await shows(page).waitFor({ timeout: 30_000 });
      await expect.poll(() => stateOf(source), { timeout: 30_000 }).toBe('ok');
      await sourcesButton(page).waitFor();
      await expect.poll(() => label(page), { timeout: 30_000 }).toMatch(/healthy/i);

      await control('kill', program);
      try {
        await expect.poll(() => stateOf(source), { timeout: 60_000 }).toMatch(/^(stale|down)$/);
        await expect.poll(() => label(page), { timeout: 60_000 }).not.toMatch(/healthy/i);
        expect(await shows(page).isVisible()).toBe(true);
        // The rest goes on.
        expect((await fetch(`${world.consoleUrl}/healthz`)).status).toBe(200);
        expect((await fetch(`${world.consoleUrl}/readyz`)).status).toBe(200);
      } finally {
        await control('start', program);
      }
      await expect.poll(() => stateOf(source), { timeout: 90_000 }).toBe('ok');
      await expect.poll(() => label(page), { timeout: 60_000 }).toMatch(/healthy/i);
      await shows(page).waitFor({ timeout: 30_000 });
      expect(errors).toEqual([]);
      await page.context().close();
    },
    300_000,
  );
});
