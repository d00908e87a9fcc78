import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';
import type { Identity } from '@/lib/server/access/identity';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { ProblemError } from '@/lib/server/problem';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { applySplit, previewSplit } from '@/lib/server/use-cases/change-split';
import { loadSplit, loadSplits } from '@/lib/server/use-cases/load-splits';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
});
afterAll(() => world.close());

/** A split of two or more targets, all of which carry a weight. */
async function weightedSplit(who: Identity): Promise<SplitDto> {
  world.skip(6000);
  const { splits } = await loadSplits(world.runtime, who, { namespaces: ['shop'] }, signal);
  const found = splits.find(
    ({ targets }) => targets.length === 2 && targets.every(({ weight }) => weight !== null),
  );
  if (found === undefined) throw new Error('the demo has no such split');
  return found;
}

/** The intent to give the targets of a split these weights. */
function intend(split: SplitDto, weights: readonly (number | null)[]): SplitIntentDto {
  return {
    resourceVersion: split.carrier.resourceVersion,
    targets: split.targets.map(({ host, subset, port }, index) => ({
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port }),
      weight: weights[index] ?? null,
    })),
  };
}

const weightsOf = ({ targets }: SplitDto) => targets.map(({ weight }) => weight);

async function problemOf(work: Promise<unknown>): Promise<ProblemError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('it went through');
}

/** Weights as the API server has them now. */
async function current(split: SplitDto): Promise<readonly (number | null)[]> {
  const { carrier } = split;
  const { kubernetes } = world.runtime;
  const { group, version, kind, plural, namespace, name } = carrier;
  const served = await kubernetes?.resolve({ group, plural, kind, versions: [version] }, signal);
  if (served === null || served === undefined) throw new Error('not served');
  const object = await kubernetes?.get(served, namespace, name, signal);
  const path = carrier.path.split('/').slice(1);
  const route: unknown = path.reduce<unknown>(
    (at, key) => (at === null || typeof at !== 'object' ? null : Reflect.get(at, key)),
    object,
  );
  if (!Array.isArray(route)) throw new Error('no route');
  return route.map((target: unknown) => {
    const weight: unknown =
      Object(target) === target ? Reflect.get(Object(target), 'weight') : null;
    return typeof weight === 'number' ? weight : null;
  });
}

describe('previewing a change', () => {
  it('shows the patch, both objects and the verdict, and writes nothing', async () => {
    const editor = await world.as('editor');
    const split = await weightedSplit(editor);
    const before = await current(split);
    const preview = await previewSplit(
      world.runtime,
      editor,
      split.id,
      intend(split, [70, 30]),
      signal,
    );
    expect(preview.dryRun).toEqual({ verdict: 'accepted', reason: null, causes: [] });
    expect(preview.before).toContain('kind: VirtualService');
    expect(preview.after).toMatch(/weight: 70[^]*weight: 30/);
    expect(`${preview.before}${preview.after}`).not.toMatch(/managedFields|status:/);
    expect(preview.patch.some(({ op }) => op === 'test')).toBe(true);
    expect(await current(split)).toEqual(before);
  });

  it('passes on that the API server would forbid it', async () => {
    const viewer = await world.as('viewer');
    const split = await weightedSplit(viewer);
    expect(split.writable.allowed).toBe(false);
    const preview = await previewSplit(
      world.runtime,
      viewer,
      split.id,
      intend(split, [70, 30]),
      signal,
    );
    expect(preview.dryRun.verdict).toBe('forbidden');
    expect(preview.dryRun.reason).toContain('viewer');
  });

  it.each([
    ['negative weights', [-1, 101]],
    ['fractions', [33.3, 66.7]],
    ['nothing for anybody', [0, 0]],
    ['more than the field holds', [2_147_483_648, 0]],
  ])('refuses %s before the API server is asked', async (_, weights) => {
    const editor = await world.as('editor');
    const split = await weightedSplit(editor);
    const work = previewSplit(world.runtime, editor, split.id, intend(split, weights), signal);
    const problem = await problemOf(work);
    expect(problem.type).toBe('refused');
    expect(problem.extras.rule).not.toBe('');
  });

  it('refuses a target that the split does not know', async () => {
    const editor = await world.as('editor');
    const split = await weightedSplit(editor);
    const intent = intend(split, [50, 50]);
    const strange = { ...intent, targets: [...intent.targets, { host: 'evil.com', weight: 1 }] };
    const problem = await problemOf(previewSplit(world.runtime, editor, split.id, strange, signal));
    expect(problem.type).toBe('refused');
  });

  it('does not find a split of a namespace that the person may not read', async () => {
    const { splits } = await loadSplits(
      world.runtime,
      await world.as('admin'),
      { namespaces: [] },
      signal,
    );
    const hidden = splits.find(({ carrier }) => carrier.namespace !== 'shop');
    const viewer = await world.as('shop-viewer');
    const id = hidden?.id ?? '';
    expect(id).not.toBe('');
    const problem = await problemOf(loadSplit(world.runtime, viewer, id, signal));
    expect(problem.type).toBe('not-found');
  });
});

