import { vi } from 'vitest';
import { scopeOf } from '@/lib/server/access/scope';
import { manyListeners } from '@/lib/server/cache/shared-work';
import type * as listObjectsModule from '@/lib/server/objects/list-objects';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { against } from '@/lib/testing/abuse/against';
import { json, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { status } from '@/lib/testing/kubernetes-client';
import type * as clientModule from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import type * as objectCacheModule from '@/lib/upstream/kubernetes/object-cache';

const { signal } = new AbortController();
manyListeners(signal);

const GROUP = 'mesh.example.io';
const KIND = { group: GROUP, kind: 'Route', plural: 'routes', versions: ['v2', 'v1'] };

/** What the API server has of the group at a moment: nothing, a version of it, other kinds of it. */
type Served = 'no group' | 'no kind' | 'v1' | 'v2' | 'v1 and v2' | 'v3' | 'v3 and v1';
const SERVED: readonly Served[] = [
  ...(['no group', 'no kind', 'v1', 'v2', 'v1 and v2', 'v3', 'v3 and v1'] as const),
];

/** The version that must be read then; null when none can be. */
const VERSION: Readonly<Record<Served, string | null>> = {
  'no group': null,
  'no kind': null,
  v1: 'v1',
  v2: 'v2',
  'v1 and v2': 'v2',
  v3: null,
  'v3 and v1': 'v1',
};

const notFound = status(404, 'NotFound', 'the server could not find the requested resource');

function serve(server: FakeUpstream, served: Served): void {
  const versions = served.startsWith('v') ? served.split(' and ') : ['v1'];
  server.answer((request, response) => {
    const { pathname } = new URL(request.target, 'http://x');
    const [, version = ''] = new RegExp(`^/apis/${GROUP}/(v\\d)`).exec(pathname) ?? [];
    const has = served !== 'no group' && (version === '' || versions.includes(version));
    if (!has) notFound(request, response);
    else if (version === '')
      json({ versions: versions.map((each) => ({ version: each })) })(request, response);
    else if (pathname.endsWith(version)) {
      const resources = [
        { name: served === 'no kind' ? 'others' : 'routes', kind: 'Route', namespaced: true },
      ];
      json({ resources })(request, response);
    } else if (served === 'no kind') notFound(request, response);
    else {
      const items = [{ metadata: { name: `of-${version}`, namespace: 'shop' } }];
      json({ metadata: { resourceVersion: '1' }, items })(request, response);
    }
  });
}

type Product = Pick<typeof listObjectsModule, 'listObjects'> &
  Pick<typeof clientModule, 'kubernetesClientOf'> &
  Pick<typeof objectCacheModule, 'createObjectCache'>;

const product = async (load: Load): Promise<Product> => ({
  ...(await load<typeof listObjectsModule>('lib/server/objects/list-objects.ts')),
  ...(await load<typeof clientModule>('lib/testing/kubernetes-client.ts')),
  ...(await load<typeof objectCacheModule>('lib/upstream/kubernetes/object-cache.ts')),
});

const EVERYTHING = scopeOf(['shop'], { all: true });
const SHOP = scopeOf(['shop']);

/** What discovery knows is old after that. */
const LATER_MS = 31_000;

/** Runs something while the clock that discovery looks at can be put forward. */
async function inTime<Result>(run: (skip: (ms: number) => void) => Promise<Result>) {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  try {
    return await run((ms) => (ahead += ms));
  } finally {
    spy.mockRestore();
  }
}

interface Turn {
  readonly before: Served;
  readonly after: Served;
  readonly scope: typeof EVERYTHING;
}

const TURNS: readonly Turn[] = [EVERYTHING, SHOP].flatMap((scope) =>
  SERVED.flatMap((before) => SERVED.map((after) => ({ before, after, scope }))),
);

async function shown({ listObjects }: Product, client: KubernetesClient, scope: Turn['scope']) {
  const { served, objects, denied } = await listObjects(client, KIND, scope, signal);
  if (denied) return 'denied';
  return served ? objects.map(({ metadata }) => metadata.name).join() : null;
}

const wanted = (served: Served) => {
  const version = VERSION[served];
  return version === null ? null : `of-${version}`;
};

async function wrongTurn(loaded: Product, { before, after, scope }: Turn): Promise<string | null> {
  return inTime((skip) =>
    against(loaded.kubernetesClientOf, async (client, server) => {
      serve(server, before);
      const first = await shown(loaded, client, scope);
      if (first !== wanted(before)) return `shows ${String(first)} at first`;
      const asked = server.requests.length;
      for (let i = 0; i < 5; i += 1) await shown(loaded, client, scope);
      const again = (server.requests.length - asked) / 5;
      if (again > 1) return `asks ${again} times for each time it is asked`;
      serve(server, after);
      // Between: what was there, what is there, or nothing; never a failure.
      await shown(loaded, client, scope);
      skip(LATER_MS);
      const last = await shown(loaded, client, scope);
      return last === wanted(after) ? null : `shows ${String(last)} later`;
    }),
  );
}

const JUST_GONE = {
  file: 'lib/server/objects/list-objects.ts',
  find: "unlessRefused(['not-found'], () =>\n    listServed",
  replace: 'unlessRefused([], () =>\n    listServed',
};
const DISCOVERY = 'lib/upstream/kubernetes/discovery.ts';

describeAbuse<Product>('T23: a kind that is not there, is of another version, comes, or goes', {
  product,
  works: (loaded) =>
    against(loaded.kubernetesClientOf, async (client, server) => {
      serve(server, 'v1');
      const first = await shown(loaded, client, EVERYTHING);
      if (first !== 'of-v1') throw new Error(`shows ${String(first)}`);
    }),
  attack: (loaded) => tryEach(TURNS, (turn) => wrongTurn(loaded, turn)),
  atLeast: 90,
  defects: [
    edit(
      'an answer to a group that is not there',
      DISCOVERY,
      'if (answer.status === 404) return [];',
      '',
    ),
    edit(
      'a look at the versions that are served',
      DISCOVERY,
      'kind.versions.filter((wanted) => versions.includes(wanted))',
      'versions',
    ),
    {
      without: 'a look at the kinds of a version, and a word for what has just gone',
      edits: [
        {
          file: DISCOVERY,
          find: 'if (found === undefined) return null;',
          replace:
            'if (found === undefined) return { group, version, plural, kind: plural, namespaced: true };',
        },
        JUST_GONE,
      ],
    },
    edit('an end of what is known', DISCOVERY, '< FRESH_MS) return', '< Infinity) return'),
    edit('what is known', DISCOVERY, 'if (found !== undefined &&', 'if (found === null &&'),
    { without: 'a word for what has just gone', edits: [JUST_GONE] },
  ],
});

const ABSENT: readonly Served[] = ['no group', 'no kind', 'v3'];

describeAbuse<Product>('T23: a watch of a kind that is not there', {
  product,
  works: (loaded) =>
    against(loaded.kubernetesClientOf, async (client, server) => {
      serve(server, 'v1');
      const cache = loaded.createObjectCache({ client, kind: KIND, maxBackoffMs: 1 });
      const { status: state } = await cache.settled(signal);
      cache.close();
      if (state !== 'ready') throw new Error(`is ${state}`);
    }),
  attack: (loaded) =>
    tryEach(ABSENT, (served) =>
      against(loaded.kubernetesClientOf, async (client, server) => {
        serve(server, served);
        const cache = loaded.createObjectCache({ client, kind: KIND, maxBackoffMs: 60_000 });
        const state = await cache.settled(signal);
        const asked = server.requests.length;
        for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
        cache.close();
        if (state.status !== 'absent') return `is ${state.status}: ${String(state.reason)}`;
        return asked > 3 || server.requests.length > asked ? 'asks on and on' : null;
      }),
    ),
  atLeast: 3,
  defects: [
    edit(
      'a word for what is not there',
      'lib/upstream/kubernetes/reflect.ts',
      'if (served === null) return null;',
      "if (served === null) throw new UpstreamError('kubernetes', 'not-found', 'no kind');",
    ),
  ],
});
