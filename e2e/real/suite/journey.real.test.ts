import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { walkJourney } from '../../pages/journey';
import { readWorld } from '../world/world';
import { launchBrowser, openPage } from './browser';
import { stored, splitById, writeWeights } from './splits-api';

const world = readWorld();
const SPLIT = 'istio~analytics~reports~http~0';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

it('leads from a slow call to its trace, its split and half and half, on real servers', async () => {
  const split = await splitById(world.consoleUrl, SPLIT);
  const before = await stored(split);
  const { page, errors } = await openPage(browser, world.consoleUrl);
  try {
    expect(await walkJourney(page, world.consoleUrl)).toBeGreaterThan(0);
    expect((await stored(split)).weights).toEqual(before.weights);
    expect(errors).toEqual([]);
  } finally {
    await writeWeights(split, before.weights.map(Number));
    await page.context().close();
  }
}, 240_000);
