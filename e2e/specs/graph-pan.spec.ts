import type { Page } from '@playwright/test';
import { aLargeGraph } from '../../lib/testing/graph-fixture';
import { expect, test } from '../fixtures/test';

const MESH = aLargeGraph({ services: 200, edges: 600, namespaces: 8, seed: 3 });

/** What the stage shows once nothing moves any more. */
async function settled(page: Page): Promise<Buffer> {
  const stage = page.getByRole('application', { name: /service graph/i });
  let last = await stage.screenshot();
  await expect
    .poll(async () => {
      const now = await stage.screenshot();
      const isStill = now.equals(last);
      last = now;
      return isStill;
    })
    .toBe(true);
  return last;
}

/** Compares two pictures in the page. As text: what compiles this file would put helpers into a function. */
const COUNT_DIFFERENT = `(async ([one, two, most]) => {
  const read = async (base64) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + base64;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [a, b] = [await read(one), await read(two)];
  let different = 0;
  for (let i = 0; i < a.length; i += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(a[i + channel] - b[i + channel]) > most)) different += 1;
  }
  return different;
})`;

/** A curve that is cut at the edge of what is painted is smoothed a little otherwise along the cut. */
const SMOOTHING = 64;

/** How many pixels differ by more than smoothing does. */
function differentPixels(page: Page, one: Buffer, two: Buffer): Promise<number> {
  const pictures = [one.toString('base64'), two.toString('base64'), SMOOTHING];
  return page.evaluate<number>(`${COUNT_DIFFERENT}(${JSON.stringify(pictures)})`);
}

async function press(page: Page, key: string, times: number) {
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

test('a pan shows what painting everything anew would show', async ({ page }) => {
  await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: MESH }));
  await page.goto('/graph?refresh=off&boxes=open');
  await page.getByRole('application', { name: /service graph/i }).focus();
  await press(page, '+', 8);
  const start = await settled(page);

  // Farther than what is painted around the view, a bit at a time.
  for (const [key, times] of [
    ['ArrowRight', 9],
    ['ArrowDown', 7],
    ['ArrowLeft', 4],
  ] as const) {
    await press(page, key, times);
    await settled(page);
  }
  const panned = await settled(page);
  expect(await differentPixels(page, start, panned)).toBeGreaterThan(10_000);

  // Another size discards what is painted.
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width, height: height - 40 });
  await settled(page);
  await page.setViewportSize({ width, height });
  expect(await differentPixels(page, await settled(page), panned)).toBeLessThan(50);
});
