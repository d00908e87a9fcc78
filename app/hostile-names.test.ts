import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { z } from 'zod';
import { kubeconfigText } from '@/demo/kubernetes/kubeconfig';
import { startDemo, type Demo } from '@/demo/main';
import { openApiDocument } from '@/lib/contract/openapi';
import { edgeId, nodeId } from '@/lib/domain/model';
import type * as metricsModule from '@/lib/server/metrics';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import type * as upstreamsModule from '@/lib/server/upstreams';
import type * as registryModule from '@/lib/mesh/registry';
import { describeAbuse, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { SEGMENTS } from '@/lib/testing/abuse/hostile-paths';
import { jaeger, notFound } from '@/lib/testing/fake-jaeger';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { sized } from '@/lib/testing/figures';

vi.setConfig({ hookTimeout: 60_000 });

const HOST = 'http://localhost:20002';
const TEXTS = SEGMENTS.slice(0, sized(50, SEGMENTS.length));

let demo: Demo;
/** Each remembers what it was asked. */
let prometheus: FakeUpstream;
let tracing: FakeUpstream;
let kubernetes: FakeUpstream;
let folder: string;

beforeAll(async () => {
  demo = await startDemo();
  folder = mkdtempSync(join(tmpdir(), 'alidade-hostile-'));
  [prometheus, tracing, kubernetes] = await Promise.all([
    startFakeUpstream(),
    startFakeUpstream(),
    startFakeUpstream(),
  ]);
  const none = (resultType: string) =>
    json({ status: 'success', data: { resultType, result: [] } });
  prometheus.answer((request, response) => {
    const type = request.target.includes('query_range') ? 'matrix' : 'vector';
    none(type)(request, response);
  });
  tracing.answer(
    jaeger(
      {
        '/api/v3/services': json({ services: ['web'] }),
        '/api/v3/operations': json({ operations: [] }),
      },
      notFound,
    ),
  );
  // The demo's API, so that there is something to find.
  kubernetes.answer(async ({ method, target, headers, body }, response) => {
    const { authorization = '', 'content-type': type = 'application/json' } = headers;
    const answer = await fetch(`${demo.kubernetesUrl}${target}`, {
      ...{ method, headers: { authorization, 'content-type': type } },
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
});
afterAll(async () => {
  await Promise.all([prometheus, tracing, kubernetes].map((server) => server.close()));
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Product {
  /** Asks one of the routes and waits for its answer. */
  readonly ask: (question: Question) => Promise<number>;
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly id: string;
}

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]),
      }),
    ),
  ),
});

/** Every operation of the console's API, with the names of what it takes. */
const OPERATIONS = Object.entries(documentSchema.parse(openApiDocument('0')).paths).flatMap(
  ([path, operations]) =>
    Object.entries(operations).map(([method, { parameters }]) => ({
      ...{ path, method: method.toUpperCase() },
      takes: parameters.map(({ name }) => name),
    })),
);

const CART = nodeId('Kubernetes', 'shop', 'workload', 'orders');

/** In which ways a text stands in what a parameter takes. */
const FORMS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  namespaces: (text) => [text, `shop,${text}`],
  service: (text) => [text],
  operation: (text) => [text],
  node: nodesOf,
  edge: (text) => [text, ...nodesOf(text).map((node) => edgeId(CART, node, 'http'))],
};

function nodesOf(text: string): readonly string[] {
  return [
    text,
    nodeId(text, 'shop', 'workload', 'orders'),
    nodeId('Kubernetes', text, 'workload', 'orders'),
    nodeId('Kubernetes', 'shop', 'service', text),
  ];
}

/** Ids of what a path is about, with the text at each place: of an object, of a split, of a trace. */
function idsOf(path: string, text: string): readonly string[] {
  const parts = ordinaryId(path).split('~');
  return [text, ...parts.map((_, i) => parts.with(i, text).join('~'))];
}

/** What an ordinary person asks for. */
const ORDINARY: Readonly<Record<string, string>> = {
  ...{ namespaces: 'shop', node: CART, edge: edgeId(CART, CART, 'http'), service: 'web' },
  resourceVersion: '1',
};
const ID: readonly (readonly [string, string])[] = [
  ['/traces/', '0123456789abcdef0123456789abcdef'],
  ['/objects/', 'networking.istio.io~virtualservices~VirtualService~shop~inventory'],
  ['/splits/', 'istio~shop~inventory~http~0'],
];

/** Of these a question names one. */
const SUBJECTS = ['node', 'edge', 'service'];

