import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { startFakeUpstream } from '@/lib/testing/fake-upstream';
import type * as kubernetesModule from '@/lib/testing/kubernetes-client';
import { status } from '@/lib/testing/kubernetes-client';
import { PODS, scriptedPods } from '@/lib/testing/scripted-pods';
import type * as backoffModule from '@/lib/upstream/kubernetes/backoff';
import type * as clientModule from '@/lib/upstream/kubernetes/client';
import type * as objectCacheModule from '@/lib/upstream/kubernetes/object-cache';

const never = new AbortController().signal;

type Watching = Pick<typeof objectCacheModule, 'createObjectCache'> &
  Pick<typeof kubernetesModule, 'kubernetesClientOf'>;

const REFLECT = 'lib/upstream/kubernetes/reflect.ts';

/** How often a cache asks within a moment of a server that refuses as told. */
async function asked(
  { createObjectCache, kubernetesClientOf }: Watching,
  refusal: 'at once' | 'in ten seconds',
): Promise<number> {
  const server = await startFakeUpstream();
  const pods = scriptedPods();
  server.answer((request, response) => {
    if (refusal === 'in ten seconds') response.setHeader('retry-after', '10');
    if (!request.target.includes('limit=')) pods.serve(request, response);
    else status(429, 'TooManyRequests', 'slow down')(request, response);
  });
  const client = kubernetesClientOf(server);
  const cache = createObjectCache({ client, kind: PODS, maxBackoffMs: 5 });
  try {
    await cache.settled(never);
    await wait(150);
    return server.requests.filter(({ target }) => target.includes('limit=')).length;
  } finally {
    cache.close();
    await client.close();
    await server.close();
  }
}

describeAbuse<Watching>('T30: an API server that asks to be left alone for a while', {
  product: async (load) => ({
    ...(await load<typeof objectCacheModule>('lib/upstream/kubernetes/object-cache.ts')),
    ...(await load<typeof kubernetesModule>('lib/testing/kubernetes-client.ts')),
  }),
  async works(watching) {
    if ((await asked(watching, 'at once')) < 2) throw new Error('it is not asked again');
  },
  attack: (watching) =>
    tryEach(['in ten seconds'] as const, async (refusal) => {
      const times = await asked(watching, refusal);
      return times === 1 ? null : `was asked ${times} times`;
    }),
  atLeast: 1,
  defects: [
    edit(
      'heed to what it asks',
      REFLECT,
      '? error.retryAfterMs : undefined',
      '? undefined : undefined',
    ),
  ],
});

type Backoff = Pick<typeof backoffModule, 'createBackoff'>;

/** The pauses, in milliseconds, after so many failures in a row; timers are those of the test. */
async function pauses({ createBackoff }: Backoff, failures: number, random: number) {
  const real = globalThis.setTimeout;
  const waited: number[] = [];
  const atOnce = (end: () => void, ms: number) => {
    waited.push(ms);
    return real(end, 0);
  };
  globalThis.setTimeout = atOnce as unknown as typeof setTimeout;
  try {
    const limits = { firstMs: 500, longestMs: 30_000, random: () => random };
    const backoff = createBackoff(limits, never);
    for (let failure = 0; failure < failures; failure += 1) await backoff.next();
  } finally {
    globalThis.setTimeout = real;
  }
  return waited;
}

const BACKOFF = 'lib/upstream/kubernetes/backoff.ts';

describeAbuse<Backoff>('T30: an API server that fails for long, before many consoles', {
  product: (load) => load<typeof backoffModule>(BACKOFF),
  async works(product) {
    const [first] = await pauses(product, 1, 1);
    if (first !== 500) throw new Error('there is no first pause');
  },
  attack: (product) =>
    tryEach([0, 0.5, 1], async (random) => {
      const waited = await pauses(product, 40, random);
      const total = waited.reduce((sum, ms) => sum + ms, 0);
      if (total < 400_000) return `asks 40 times in ${total} ms`;
      if (Math.max(...waited) > 30_000) return 'comes back too late';
      const last = waited.at(-1);
      return last === 15_000 * (1 + random) ? null : `comes back at the same moment as others`;
    }),
  atLeast: 3,
  defects: [
    edit(
      'longer pauses',
      BACKOFF,
      'step = Math.min(step * 2, longestMs)',
      'step = Math.min(step, longestMs)',
    ),
    edit('a longest pause', BACKOFF, 'Math.min(step * 2, longestMs)', 'step * 2'),
    edit('chance in its pauses', BACKOFF, 'ms * (0.5 + random() / 2)', 'ms * (1 + 0 * random())'),
  ],
});

type Client = Pick<typeof clientModule, 'createKubernetesClient'>;

/** What a person is told after the token in the console's file was replaced, and the old one is not taken any more. */
async function afterRotation({ createKubernetesClient }: Client, rotations: number) {
  const server = await startFakeUpstream();
  const folder = mkdtempSync(join(tmpdir(), 'alidade-rotation-'));
  const [token, kubeconfig] = [join(folder, 'token'), join(folder, 'config')];
  const content = {
    'current-context': 'x',
    clusters: [{ name: 'fake', cluster: { server: server.url } }],
    users: [{ name: 'u', user: { tokenFile: token } }],
    contexts: [{ name: 'x', context: { cluster: 'fake', user: 'u' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(content));
  writeFileSync(token, 'token-0');
  let current = 'token-0';
  server.answer((request, response) => {
    if (request.headers.authorization === `Bearer ${current}`) {
      response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
    } else {
      status(401, 'Unauthorized', 'Unauthorized')(request, response);
    }
  });
  const client = createKubernetesClient({ kubeconfig, timeoutMs: 2_000 });
  const kind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
  const said: string[] = [];
  try {
    for (let rotation = 0; rotation <= rotations; rotation += 1) {
      current = `token-${rotation}`;
      writeFileSync(token, current);
      said.push(await client.list(kind, 'shop', never).then(() => 'listed', String));
    }
    return said.filter((words) => words !== 'listed');
  } finally {
    await client.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

describeAbuse<Client>('T30: a token that is replaced in its file', {
  product: (load) => load<typeof clientModule>('lib/upstream/kubernetes/client.ts'),
  async works(product) {
    if ((await afterRotation(product, 0)).length > 0) throw new Error('nothing is listed');
  },
  attack: async (product) => ({ tried: 5, through: await afterRotation(product, 5) }),
  atLeast: 5,
  defects: [
    edit(
      'asking once more with the new one',
      'lib/upstream/http.ts',
      'response.statusCode !== 401 || !credentials.renewable',
      'response.statusCode !== 1 || !credentials.renewable',
    ),
  ],
});
