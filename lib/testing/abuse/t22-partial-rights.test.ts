import type { Identity } from '@/lib/server/access/identity';
import type * as scopeModule from '@/lib/server/access/scope';
import { manyListeners } from '@/lib/server/cache/shared-work';
import type * as mayWriteModule from '@/lib/server/changes/may-write';
import type { ExactWrite } from '@/lib/server/changes/send-write';
import type * as writeModule from '@/lib/server/changes/write';
import type * as listObjectsModule from '@/lib/server/objects/list-objects';
import type { ListedKind } from '@/lib/server/objects/list-objects';
import type * as problemModule from '@/lib/server/problem';
import { testRuntime } from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { against } from '@/lib/testing/abuse/against';
import {
  ALL_NAMESPACES,
  clusterOfRights,
  GROUP,
  ROUTES,
  type Rights,
} from '@/lib/testing/abuse/cluster-of-rights';
import type { FakeUpstream } from '@/lib/testing/fake-upstream';
import type * as clientModule from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

const { signal } = new AbortController();
manyListeners(signal);

type Product = Pick<typeof scopeModule, 'readableScope'> &
  Pick<typeof listObjectsModule, 'listObjects'> &
  Pick<typeof mayWriteModule, 'mayWrite'> &
  Pick<typeof writeModule, 'write'> &
  Pick<typeof problemModule, 'toProblemError'> &
  Pick<typeof clientModule, 'kubernetesClientOf'>;

const product = async (load: Load): Promise<Product> => ({
  ...(await load<typeof scopeModule>('lib/server/access/scope.ts')),
  ...(await load<typeof listObjectsModule>('lib/server/objects/list-objects.ts')),
  ...(await load<typeof mayWriteModule>('lib/server/changes/may-write.ts')),
  ...(await load<typeof writeModule>('lib/server/changes/write.ts')),
  ...(await load<typeof problemModule>('lib/server/problem.ts')),
  ...(await load<typeof clientModule>('lib/testing/kubernetes-client.ts')),
});

interface World {
  readonly person: Identity;
  readonly own: KubernetesClient;
  readonly server: FakeUpstream;
}

/** Runs something as somebody with these rights, beside the console itself. */
function asPerson<Result>(
  loaded: Product,
  run: (world: World) => Promise<Result>,
): Promise<Result> {
  return against(loaded.kubernetesClientOf, (own, server) => {
    const client = own.withToken('alice');
    const facts = { name: 'alice', groups: [], expiresAt: null, renewAt: null, shared: false };
    const person: Identity = {
      ...facts,
      ...{ mode: 'token', key: 'alice', onlyNamespaces: null, reader: client, writer: client },
    };
    return run({ person, own, server });
  });
}

const SOME = [[], ['shop'], ['bank', 'shop'], ALL_NAMESPACES];

const ALL_RIGHTS: readonly Rights[] = [true, false].flatMap((listsNamespaces) =>
  [true, false].flatMap((reviews) =>
    SOME.flatMap((readable) =>
      [...SOME, ['*']].map((lists) => ({ listsNamespaces, reviews, readable, lists })),
    ),
  ),
);

/** The namespaces that somebody with these rights is to see. */
function readableWith({ listsNamespaces, reviews, readable }: Rights): readonly string[] {
  if (listsNamespaces) return ALL_NAMESPACES;
  return reviews ? readable : [];
}

/** What is wrong with what a person is shown who has these rights and no other. */
async function wrongView(
  loaded: Product,
  { person, own, server }: World,
  rights: Rights,
): Promise<string | null> {
  server.answer(clusterOfRights(rights));
  const { caches } = testRuntime();
  const options = { cache: caches.scopes, own, within: null };
  const scope = await loaded.readableScope(person, options, signal);
  const wanted = readableWith(rights);
  if (scope.all !== rights.listsNamespaces) return 'may see everything';
  if (scope.namespaces.join() !== wanted.join()) return `sees ${scope.namespaces.join()}`;
  const isUntold = !rights.listsNamespaces && !rights.reviews;
  if (isUntold !== scope.warnings.length > 0) return 'is not told why there is nothing';
  const client = own.withToken('alice');
  return wrongObjects(await loaded.listObjects(client, ROUTES, scope, signal), rights);
}

