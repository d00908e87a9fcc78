import { setTimeout as wait } from 'node:timers/promises';
import type * as objectCacheModule from '@/lib/upstream/kubernetes/object-cache';
import type { ObjectCache } from '@/lib/upstream/kubernetes/object-cache';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { startFakeUpstream } from '@/lib/testing/fake-upstream';
import type * as kubernetesModule from '@/lib/testing/kubernetes-client';
import { EXPIRED, PODS, scriptedPods } from '@/lib/testing/scripted-pods';

type Watching = Pick<typeof objectCacheModule, 'createObjectCache'> &
  Pick<typeof kubernetesModule, 'kubernetesClientOf'>;
type Pods = ReturnType<typeof scriptedPods>;

const never = new AbortController().signal;

/** Ways in which a watch goes wrong; changes are made right after each. */
const FAULTS: Readonly<Record<string, (pods: Pods) => void>> = {
  'it is reset': (pods) => pods.breakOff(),
  'it ends': (pods) => pods.endWatches(),
  'its version is too old when it comes again': (pods) => {
    pods.breakOff();
    pods.put('unseen');
    pods.forgetHistory();
  },
  'it is told that its version expired': (pods) => {
    pods.say(EXPIRED);
    pods.endWatches();
    pods.put('unseen');
    pods.forgetHistory();
  },
  'it is told what is no JSON': (pods) => pods.say('no JSON'),
  'it says nothing any more': (pods) => pods.watches.clear(),
  'no watch says anything any more': (pods) => {
    pods.mute();
    pods.breakOff();
  },
  'it tells what was long ago': (pods) => {
    const old = { metadata: { name: 'a', namespace: 'shop', resourceVersion: '1' } };
    pods.say(JSON.stringify({ type: 'DELETED', object: old }));
  },
};

/** For these a watch is given up after a moment; others would be mended by the list that comes then. */
const SILENT: readonly string[] = ['it says nothing any more', 'no watch says anything any more'];

/** Longer than any watch here takes to be taken up again. */
const SOON_MS = 1_500;

async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!holds() && performance.now() < deadline) await wait(5);
  return holds();
}

/** Runs with a cache that watches pods. */
async function watchingPods<Result>(
  { createObjectCache, kubernetesClientOf }: Watching,
  watchIdleMs: number,
  run: (pods: Pods, cache: ObjectCache) => Promise<Result>,
): Promise<Result> {
  const server = await startFakeUpstream();
  const pods = scriptedPods();
  server.answer(pods.serve);
  for (const name of ['b', 'a']) pods.put(name);
  const client = kubernetesClientOf(server, { watchIdleMs });
  const cache = createObjectCache({ client, kind: PODS, maxBackoffMs: 5 });
  try {
    await cache.settled(never);
    await within(SOON_MS, () => pods.watches.size === 1);
    return await run(pods, cache);
  } finally {
    cache.close();
    await client.close();
    await server.close();
  }
}

const held = (cache: ObjectCache) =>
  cache
    .list()
    .map(({ metadata }) => metadata.name)
    .join(' ');

const CACHE = 'lib/upstream/kubernetes/object-cache.ts';
const REFLECT = 'lib/upstream/kubernetes/reflect.ts';
const TABLE = 'lib/upstream/kubernetes/object-table.ts';

describeAbuse<Watching>('T31: a watch that goes wrong while things change', {
  product: async (load) => ({
    ...(await load<typeof objectCacheModule>(CACHE)),
    ...(await load<typeof kubernetesModule>('lib/testing/kubernetes-client.ts')),
  }),
  works: (watching) =>
    watchingPods(watching, 60_000, async (pods, cache) => {
      pods.put('c');
      if (!(await within(SOON_MS, () => held(cache) === 'a b c'))) {
        throw new Error(`a change is not seen: ${held(cache)}`);
      }
    }),
  attack: (watching) =>
    tryEach(Object.keys(FAULTS), (name) =>
      watchingPods(watching, SILENT.includes(name) ? 100 : 60_000, async (pods, cache) => {
        FAULTS[name]?.(pods);
        pods.put('new');
        pods.delete('b');
        // Looked at once the last change is seen: a list that comes later would mend what is wrong now.
        await within(SOON_MS, () => cache.get('shop', 'b') === undefined);
        return held(cache) === pods.names().join(' ')
          ? null
          : `holds ${held(cache)}, not ${pods.names().join(' ')}`;
      }),
    ),
  atLeast: 8,
  defects: [
    edit('listing again where a watch cannot go on', REFLECT, "  'gone',\n", ''),
    edit('listing again after silence', REFLECT, "  'timeout',\n", ''),
    edit(
      'an end to silence',
      'lib/upstream/kubernetes/watch.ts',
      "controller.abort(new UpstreamError('kubernetes', 'timeout', silence))",
      'silence.trim()',
    ),
    edit('forgetting what is not listed any more', TABLE, '      byKey.clear();\n', ''),
    edit('a look at which is newer', TABLE, 'a === null || b === null || a > b', 'true'),
    edit(
      'taking a watch up again',
      REFLECT,
      'const failure = error instanceof UpstreamError ? error.failure : null;\n',
      'return new Promise(() => undefined);\n      const failure = error instanceof UpstreamError ? error.failure : null;\n',
    ),
  ],
});
