import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SplitDto } from '@/lib/contract/splits';
import type { Identity, KubernetesWriter } from '@/lib/server/access/identity';
import { manyListeners } from '@/lib/server/cache/shared-work';
import {
  intend,
  labelled,
  NEW,
  NEW_YAML,
  objectChanges,
} from '@/lib/server/testing/change-objects';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import type * as changeObjectModule from '@/lib/server/use-cases/change-object';
import type * as changeModule from '@/lib/server/use-cases/change-split';
import { loadSplits } from '@/lib/server/use-cases/load-splits';
import { objectId } from '@/lib/domain/object-ref';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { shippedSources, sourceOf } from '@/lib/testing/own-patterns';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

vi.setConfig({ hookTimeout: 60_000 });

let world: DemoRuntime;
let splits: readonly SplitDto[] = [];
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
  const all = await loadSplits(world.runtime, await world.as('admin'), { namespaces: [] }, signal);
  const kinds = new Map(
    all.splits
      .filter(({ targets }) => new Set(targets.map(({ weight }) => weight ?? 0)).size > 1)
      .map((split) => [`${split.mesh} ${split.carrier.kind}`, split]),
  );
  splits = [...kinds.values()];
});
afterAll(() => world.close());

/** How the API server takes a write: as it should, or not at all. */
const ENDS: readonly (UpstreamFailure | null)[] = [
  ...([null, 'timeout', 'forbidden', 'malformed'] as const),
];

/** Counts the writes of somebody, and lets them all end in one way. */
function counted(who: Identity, end: UpstreamFailure | null): { who: Identity; sent: string[] } {
  const { writer } = who;
  if (writer === null) throw new Error('nobody can write');
  const sent: string[] = [];
  const note = (what: string, isDry: boolean) => {
    if (isDry) return;
    sent.push(what);
    if (end !== null) throw new UpstreamError('kubernetes', end, 'told to');
  };
  const watched: KubernetesWriter = {
    async patch(kind, namespace, name, operations, options, given) {
      note(`patch ${kind.plural} ${name}`, options.dryRun);
      return writer.patch(kind, namespace, name, operations, options, given);
    },
    async create(kind, namespace, object, options, given) {
      note(`create ${kind.plural}`, options.dryRun);
      return writer.create(kind, namespace, object, options, given);
    },
    async remove(kind, namespace, name, options, given) {
      note(`remove ${kind.plural} ${name}`, options.dryRun);
      return writer.remove(kind, namespace, name, options, given);
    },
  };
  return { who: { ...who, writer: watched }, sent };
}

type Product = Pick<typeof changeModule, 'applySplit'> &
  Pick<typeof changeObjectModule, 'applyObject' | 'removeObject'>;

type Change = (product: Product, who: Identity) => Promise<unknown>;

const moveWeights =
  ({ id }: SplitDto): Change =>
  async ({ applySplit }, who) => {
    world.skip(60_000);
    const now = await loadSplits(world.runtime, who, { namespaces: [] }, signal);
    const split = now.splits.find((each) => each.id === id);
    if (split === undefined) throw new Error('the split is gone');
    const targets = split.targets.map(({ host, subset, port, weight }) => ({
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port }),
      weight,
    }));
    // The same weights the other way round: every mesh takes what it has taken before.
    const weights = targets.map(({ weight }) => weight).toReversed();
    const turned = targets.map((target, i) => ({ ...target, weight: weights[i] ?? null }));
    const intent = { resourceVersion: split.carrier.resourceVersion, targets: turned };
    return applySplit(world.runtime, who, id, intent, signal);
  };

/** What was never there, so that a write of it tells of no conflict. */
let names = 0;

const create: Change = ({ applyObject }, who) => {
  const name = `half-way-${(names += 1)}`;
  const intent = { yaml: NEW_YAML.replace(NEW.name, name), resourceVersion: null };
  return applyObject(world.runtime, who, objectId({ ...NEW, name }), intent, signal);
};

