import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SplitDto } from '@/lib/contract/splits';
import { readWorld } from '../world/world';
import { askPrometheus } from './ask';
import { launchBrowser, openPage } from './browser';
import { moveFirstSlider, preview, shareOfFirst, SLOW, trafficUrl } from './slider';
import { applyByConsole, aSplit, kubectl, pathOf, stored, writeWeights } from './splits-api';

const world = readWorld();

let browser: Browser;
let split: SplitDto;
let original: readonly number[];

beforeAll(async () => {
  browser = await launchBrowser();
  split = await aSplit(world.consoleUrl);
  original = split.targets.map(({ weight }) => weight ?? 0);
});

afterAll(async () => {
  await writeWeights(split, original);
  await browser.close();
});

/** What is sent to make an object anew. */
const objectSchema = z.looseObject({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.unknown().optional(),
    annotations: z.unknown().optional(),
  }),
});

describe('the slider in a real browser, on a real Kubernetes API', () => {
  it('writes nothing by its preview, then exactly what was previewed, and takes it back', async () => {
    const before = await stored(split);
    const { page, errors } = await openPage(browser, trafficUrl(world.consoleUrl, split));
    const way = shareOfFirst(before.weights) > 0.5 ? 'ArrowLeft' : 'ArrowRight';
    await moveFirstSlider(page, way, 10);
    const dialog = await preview(page);
    expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);

    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied', { exact: true }).waitFor(SLOW);
    const after = await stored(split);
    const step = way === 'ArrowLeft' ? -0.1 : 0.1;
    expect(shareOfFirst(after.weights)).toBeCloseTo(shareOfFirst(before.weights) + step, 2);
    expect(after.managers).toContain('alidade');

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back', { exact: true }).waitFor(SLOW);
    expect((await stored(split)).weights).toEqual(before.weights);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('loses nothing when somebody else writes between preview and apply', async () => {
    const { page } = await openPage(browser, trafficUrl(world.consoleUrl, split));
    await moveFirstSlider(page, 'ArrowLeft', 3);
    const dialog = await preview(page);
    await writeWeights(split, [61, 39]);
    const apply = dialog.getByRole('button', { name: 'Apply' });
    // The page may have heard of it already and taken the dialog away: that is no loss either.
    if (await apply.isVisible()) await apply.click().catch(() => undefined);
    await page.getByText('Somebody else changed this split while you were editing').waitFor(SLOW);
    expect((await stored(split)).weights).toEqual([61, 39]);
    await page.context().close();
  });

  it('is locked for a viewer, whom the API server refuses', async () => {
    const { page } = await openPage(browser, trafficUrl(world.viewerConsoleUrl, split));
    await page.getByText('You can look at this split but not change it').waitFor(SLOW);
    const slider = page.getByRole('slider', { name: /^Share of/ }).first();
    expect(await slider.isDisabled()).toBe(true);
    await page.context().close();
  });
});

describe("the console's API on a real Kubernetes API", () => {
  const intentOf = (resourceVersion: string, weights: readonly number[]) => ({
    resourceVersion,
    targets: split.targets.map(({ host, subset, port }, i) => ({
      ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
      weight: weights[i] ?? 0,
    })),
  });

  it('lets one of two editors win and tells the other, thirty times over', async () => {
    const wrong: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      const { resourceVersion } = await stored(split);
      const wanted = [
        [10 + round, 90 - round],
        [70 - round, 30 + round],
      ] as const;
      const answers = await Promise.all(
        wanted.map((weights) =>
          applyByConsole(world.consoleUrl, split, intentOf(resourceVersion, weights)),
        ),
      );
      const statuses = answers.map(({ status }) => status);
      const winner = statuses.indexOf(200);
      const { weights } = await stored(split);
      const isRight =
        statuses.toSorted().join() === '200,409' &&
        JSON.stringify(weights) === JSON.stringify(wanted[winner]);
      if (!isRight) wrong.push(`${round}: ${statuses.join()} ${JSON.stringify(weights)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses what is stale, and what a viewer asks for, in the words of the API server', async () => {
    const before = await stored(split);
    const stale = await applyByConsole(world.consoleUrl, split, intentOf('1', [50, 50]));
    expect(stale).toMatchObject({ status: 409, body: { type: 'urn:alidade:problem:conflict' } });
    const byViewer = await applyByConsole(
      world.viewerConsoleUrl,
      split,
      intentOf(before.resourceVersion, [50, 50]),
    );
    expect(byViewer).toMatchObject({
      status: 403,
      body: { type: 'urn:alidade:problem:forbidden' },
    });
    expect(JSON.stringify(byViewer.body)).toContain('viewer');
    expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);
  });

  it.each([
    ['negative', [-1, 101]],
    ['all zero', [0, 0]],
    ['a fraction', [33.3, 66.7]],
    ['too large', [2 ** 40, 1]],
  ])('refuses weights that are %s before the API server sees them', async (_, weights) => {
    const before = await stored(split);
    const answer = await applyByConsole(
      world.consoleUrl,
      split,
      intentOf(before.resourceVersion, weights),
    );
    expect([400, 422]).toContain(answer.status);
    expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);
  });

  it('moves the traffic that a real Prometheus scrapes', async () => {
    const { resourceVersion } = await stored(split);
    const answer = await applyByConsole(
      world.consoleUrl,
      split,
      intentOf(resourceVersion, [20, 80]),
    );
    expect(answer.status).toBe(200);
    const versions = split.targets.map(({ version }) => version ?? '');
    const [host = ''] = split.targets.map(({ fqdn }) => fqdn);
    const query = `sum by (destination_version) (rate(istio_requests_total{reporter="source",destination_service="${host}"}[20s]))`;
    await expect
      .poll(
        async () => {
          const samples = await askPrometheus(world.prometheusUrl, query, Date.now() / 1000);
          const rates = versions.map(
            (version) =>
              samples.find(({ labels }) => labels['destination_version'] === version)?.value ?? 0,
          );
          // Requests that an earlier rule of the route takes are not this split's to move.
          return shareOfFirst(rates);
        },
        { timeout: 50_000, interval: 2_000 },
      )
      .toBeLessThan(0.35);
  });

  it('leaves an object that is deleted alone', async () => {
    const { body } = await kubectl('admin', 'GET', pathOf(split));
    await kubectl('admin', 'DELETE', pathOf(split));
    const answer = await applyByConsole(world.consoleUrl, split, intentOf('1', [50, 50]));
    expect([404, 409]).toContain(answer.status);
    const again = objectSchema.parse(body);
    const created = await kubectl('admin', 'POST', pathOf(split).replace(/\/[^/]+$/, ''), again);
    expect(created.status).toBe(201);
  });
});
