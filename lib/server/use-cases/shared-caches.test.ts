import fc from 'fast-check';
import { afterEach } from 'vitest';
import { z } from 'zod';
import type * as identifyModule from '@/lib/server/access/identify';
import type { Identity } from '@/lib/server/access/identity';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as demoModule from '@/lib/server/testing/demo-runtime';
import { describeAbuse, edit, type Load, type Outcome } from '@/lib/testing/abuse/abuse';
import { sized } from '@/lib/testing/figures';

const ROUTES = [
  ...[
    'checks',
    'checks/nodes',
    'faults',
    'graph',
    'meshes',
    'namespaces',
    'node',
    'objects',
    'objects/[id]',
  ],
  ...['objects/[id]/schema', 'practices', 'resilience', 'routing', 'security', 'security/edge'],
  ...[
    'security/node',
    'security/workload',
    'signals',
    'splits',
    'splits/[id]',
    'status',
    'traces',
    'traces/[id]',
  ],
  ...['traces/operations', 'traces/services'],
] as const;

/** Everybody who asks, by the namespaces that they may read; null for all. */
const PEOPLE: Readonly<Record<string, readonly string[] | null>> = {
  admin: null,
  viewer: null,
  'shop-viewer': ['shop'],
  'of shop': ['shop'],
  'of billing': ['billing'],
  'of two': ['media', 'loyalty'],
  'of ambient': ['booking', 'depot'],
  'of none': [],
};
const NAMES = Object.keys(PEOPLE);

interface Question {
  readonly route: string;
  readonly query: string;
  readonly id: string;
}

interface World {
  readonly ask: (person: string, question: Question) => Promise<{ status: number; text: string }>;
  readonly questions: readonly Question[];
  readonly namespaces: readonly string[];
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The whole console on the demo mesh, in which whoever is named in a header has asked. */
async function worldOf(load: Load): Promise<World> {
  const { startDemoRuntime } = await load<typeof demoModule>('lib/server/testing/demo-runtime.ts');
  const { readerOf } = await load<typeof identifyModule>('lib/server/access/identify.ts');
  const demo = await startDemoRuntime();
  open.push(demo.close);
  const { runtime } = demo;
  const people = new Map<string, Identity>();
  for (const [name, readable] of Object.entries(PEOPLE)) {
    const isOfDemo = name === 'admin' || name === 'viewer' || name === 'shop-viewer';
    people.set(name, isOfDemo ? await demo.as(name) : readerOf(readable ?? 'all', runtime));
  }
  const identify = (request: Request) =>
    Promise.resolve(people.get(request.headers.get('x-person') ?? '') ?? null);
  globalThis.alidade = { runtime: { ...runtime, identify }, madeBy: Symbol('test') };

  const handlers = new Map<string, RouteHandler>();
  for (const route of ROUTES) {
    const { GET } = await load<{ GET: RouteHandler }>(`app/api/v1/${route}/route.ts`);
    handlers.set(route, GET);
  }
  const ask: World['ask'] = async (person, { route, query, id }) => {
    const headers = { host: 'localhost', 'x-person': person };
    const request = new Request(`http://localhost/api/v1/${route}?${query}`, { headers });
    const answer = await handlers.get(route)?.(request, { params: Promise.resolve({ id }) });
    return { status: answer?.status ?? 0, text: (await answer?.text()) ?? '' };
  };
  return { ask, ...(await questionsAbout(ask)) };
}

const idsSchema = z.array(z.looseObject({ id: z.string() }));
const answersSchema = {
  graph: z.object({ nodes: idsSchema, edges: idsSchema }),
  objects: z.object({ objects: idsSchema }),
  splits: z.object({ splits: idsSchema }),
  traces: z.object({ traces: z.array(z.object({ traceId: z.string() })) }),
  namespaces: z.object({ namespaces: z.array(z.object({ name: z.string() })) }),
};

/** What can be asked, with ids of things of every namespace, as somebody who may see all finds them. */
async function questionsAbout(ask: World['ask']) {
  const of = async <T>(route: string, schema: z.ZodType<T>, query = ''): Promise<T> => {
    const { status, text } = await ask('admin', { route, query, id: '' });
    if (status !== 200) throw new Error(`${route} was answered ${status} ${text.slice(0, 200)}`);
    return schema.parse(JSON.parse(text));
  };
  const { nodes, edges } = await of('graph', answersSchema.graph);
  const { objects } = await of('objects', answersSchema.objects);
  const { splits } = await of('splits', answersSchema.splits);
  const { traces } = await of('traces', answersSchema.traces, 'service=api-gateway.shop');
  const { namespaces } = await of('namespaces', answersSchema.namespaces);
  const plain = (route: string, query = ''): Question => ({ route, query, id: '' });
  const about = (route: string, name: string, of: readonly { id: string }[]) =>
    of.map(({ id }) => plain(route, `${name}=${encodeURIComponent(id)}`));
  const byId = (route: string, ids: readonly string[]) =>
    ids.map((id): Question => ({ route, query: '', id }));
  const moments = Array.from({ length: 40 }, (_, i) => Math.floor(Date.now() / 1000) - 60 - 5 * i);
  const services = ['api-gateway.shop', 'orders.shop', 'stock.warehouse'];
  const groups: readonly (readonly Question[])[] = [
    ...[
      'checks',
      'checks/nodes',
      'faults',
      'meshes',
      'namespaces',
      'objects',
      'practices',
      'security',
    ].map((route) => [plain(route)]),
    ...['splits', 'status', 'traces/services'].map((route) => [plain(route)]),
    ['', 'view=service', 'view=app', 'namespaces=shop', 'namespaces=billing,media'].flatMap(
      (query) => moments.map((at) => plain('graph', `${query}&at=${at}`)),
    ),
    ...['node', 'resilience', 'routing', 'security/node', 'security/workload', 'signals'].map(
      (route) => about(route, 'node', nodes),
    ),
    about('security/edge', 'edge', edges),
    byId(
      'splits/[id]',
      splits.map(({ id }) => id),
    ),
    byId(
      'objects/[id]',
      objects.map(({ id }) => id),
    ),
    byId(
      'objects/[id]/schema',
      objects.map(({ id }) => id),
    ),
    byId(
      'traces/[id]',
      traces.map(({ traceId }) => traceId),
    ),
    services.map((service) => plain('traces', `service=${service}`)),
    services.map((service) => plain('traces/operations', `service=${service}`)),
  ];
  const names = namespaces.map(({ name }) => name);
  return { questions: groups.flat(), namespaces: names };
}

/** What names a namespace as the place of something: an id, a member, a service of traces. */
function placesOf(namespace: string): RegExp {
  const marks = [
    `Kubernetes/${namespace}/`,
    `"name(space)?":"${namespace}"`,
    `~${namespace}~`,
    `"[a-z0-9-]+\\.${namespace}"`,
  ];
  return new RegExp(marks.join('|'));
}

/** PromQL and our own words may name what is in no namespace. */
function told(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === 'queries' || key === 'evidence' ? undefined : value,
  );
}