const relabel: Change = async ({ applyObject }, who) => {
  world.skip(60_000);
  const object = await objectChanges(world).one(who);
  const yaml = labelled(object, `half-way-${(names += 1)}`);
  return applyObject(world.runtime, who, object.id, intend(object, yaml), signal);
};

const remove: Change = async (product, who) => {
  const name = `half-way-${names + 1}`;
  await create(product, await world.as('admin'));
  world.skip(60_000);
  const object = await objectChanges(world).read(who, objectId({ ...NEW, name }));
  return product.removeObject(world.runtime, who, object.id, object.resourceVersion, signal);
};

interface Attempt {
  readonly what: string;
  readonly end: UpstreamFailure | null;
}
const changes = (): ReadonlyMap<string, Change> =>
  new Map([
    ...splits.map((split) => [`${split.mesh} ${split.carrier.kind}`, moveWeights(split)] as const),
    ['create', create],
    ['relabel', relabel],
    ['remove', remove],
  ]);

/** What is wrong with how somebody is told of a change of which this became; null when nothing is. */
async function wrongIn(product: Product, { what, end }: Attempt): Promise<string | null> {
  const { who, sent } = counted(await world.as('editor'), end);
  const change = changes().get(what);
  if (change === undefined) return 'there is no such change';
  const told = await change(product, who).then(
    () => 'success',
    (error: unknown) =>
      error instanceof Error && 'type' in error ? String(error.type) : 'nothing',
  );
  if (sent.length !== 1) return `is told ${told} after these writes: ${sent.join(', ') || 'none'}`;
  if ((told === 'success') !== (end === null)) return `is told ${told}`;
  return told === 'nothing' ? 'fails by accident' : null;
}

const CHANGE = 'lib/server/changes/write.ts';
const SEND = 'return await sendWrite(writer, exact, { dryRun: false }, signal);';

describeAbuse<Product>('T20: a change of which a part is made, and a part is not', {
  product: async (load) => ({
    ...(await load<typeof changeModule>('lib/server/use-cases/change-split.ts')),
    ...(await load<typeof changeObjectModule>('lib/server/use-cases/change-object.ts')),
  }),
  async works(product) {
    const { who } = counted(await world.as('editor'), null);
    await create(product, who);
  },
  attack: (product) =>
    tryEach(
      [...changes().keys()].flatMap((what) => ENDS.map((end) => ({ what, end }))),
      (attempt) => wrongIn(product, attempt),
    ),
  atLeast: 40,
  defects: [
    edit(
      'one write for one change',
      CHANGE,
      SEND,
      SEND.replace('return await', 'const made = await') +
        ' await sendWrite(writer, exact, { dryRun: false }, signal).catch(() => null); return made;',
    ),
    edit('no second try', CHANGE, 'throw await explain(error, conflicts);', SEND),
    edit(
      'a word about what went wrong',
      CHANGE,
      'throw await explain(error, conflicts);',
      'return await conflicts.read();',
    ),
  ],
});

describe('T20: a page that changes several objects at once', () => {
  /** What a page may call that writes to a cluster. */
  const WRITES = /\b(applySplit|applyObject|removeObject|applyDraftOptions)\b/;
  const AT_ONCE =
    /Promise\.(all|allSettled|any|race)\b|\bfor (await )?\(|\bwhile \(|\.(map|forEach)\((async\b|\S+ => (applySplit|applyObject|removeObject))/;
  const pages = (of: (file: string) => string) =>
    shippedSources().filter((file) => file.startsWith('components/') && WRITES.test(of(file)));
  const several = (of: (file: string) => string) =>
    pages(of).filter((file) => AT_ONCE.test(of(file)));

  it('does not exist', () => {
    expect(pages(sourceOf).length).toBeGreaterThan(2);
    expect(several(sourceOf)).toEqual([]);
  });

  it('is seen where it is written', () => {
    const file = 'components/traffic/use-change.ts';
    const planted = (each: string) =>
      each === file
        ? `${sourceOf(each)}\nawait Promise.all(intents.map((one) => applySplit(split.id, one)));`
        : sourceOf(each);
    expect(several(planted)).toEqual([file]);
  });
});
