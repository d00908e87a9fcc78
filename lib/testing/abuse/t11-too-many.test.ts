import { signalsAnswerSchema } from '@/lib/contract/signals';
import { attackedRoutes, type AttackedRoutes } from '@/lib/server/testing/attacked-routes';
import { fakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, type Outcome } from '@/lib/testing/abuse/abuse';
import type { FakeUpstream, Script } from '@/lib/testing/fake-upstream';
import type * as kubernetesModule from '@/lib/testing/kubernetes-client';
import type * as registryModule from '@/lib/mesh/registry';

const KIND = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const never = new AbortController().signal;

/** So many pages are as good as no end, yet end when nobody stops them. */
const FOR_EVER = 2_000;

/** A list that always has one more page of so many objects. */
function pagesOf(size: number): Script {
  let sent = 0;
  const items = Array.from({ length: size }, (_, i) => ({ metadata: { name: `pod-${i}` } }));
  return (_, response) => {
    sent += 1;
    const more = sent < FOR_EVER ? { continue: `page ${sent}` } : {};
    response.end(JSON.stringify({ metadata: { resourceVersion: '1', ...more }, items }));
  };
}

/** As before, with pages of so many megabytes: blanks weigh as much as any other letters. */
function largePages(mib: number): Script {
  const blanks = ' '.repeat(mib * 2 ** 20);
  const page = { metadata: { resourceVersion: '1', continue: 'more' }, items: [] };
  const body = `${blanks}${JSON.stringify(page)}`;
  return (_, response) => response.end(body);
}

const LIST = 'lib/upstream/kubernetes/list.ts';
type ClientOf = (typeof kubernetesModule)['kubernetesClientOf'];

/** Lists from such a server, which shall not be asked for more pages than `most`. */
async function listing(clientOf: ClientOf, pages: Script, most: number): Promise<Outcome> {
  return against(
    (server: FakeUpstream) => clientOf(server, { timeoutMs: 60_000 }),
    async (client, server) => {
      server.answer(pages);
      const end = await client.list(KIND, 'shop', never).then(
        ({ items }) => `${items.length} objects were taken`,
        () => null,
      );
      const asked = server.requests.length;
      const through = end ?? (asked > most ? `${asked} pages were asked for` : null);
      return { tried: 1, through: through === null ? [] : [through] };
    },
  );
}

const listsOfTwo = (clientOf: ClientOf) =>
  against(
    (server) => clientOf(server),
    async (client, server) => {
      server.answer((_, response) =>
        response.end('{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a"}}]}'),
      );
      const { items } = await client.list(KIND, 'shop', never);
      if (items.length !== 1) throw new Error('a list is not read');
    },
  );

const clientOf = async (load: <M>(path: string) => Promise<M>) =>
  (await load<typeof kubernetesModule>('lib/testing/kubernetes-client.ts')).kubernetesClientOf;

describeAbuse<ClientOf>('T11: a list of objects whose pages hold nothing and never end', {
  product: clientOf,
  works: listsOfTwo,
  attack: (product) => listing(product, pagesOf(0), 1000),
  atLeast: 1,
  defects: [edit('a most of pages', LIST, 'pages < MAX_PAGES', 'pages >= 0')],
});

describeAbuse<ClientOf>('T11: a list of more objects than fit', {
  product: clientOf,
  works: listsOfTwo,
  attack: (product) => listing(product, pagesOf(500), 300),
  atLeast: 1,
  defects: [edit('a most of objects', LIST, 'items.length > MAX_OBJECTS', 'items.length < 0')],
});

describeAbuse<ClientOf>('T11: a list of few objects that are large', {
  product: clientOf,
  works: listsOfTwo,
  attack: (product) => listing(product, largePages(30), 9),
  atLeast: 1,
  defects: [
    edit(
      'a most of bytes',
      LIST,
      'characters > MAX_MIB * 2 ** 20',
      'characters > 2 * MAX_MIB * 2 ** 20',
    ),
  ],
});

const NODE = 'node=c%2Fshop%2Fworkload%2Fweb';
const SIGNALS = '/api/v1/signals';
const PRESENT = [{ labels: new Map([['mesh', 'istio']]), value: 1 }];

async function linesOf({ get }: AttackedRoutes): Promise<number> {
  const { panels } = signalsAnswerSchema.parse(await (await get(SIGNALS, NODE)).json());
  return Math.max(...panels.map(({ series }) => series.length));
}

describeAbuse<AttackedRoutes>('T11: a chart of twenty thousand lines', {
  async product(load) {
    const { MESHES } = await load<typeof registryModule>('lib/mesh/registry.ts');
    const series = Array.from({ length: 20_000 }, (_, i) => ({
      labels: new Map([['response_code', String(i)]]),
      points: [[1, 1]] as const,
    }));
    const prometheus = fakePrometheus({ instant: () => PRESENT, range: () => series });
    return attackedRoutes(load, [SIGNALS], { upstreams: { prometheus }, meshes: MESHES });
  },
  async works(routes) {
    if (!((await linesOf(routes)) > 0)) throw new Error('nothing is drawn');
  },
  async attack(routes) {
    const lines = await linesOf(routes);
    return { tried: 1, through: lines > 1000 ? [`${lines} lines are sent`] : [] };
  },
  atLeast: 1,
  defects: [
    edit(
      'a most of lines',
      'lib/server/use-cases/load-signals.ts',
      'shown.slice(0, MAX_SERIES)',
      'shown',
    ),
  ],
});
