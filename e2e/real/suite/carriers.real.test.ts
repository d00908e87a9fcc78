import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemSchema } from '@/lib/contract/problem';
import type { SplitDto } from '@/lib/contract/splits';
import { readAudit } from '../world/audit';
import { readWorld } from '../world/world';
import { launchBrowser, openPage } from './browser';
import { moveFirstSlider, preview, shareOfFirst, SLOW, trafficUrl } from './slider';
import {
  applyByConsole,
  splitsOf,
  stored,
  writeSpec,
  writeWeights,
  type Stored,
} from './splits-api';

const world = readWorld();
const MOVED_PERCENT = 10;

/** Everything that can hold weights: group, plural, and what is split. */
const CARRIERS = [
  ['networking.istio.io', 'virtualservices', 'http'],
  ['networking.istio.io', 'virtualservices', 'tcp'],
  ['networking.istio.io', 'virtualservices', 'tls'],
  ['gateway.networking.k8s.io', 'httproutes', 'http'],
  ['gateway.networking.k8s.io', 'grpcroutes', 'grpc'],
  ['gateway.networking.k8s.io', 'tcproutes', 'tcp'],
  ['gateway.networking.k8s.io', 'tlsroutes', 'tls'],
  ['policy.linkerd.io', 'httproutes', 'http'],
  ['split.smi-spec.io', 'trafficsplits', 'http'],
  ['linkerd.io', 'serviceprofiles', 'grpc'],
  ['consul.hashicorp.com', 'servicesplitters', 'http'],
  ['appmesh.k8s.aws', 'virtualrouters', 'http'],
] as const;

let browser: Browser;
let splits: readonly SplitDto[];
const touched: (readonly [SplitDto, unknown])[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  splits = await splitsOf(world.consoleUrl);
});

afterAll(async () => {
  for (const [split, spec] of touched) await writeSpec(split, spec);
  await browser.close();
});

const ofCarrier = (group: string, plural: string, protocol: string) =>
  splits.filter(
    ({ carrier, protocol: own, owner, writable, targets }) =>
      owner.kind === 'hand' &&
      carrier.group === group &&
      carrier.plural === plural &&
      own === protocol &&
      writable.allowed &&
      targets.length >= 2 &&
      targets.some(({ weight }) => (weight ?? 0) > 0),
  );

function splitOf(group: string, plural: string, protocol: string): SplitDto {
  const [found] = ofCarrier(group, plural, protocol);
  if (found === undefined) throw new Error(`no split of ${protocol} in ${plural}.${group}`);
  return found;
}

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

describe.each(CARRIERS)('a split in %s %s (%s), on the real API server', (...carrier) => {
  it('is moved by its slider: first a dry run, then the weights and nothing else', async () => {
    const split = splitOf(...carrier);
    const before = await stored(split);
    touched.push([split, before.spec]);
    const asked = dryRuns(split);
    const { page, errors } = await openPage(browser, trafficUrl(world.consoleUrl, split));
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
  });

  it('loses nothing when somebody else writes between preview and apply', async () => {
    const split = splitOf(...carrier);
    const theirs = (await stored(split)).weights.toReversed();
    const { page } = await openPage(browser, trafficUrl(world.consoleUrl, split));
    const isDown = shareOfFirst(theirs.map(numberOf).toReversed()) > 0.5;
    await moveFirstSlider(page, isDown ? 'ArrowLeft' : 'ArrowRight', 3);
    const dialog = await preview(page);
    await writeWeights(split, theirs);
    const apply = dialog.getByRole('button', { name: 'Apply' });
    // The page may have heard of it already and taken the dialog away: that is no loss either.
    if (await apply.isVisible()) await apply.click().catch(() => undefined);
    await page.getByText('Somebody else changed this split while you were editing').waitFor(SLOW);
    expect((await stored(split)).weights).toEqual(theirs);
    await page.context().close();
  });

  it('is left alone, with the reason in words, when the weights break a rule', async () => {
    const split = splitOf(...carrier);
    const before = await stored(split);
    const wrong = split.targets.map((_, i) => (i === 0 ? -1 : 101));
    const answer = await applyByConsole(world.consoleUrl, split, {
      resourceVersion: before.resourceVersion,
      targets: split.targets.map(({ host, subset, port }, i) => ({
        ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
        weight: wrong[i] ?? 0,
      })),
    });
    const { type, rule, detail } = problemSchema.parse(answer.body);
    expect([answer.status, type]).toEqual([422, 'urn:alidade:problem:refused']);
    expect([rule, detail]).toEqual([
      expect.stringMatching(/^[\w-]+$/),
      expect.stringMatching(/ is /),
    ]);
    expect((await stored(split)).resourceVersion).toBe(before.resourceVersion);
  });
});
