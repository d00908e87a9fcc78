import type { Browser, Page } from '@playwright/test';
import { expect } from 'vitest';
import { problemSchema } from '@/lib/contract/problem';
import type { SplitDto } from '@/lib/contract/splits';
import { readAudit } from '../world/audit';
import { readWorld } from '../world/world';
import { openPage } from './browser';
import { moveFirstSlider, preview, shareOfFirst, SLOW, trafficUrl } from './slider';
import { applyByConsole, stored, writeWeights, type Stored } from './splits-api';

const world = readWorld();
const MOVED_PERCENT = 10;

/** A defect put between the page and the console, to see that a check sees it. */
export type Plant = (page: Page) => Promise<unknown>;

const healthy: Plant = () => Promise.resolve();

/** A weight as a number; some meshes write quantities, such as `900m`. */
function numberOf(weight: unknown): number {
  const text = String(weight ?? 0);
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text);
}

const numbers = ({ weights }: Stored) => weights.map(numberOf);
const sum = (weights: readonly number[]) => weights.reduce((total, each) => total + each, 0);

/** All that an object says but for the weights of one choice. */
function apartFromWeights({ carrier }: SplitDto, { spec, labels, annotations }: Stored): unknown {
  const copy: unknown = structuredClone({ spec, labels, annotations });
  const keys = carrier.path.split('/').slice(1);
  const targets = keys.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), copy);
  if (!Array.isArray(targets)) throw new Error(`no list at ${carrier.path}`);
  const each: readonly unknown[] = targets;
  for (const target of each) {
    if (typeof target === 'object' && target !== null) Reflect.deleteProperty(target, 'weight');
  }
  return copy;
}

/** Dry runs of a change of the object that have reached the API server. */
const dryRuns = ({ carrier: { plural, namespace, name } }: SplitDto) =>
  readAudit(world.auditLog).filter(
    ({ verb, requestURI }) =>
      verb === 'patch' &&
      requestURI.includes(`/namespaces/${namespace}/${plural}/${name}?`) &&
      requestURI.includes('dryRun=All'),
  ).length;

/**
 * Moves the first slider of a split and applies it: a dry run has to come first, without a change; then the weights
 * are written as they were moved, by this console, and nothing else.
 */
export async function checkMove(browser: Browser, split: SplitDto, plant = healthy): Promise<void> {
  const before = await stored(split);
  const asked = dryRuns(split);
  const { page, errors } = await openPage(browser, trafficUrl(world.consoleUrl, split));
  await plant(page);
  const isDown = shareOfFirst(numbers(before)) > 0.5;
  await moveFirstSlider(page, isDown ? 'ArrowLeft' : 'ArrowRight', MOVED_PERCENT);
  const dialog = await preview(page);
  expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);
  expect(dryRuns(split)).toBeGreaterThan(asked);

  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Applied', { exact: true }).waitFor(SLOW);
  const after = await stored(split);
  const moved = (isDown ? -MOVED_PERCENT : MOVED_PERCENT) / 100;
  expect(shareOfFirst(numbers(after))).toBeCloseTo(shareOfFirst(numbers(before)) + moved, 2);
  // Of a whole of 2 no tenth can be written: the scale may grow there, and only there.
  const whole = sum(numbers(before));
  if (whole === 100) expect(sum(numbers(after))).toBe(whole);
  expect(apartFromWeights(split, after)).toEqual(apartFromWeights(split, before));
  expect(after.managers).toContain('alidade');
  expect(errors).toEqual([]);
  await page.context().close();
}

/** Somebody else writes between preview and apply: their weights stay, and the page says so. */
export async function checkConflict(
  browser: Browser,
  split: SplitDto,
  plant = healthy,
): Promise<void> {
  const before = await stored(split);
  const theirs = otherWeights(before);
  const { page } = await openPage(browser, trafficUrl(world.consoleUrl, split));
  const isDown = shareOfFirst(numbers(before)) > 0.5;
  await moveFirstSlider(page, isDown ? 'ArrowLeft' : 'ArrowRight', 3);
  const dialog = await preview(page);
  await plant(page);
  await writeWeights(split, theirs);
  const apply = dialog.getByRole('button', { name: 'Apply' });
  // The page may have heard of it already and taken the dialog away: that is no loss either.
  if (await apply.isVisible()) await apply.click().catch(() => undefined);
  const said = page.getByText('Somebody else changed this split while you were editing');
  await said
    .or(page.getByText('Applied', { exact: true }))
    .first()
    .waitFor(SLOW);
  expect((await stored(split)).weights).toEqual(theirs);
  expect(await said.isVisible()).toBe(true);
  await page.context().close();
}

/** Valid weights that are not those that are stored, whatever anybody did before. */
function otherWeights({ weights }: Stored): readonly unknown[] {
  const turned = weights.toReversed();
  if (JSON.stringify(turned) !== JSON.stringify(weights)) return turned;
  // Equal parts are the same either way round: all of it for the first.
  const whole = sum(weights.map(numberOf));
  const isQuantity = weights.some((weight) => String(weight).endsWith('m'));
  const written = (weight: number) => (isQuantity ? `${weight * 1000}m` : weight);
  return weights.map((_, i) => written(i === 0 ? whole : 0));
}

type Apply = typeof applyByConsole;

/** Weights that break a rule are refused with the reason in words, and nothing is written. */
export async function checkRefusal(split: SplitDto, apply: Apply = applyByConsole): Promise<void> {
  const before = await stored(split);
  const wrong = split.targets.map((_, i) => (i === 0 ? -1 : 101));
  const answer = await apply(world.consoleUrl, split, {
    resourceVersion: before.resourceVersion,
    targets: split.targets.map(({ host, subset, port }, i) => ({
      ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
      weight: wrong[i] ?? 0,
    })),
  });
  expect(answer.status).toBe(422);
  const { type, rule, detail } = problemSchema.parse(answer.body);
  expect(type).toBe('urn:alidade:problem:refused');
  expect([rule, detail]).toEqual([
    expect.stringMatching(/^[\w-]+$/),
    expect.stringMatching(/ is /),
  ]);
  expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);
}