/** People who ask the same at once, one after the other or mixed with other questions. */
const interleavings = (questions: readonly Question[]) => {
  const byRoute = ROUTES.map((route) => questions.filter((each) => each.route === route));
  const question = fc.constantFrom(...byRoute).chain((each) => fc.constantFrom(...each));
  const asked = fc.tuple(question, fc.subarray(NAMES, { minLength: 2, maxLength: 4 }));
  return fc
    .array(asked, { minLength: 1, maxLength: 2 })
    .map((groups) =>
      groups.flatMap(([each, people]) => people.map((person) => ({ person, question: each }))),
    )
    .chain((asks) => fc.shuffledSubarray(asks, { minLength: asks.length }));
};

/** Sees what lies in a namespace that is not theirs. */
async function askAll({ ask, questions, namespaces }: World, rounds: number): Promise<Outcome> {
  const patterns = new Map(namespaces.map((name) => [name, placesOf(name)]));
  const foreignTo = (person: string) => {
    const readable = PEOPLE[person];
    return readable == null ? [] : namespaces.filter((name) => !readable.includes(name));
  };
  const through: string[] = [];
  const counts = { people: NAMES.length, routes: ROUTES.length, asked: 0, answered: 0 };
  const graph = questions.find(({ route }) => route === 'graph');
  const everybody = NAMES.flatMap((person) =>
    graph === undefined ? [] : [{ person, question: graph }],
  );
  const tries = [everybody, ...fc.sample(interleavings(questions), rounds - 1)];
  for (const asks of tries) {
    const answers = await Promise.all(
      asks.map(async ({ person, question }) => ({
        ...(await ask(person, question)),
        ...{ person, question },
      })),
    );
    for (const { person, question, status, text } of answers) {
      counts.asked += 1;
      if (status === 200) counts.answered += 1;
      const seen = told(text);
      const foreign = foreignTo(person).find((name) => patterns.get(name)?.test(seen));
      if (foreign === undefined) continue;
      through.push(`${person} saw ${foreign} in ${question.route} ${question.query}${question.id}`);
    }
    if (through.length > 0) break;
  }
  return { tried: tries.length, counts, through };
}

const SCOPE = 'lib/server/access/scope.ts';
const ROUNDS = sized(40, 10_000);

describeAbuse('F13: what is kept for one person and told to another', {
  product: worldOf,
  async works({ ask }) {
    const graph = { route: 'graph', query: '', id: '' };
    for (const [person, readable] of Object.entries(PEOPLE)) {
      const { status, text } = await ask(person, graph);
      const own = readable?.every((name) => text.includes(`Kubernetes/${name}/`));
      if (status !== 200 || own === false) throw new Error(`${person} sees nothing`);
    }
  },
  attack: (world) => askAll(world, ROUNDS),
  atLeast: 40,
  figure: 'F13',
  defects: [
    edit(
      'the person in the key of what they may read',
      SCOPE,
      'cache.get(identity.key,',
      "cache.get('',",
    ),
    edit(
      'the wall around namespaces',
      SCOPE,
      'return scope.all || scope.names.has(namespace);',
      'return scope !== null || namespace;',
    ),
    edit(
      'the cut of graphs',
      'lib/server/use-cases/load-graph.ts',
      'withinScope(telemetry, scope, namespaces)',
      'telemetry',
    ),
    edit(
      'what may be read in the key of written answers',
      'lib/server/use-cases/load-graph.ts',
      '...[scope.key, scope.warnings, query.namespaces, query.proxies]',
      '...[query.namespaces, query.proxies]',
    ),
  ],
});