/** A question about one subject: about this one, or about the last that an operation takes. */
function queryOf(takes: readonly string[], about?: string): Record<string, string> {
  const subjects = SUBJECTS.filter((name) => takes.includes(name) && name !== 'edge');
  const subject = about !== undefined && SUBJECTS.includes(about) ? about : subjects.at(-1);
  const named = takes.filter((name) => !SUBJECTS.includes(name) || name === (subject ?? 'edge'));
  return Object.fromEntries(
    named.flatMap((name) => {
      const value = ORDINARY[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const ordinaryId = (path: string) => ID.find(([part]) => path.includes(part))?.[1] ?? 'x';

const NAMING = OPERATIONS.filter(({ takes }) =>
  takes.some((name) => name in FORMS || name === 'id'),
);

/** Every question that takes a name, with a text in each place. */
function questionsWith(text: string): readonly Question[] {
  return NAMING.flatMap(({ path, method, takes }) => {
    const ids = takes.includes('id') ? idsOf(path, text) : [];
    const named = Object.entries(FORMS).filter(([name]) => takes.includes(name));
    return [
      ...ids.map((id) => ({ method, path, id, query: queryOf(takes) })),
      ...named.flatMap(([name, forms]) =>
        forms(text).map((value) => {
          const query = { ...queryOf(takes, name), [name]: value };
          return { method, path, id: ordinaryId(path), query };
        }),
      ),
    ];
  });
}

const ATTACKS = TEXTS.flatMap(questionsWith);

/** A path of an upstream in which names that Kubernetes knows as such are all the same. */
function shapeOf({ method, target }: { readonly method: string; readonly target: string }): string {
  const [path = '', query = ''] = target.split('?');
  const isName = (text: string) => /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(text);
  const parts = path.split('/').map((part, i, all) => {
    const isOfName = all[i - 1] === 'namespaces' || (i === all.length - 1 && all.length > 6);
    return isOfName && isName(part) ? '*' : part;
  });
  return `${method} ${parts.join('/')} ${[...new URLSearchParams(query).keys()].toSorted().join()}`;
}

/** Takes what was asked of the upstreams since. */
function takeAsked(): readonly string[] {
  return [prometheus, tracing, kubernetes].flatMap((server, i) =>
    server.requests.splice(0).map((request) => `${'PTK'[i] ?? ''} ${shapeOf(request)}`),
  );
}

async function productOf(load: Load): Promise<Product> {
  const { testRuntime, BARE_CONFIG } = await load<typeof testRuntimeModule>(
    'lib/server/testing/test-runtime.ts',
  );
  const { createUpstreams } = await load<typeof upstreamsModule>('lib/server/upstreams.ts');
  const { createMetrics } = await load<typeof metricsModule>('lib/server/metrics.ts');
  const { MESHES } = await load<typeof registryModule>('lib/mesh/registry.ts');
  const kubeconfig = join(folder, 'config');
  writeFileSync(kubeconfig, kubeconfigText(kubernetes.url, 'admin'));
  const config = {
    ...BARE_CONFIG,
    ...({ auth: 'header', writes: true, embedNamespaces: ['shop'] } as const),
    ...{ prometheus: { url: prometheus.url }, kubernetes: { kubeconfig } },
    tracing: { url: tracing.url, kind: 'jaeger' as const },
  };
  const upstreams = createUpstreams(config, createMetrics({ withProcess: false }), () => undefined);
  globalThis.alidade = {
    runtime: testRuntime({ config, upstreams, meshes: MESHES, now: Date.now }),
    madeBy: Symbol('test'),
  };
  const routes = new Map<string, Readonly<Record<string, RouteHandler>>>();
  for (const { path } of NAMING) {
    const file = path.replaceAll('{', '[').replaceAll('}', ']');
    routes.set(path, await load<Readonly<Record<string, RouteHandler>>>(`app${file}/route.ts`));
  }
  return {
    async ask({ method, path, query, id }) {
      const url = `${HOST}/?${new URLSearchParams(query)}`;
      const headers = {
        ...{
          host: new URL(HOST).host,
          authorization: 'Bearer demo-admin',
          origin: HOST,
          'x-alidade': '1',
        },
        ...{ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      };
      const body = JSON.stringify({ yaml: 'kind: A', resourceVersion: null });
      const isRead = method === 'GET' || method === 'DELETE';
      const request = new Request(url, { method, headers, ...(isRead ? {} : { body }) });
      const handler = routes.get(path)?.[method];
      const answer = await handler?.(request, { params: Promise.resolve({ id }) });
      await answer?.text();
      return answer?.status ?? 0;
    },
  };
}

/** What the upstreams are asked in ordinary use; the same whichever defect is planted. */
let meant: ReadonlySet<string>;

describeAbuse<Product>('T5: a hostile name that a route passes on', {
  product: productOf,
  async works({ ask }) {
    takeAsked();
    for (const { path, method, takes } of NAMING) {
      const question = { path, method, id: ordinaryId(path), query: queryOf(takes) };
      const status = await ask(question);
      if (status >= 500 || status === 0) throw new Error(`${path} is answered ${status}`);
    }
    for (const question of questionsWith('harmless')) await ask(question);
    meant = new Set(takeAsked());
    const isAsked = (part: string) => [...meant].some((shape) => shape.includes(part));
    if (!['P ', 'T ', 'K ', '/virtualservices/*'].every(isAsked))
      throw new Error('nothing is asked');
  },
  attack: async ({ ask }) => {
    const outcome = await tryEach(ATTACKS, async (question) => {
      await ask(question);
      const other = takeAsked().find((shape) => !meant.has(shape));
      return other === undefined ? null : `asked for ${other}`;
    });
    return { ...outcome, counts: { operations: NAMING.length, texts: TEXTS.length } };
  },
  atLeast: 6000,
  figure: 'F8',
  defects: [
    {
      without: 'the grammar of ids of objects and the check of names',
      edits: [
        {
          file: 'lib/domain/object-ref.ts',
          find: 'parts.length === 5 && isGood(ref) ? ref : null',
          replace: 'parts.length === 5 ? ref : null',
        },
        {
          file: 'lib/upstream/kubernetes/paths.ts',
          find: 'if (isGood) return text;',
          replace: 'return text;',
        },
      ],
    },
    {
      without: 'both checks of ids of traces',
      edits: [
        {
          file: 'lib/upstream/tracing/client.ts',
          find: 'if (!isTraceId(traceId))',
          replace: "if (traceId === '')",
        },
        {
          file: 'lib/server/use-cases/load-trace.ts',
          find: 'if (!isTraceId(id))',
          replace: "if (id === '')",
        },
      ],
    },
  ],
});