describe('applying a change', () => {
  it('moves the weights, tells how to take it back, and taking it back works', async () => {
    const editor = await world.as('editor');
    const split = await weightedSplit(editor);
    const before = weightsOf(split);
    const applied = await applySplit(
      world.runtime,
      editor,
      split.id,
      intend(split, [81, 19]),
      signal,
    );
    expect(weightsOf(applied.split)).toEqual([81, 19]);
    expect(await current(split)).toEqual([81, 19]);

    const undone = await applySplit(world.runtime, editor, split.id, applied.undo, signal);
    expect(weightsOf(undone.split)).toEqual(before);
    expect(await current(split)).toEqual(before);
  });

  it('leaves an audit line with who, what, from and to, and no token', async () => {
    const editor = await world.as('editor');
    const split = await weightedSplit(editor);
    const seen = world.logLines().length;
    const applied = await applySplit(
      world.runtime,
      editor,
      split.id,
      intend(split, [64, 36]),
      signal,
    );
    await applySplit(world.runtime, editor, split.id, applied.undo, signal);
    const lines = world.logLines().slice(seen);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      audit: 'split-change',
      who: 'editor',
      object: `virtualservices.networking.istio.io/shop/${split.carrier.name}`,
      before: split.targets.map(({ weight }) => ({ weight })),
      after: [{ weight: 64 }, { weight: 36 }],
      outcome: 'applied',
    });
    expect(world.logLines().join('')).not.toContain('demo-');
  });

  it('leaves one audit line of every refusal, conflict and dry run, with what was asked for', async () => {
    const [editor, viewer] = [await world.as('editor'), await world.as('viewer')];
    const split = await weightedSplit(editor);
    const asked = intend(split, [71, 29]);
    const stale = { ...asked, resourceVersion: '1' };
    const { runtime: rt } = world;
    const negative = intend(split, [-1, 101]);
    const seen = world.logLines().length;
    await previewSplit(rt, editor, split.id, asked, signal);
    await problemOf(applySplit(rt, viewer, split.id, asked, signal));
    await problemOf(applySplit(rt, editor, split.id, negative, signal));
    await problemOf(applySplit(rt, editor, 'no-such-split', asked, signal));
    await problemOf(applySplit(rt, { ...editor, writer: null }, split.id, asked, signal));
    await problemOf(applySplit(rt, editor, split.id, stale, signal));
    const lines = world.logLines().slice(seen);
    const object = `virtualservices.networking.istio.io/shop/${split.carrier.name}`;
    const before = split.targets.map(({ weight }) => ({ weight }));
    const after = [{ weight: 71 }, { weight: 29 }];
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { who: 'editor', object, before, after, outcome: 'dry-run', verdict: 'accepted' },
      { who: 'viewer', object, before, after, outcome: 'refused', problem: 'forbidden' },
      { who: 'editor', object, before, after: [{ weight: -1 }, {}], outcome: 'refused' },
      { who: 'editor', split: 'no-such-split', object: null, outcome: 'refused' },
      { who: 'editor', after, outcome: 'refused', problem: 'writes-off' },
      { who: 'editor', object, before, after, outcome: 'conflict', problem: 'conflict' },
    ]);
  });

  it('is stopped by the API server for those who may only read, with its reason', async () => {
    const viewer = await world.as('viewer');
    const split = await weightedSplit(viewer);
    const before = await current(split);
    const problem = await problemOf(
      applySplit(world.runtime, viewer, split.id, intend(split, [99, 1]), signal),
    );
    expect(problem.type).toBe('forbidden');
    expect(problem.extras.detail).toContain('cannot patch');
    expect(await current(split)).toEqual(before);
  });

  it('tells the second of two editors that it has changed, and shows how it is now', async () => {
    const [one, two] = [await world.as('editor'), await world.as('admin')];
    const split = await weightedSplit(one);
    const applied = await applySplit(world.runtime, one, split.id, intend(split, [55, 45]), signal);
    const problem = await problemOf(
      applySplit(world.runtime, two, split.id, intend(split, [10, 90]), signal),
    );
    expect(problem.type).toBe('conflict');
    expect(problem.extras.current).toMatchObject({
      id: split.id,
      targets: [{ weight: 55 }, { weight: 45 }],
    });
    expect(await current(split)).toEqual([55, 45]);
    await applySplit(world.runtime, one, split.id, applied.undo, signal);
  });

  it('loses no update when editors collide, whatever the order', async () => {
    const editors = [await world.as('editor'), await world.as('admin')];
    let version = (await weightedSplit(await world.as('editor'))).carrier.resourceVersion;
    for (let round = 0; round < 8; round += 1) {
      const split = await weightedSplit(await world.as('admin'));
      const fresh = { ...split, carrier: { ...split.carrier, resourceVersion: version } };
      const wanted = editors.map((_, index) => [round + index * 40 + 1, 99 - round - index * 40]);
      const outcomes = await Promise.allSettled(
        editors.map((who, index) =>
          applySplit(world.runtime, who, split.id, intend(fresh, wanted[index] ?? []), signal),
        ),
      );
      const won = outcomes.flatMap((outcome, index) =>
        outcome.status === 'fulfilled' ? [index] : [],
      );
      expect(won).toHaveLength(1);
      expect(await current(split)).toEqual(wanted[won[0] ?? 0]);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') version = outcome.value.split.carrier.resourceVersion;
        else expect(outcome.reason).toMatchObject({ type: 'conflict' });
      }
    }
  });
});

describe('without writes', () => {
  it.each([
    { auth: 'header' as const, writes: false },
    { auth: 'anonymous' as const, writes: true },
  ])('there is nothing to write with: $auth, WRITES $writes', async (config) => {
    const closed = await startDemoRuntime(config);
    try {
      const who = await closed.as('admin');
      expect(who.writer).toBeNull();
      const { splits } = await loadSplits(closed.runtime, who, { namespaces: ['shop'] }, signal);
      const split = splits.find(({ targets }) => targets.length === 2);
      if (split === undefined) throw new Error('the demo has no such split');
      expect(split.writable.allowed).toBe(false);
      const intent = intend(split, [50, 50]);
      const problem = await problemOf(applySplit(closed.runtime, who, split.id, intent, signal));
      expect(problem.type).toBe('writes-off');
      const { dryRun } = await previewSplit(closed.runtime, who, split.id, intent, signal);
      expect(dryRun.verdict).toBe('unavailable');
    } finally {
      await closed.close();
    }
  });
});
