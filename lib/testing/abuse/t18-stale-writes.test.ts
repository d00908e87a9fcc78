import { afterAll, beforeAll, vi } from 'vitest';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';
import type * as istioModule from '@/lib/mesh/istio/adapter';
import type { Identity } from '@/lib/server/access/identity';
import { manyListeners } from '@/lib/server/cache/shared-work';
import type { Runtime } from '@/lib/server/runtime';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import type * as changeModule from '@/lib/server/use-cases/change-split';
import type * as splitsModule from '@/lib/server/use-cases/load-splits';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';

vi.setConfig({ hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
});
afterAll(() => world.close());

/** The use cases, on the runtime of the demo with the meshes that they were loaded with. */
interface Product {
  readonly apply: (who: Identity, split: SplitDto, weights: Weights) => Promise<SplitDto>;
  readonly read: () => Promise<SplitDto>;
}
type Weights = readonly [number, number];

/** One split of two targets, as everybody sees it at this moment. */
async function readSplit({ loadSplits }: typeof splitsModule, runtime: Runtime): Promise<SplitDto> {
  // Past what the console keeps of objects.
  world.skip(60_000);
  const admin = await world.as('admin');
  const { splits } = await loadSplits(runtime, admin, { namespaces: ['shop'] }, signal);
  const found = splits.find(
    ({ targets }) => targets.length === 2 && targets.every(({ weight }) => weight !== null),
  );
  if (found === undefined) throw new Error('the demo has no such split');
  return found;
}

function intentOf({ carrier, targets }: SplitDto, weights: Weights): SplitIntentDto {
  return {
    resourceVersion: carrier.resourceVersion,
    targets: targets.map(({ host, subset, port }, i) => ({
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port }),
      weight: weights[i] ?? null,
    })),
  };
}

const weightsOf = ({ targets }: SplitDto) => targets.map(({ weight }) => weight).join(' ');

/** Lets somebody else write in the moment before a change is sent. */
function overtaken(who: Identity, first: () => Promise<unknown>): Identity {
  const { writer } = who;
  if (writer === null) throw new Error('nobody can write');
  return {
    ...who,
    writer: {
      ...writer,
      patch: async (...given) => {
        await first();
        return writer.patch(...given);
      },
    },
  };
}

/** The ways in which two people meet; each ends with how the second was told. */
const MEETINGS: readonly (readonly [
  string,
  (product: Product, one: Weights, two: Weights) => Promise<unknown>,
])[] = [
  [
    'reads, and writes after somebody else',
    async ({ apply, read }, one, two) => {
      const split = await read();
      await apply(await world.as('admin'), split, one);
      return told(apply(await world.as('editor'), split, two));
    },
  ],
  [
    'is overtaken while the change is on its way',
    async ({ apply, read }, one, two) => {
      const split = await read();
      const first = async () => apply(await world.as('admin'), split, one);
      return told(apply(overtaken(await world.as('editor'), first), split, two));
    },
  ],
];

/** Why a change was not made; null when it was. */
async function told(change: Promise<unknown>): Promise<unknown> {
  return change.then(
    () => null,
    (error: unknown) => error,
  );
}

const ROUNDS = 25;

/** Each with weights that were not there before. */
const ATTACKS = Array.from({ length: ROUNDS * MEETINGS.length }, (_, i) => ({
  meetings: MEETINGS.slice(i % MEETINGS.length).slice(0, 1),
  one: [i + 1, 99 - i] as const,
  two: [i + 50, 50 - i] as const,
}));

describeAbuse<Product>('T18: a change of what has changed since it was read', {
  async product(load) {
    const change = await load<typeof changeModule>('lib/server/use-cases/change-split.ts');
    const splits = await load<typeof splitsModule>('lib/server/use-cases/load-splits.ts');
    const { istio } = await load<typeof istioModule>('lib/mesh/istio/adapter.ts');
    const runtime = { ...world.runtime, meshes: [istio] };
    return {
      read: () => readSplit(splits, runtime),
      async apply(who, split, weights) {
        const intent = intentOf(split, weights);
        return (await change.applySplit(runtime, who, split.id, intent, signal)).split;
      },
    };
  },
  async works({ apply, read }) {
    const after = await apply(await world.as('editor'), await read(), [77, 23]);
    if (weightsOf(after) !== '77 23') throw new Error('a change is not made');
  },
  attack: (product) =>
    tryEach(ATTACKS, async ({ meetings, one, two }) => {
      for (const [, meet] of meetings) {
        const problem = await meet(product, one, two);
        const now = weightsOf(await product.read());
        if (now !== one.join(' ')) return `the first change is lost: ${now}`;
        if (!isConflict(problem, one)) return `is told as ${String(problem)}`;
      }
      return null;
    }),
  atLeast: 50,
  defects: [
    edit(
      'the version in the patch',
      'lib/mesh/split-change.ts',
      "patch: [test('/metadata/resourceVersion', resourceVersion), ...operations]",
      'patch: operations',
    ),
    edit(
      'a look at the version before',
      'lib/server/splits/prepare-change.ts',
      ' && object.metadata.resourceVersion === intent.resourceVersion',
      '',
    ),
    edit(
      'telling a conflict from a bad object',
      'lib/server/changes/write.ts',
      'if (mayBeConflict) {',
      'if (!mayBeConflict) {',
    ),
  ],
});

/** Whether somebody was told that it has changed, and shown how it is now. */
function isConflict(problem: unknown, now: Weights): boolean {
  if (!(problem instanceof Error) || !('type' in problem) || problem.type !== 'conflict')
    return false;
  return JSON.stringify(problem).includes(`"weight":${now[0]}`);
}
