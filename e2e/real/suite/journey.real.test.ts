import { expect, it } from 'vitest';
import { walkJourney } from '../../pages/journey';
import { readWorld } from '../world/world';
import { launchBrowser, openPage } from './browser';

const world = readWorld();

it('goes from a slow call to its trace and its split, and sees traffic follow', async () => {
  const browser = await launchBrowser();
  try {
    const { page, errors } = await openPage(browser, world.consoleUrl);
    expect(await walkJourney(page, world.consoleUrl)).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
}, 240_000);