/** The same of the objects of what is to be seen. */
function wrongObjects({ objects, denied, served }: ListedKind, rights: Rights): string | null {
  const wanted = readableWith(rights);
  const may = wanted.filter((name) => rights.lists.some((each) => each === '*' || each === name));
  if (!served) return 'is told that there is no such kind';
  if (objects.map(({ metadata }) => metadata.namespace).join() !== may.join()) {
    return `is shown ${objects.length} objects`;
  }
  const isWhole = wanted.length > 0 && may.length === wanted.length;
  return denied === isWhole ? 'is told the wrong thing about what is missing' : null;
}

describeAbuse<Product>('T22: somebody who may do some things, in some places', {
  product,
  async works(loaded) {
    const rights = { listsNamespaces: true, reviews: true, readable: SOME[3] ?? [], lists: ['*'] };
    const wrong = await asPerson(loaded, (world) => wrongView(loaded, world, rights));
    if (wrong !== null) throw new Error(`the operator ${wrong}`);
  },
  attack: (loaded) =>
    asPerson(loaded, (world) => tryEach(ALL_RIGHTS, (rights) => wrongView(loaded, world, rights))),
  atLeast: 80,
  defects: [
    edit(
      'asking about each namespace',
      'lib/server/access/scope.ts',
      'asked.filter((_, index) => answers[index] === true)',
      'asked',
    ),
    edit(
      'a word for those who may not even ask',
      'lib/server/access/scope.ts',
      'const answers = await unlessForbidden(() =>',
      'const answers = await (<T>(ask: () => Promise<T>) => ask())(() =>',
    ),
    edit(
      'a list of what may be listed',
      'lib/server/objects/list-objects.ts',
      "unlessRefused(['forbidden'], () => reader.list",
      'unlessRefused([], () => reader.list',
    ),
    edit(
      'a word about what is missing',
      'lib/server/objects/list-objects.ts',
      'denied: parts.includes(null) || parts.length === 0',
      'denied: false',
    ),
  ],
});

const EXACT: ExactWrite = {
  kind: { ...ROUTES, version: 'v1', namespaced: true },
  ...{ namespace: 'shop', name: 'route-shop' },
  verb: 'patch',
  patch: [],
};
const QUESTION = { verb: 'patch', group: GROUP, plural: 'routes', namespace: 'shop' } as const;

/** What is wrong with how somebody is told that a change is not theirs to make. */
async function wrongRefusal(
  loaded: Product,
  { person, server }: World,
  rights: Rights,
): Promise<string | null> {
  server.answer(clusterOfRights(rights));
  const rt = testRuntime({ config: { writes: true } });
  const { allowed, reason } = await loaded.mayWrite(rt, person, QUESTION, signal);
  if (allowed || reason === null) return 'has a button, or none without a reason';
  const conflicts = {
    madeOn: '1',
    read: () => Promise.resolve(null),
    problem: () => {
      throw new Error('no conflict');
    },
  };
  const problem = await loaded.write(person, EXACT, conflicts, signal).then(
    () => null,
    (error: unknown) => loaded.toProblemError(error),
  );
  if (problem?.type !== 'forbidden') return `is told ${problem?.type ?? 'nothing'}`;
  return problem.extras.detail?.includes('you may not') === true ? null : 'is not told why';
}

describeAbuse<Product>('T22: a change that the API server forbids', {
  product,
  async works(loaded) {
    await asPerson(loaded, async ({ person, server }) => {
      server.answer(
        clusterOfRights({ listsNamespaces: true, reviews: true, readable: ['shop'], lists: [] }),
      );
      const rt = testRuntime({ config: { writes: true } });
      const { allowed } = await loaded.mayWrite(rt, person, { ...QUESTION, verb: 'get' }, signal);
      if (!allowed) throw new Error('nothing is allowed');
    });
  },
  attack: (loaded) =>
    asPerson(loaded, (world) =>
      tryEach(ALL_RIGHTS, (rights) => wrongRefusal(loaded, world, rights)),
    ),
  atLeast: 80,
  defects: [
    edit(
      'a word where rights are not told',
      'lib/server/changes/may-write.ts',
      'if (!(error instanceof UpstreamError)) throw error;',
      'throw error;',
    ),
    edit(
      'buttons by what is answered',
      'lib/server/changes/may-write.ts',
      'return value.allowed\n',
      'return value.allowed || !value.allowed\n',
    ),
    edit('kinds of refusals', 'lib/upstream/failure.ts', "  403: 'forbidden',\n", ''),
  ],
});
