import type { ZodType } from 'zod';
import { graphSchema } from '@/lib/contract/graph';
import { namespacesSchema } from '@/lib/contract/namespaces';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import { attackedRoutes, type AttackedRoutes } from '@/lib/server/testing/attacked-routes';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { mutantsOf } from '@/lib/testing/abuse/mutants';
import { startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import {
  cartWorkload,
  CART_HOST,
  client,
  code,
  NOBODY,
  OK,
  server,
  UNNAMED,
  WEB,
  type Labels,
} from '@/lib/testing/istio-samples';
import type * as registryModule from '@/lib/mesh/registry';
import type * as clientModule from '@/lib/upstream/prometheus/client';

const SAMPLE = 'lib/upstream/prometheus/sample.ts';
const NOW = Date.UTC(2026, 10, 23) / 1000;

/** Labels that make a sample count somewhere, whatever was asked. */
const SERIES: readonly Labels[] = [
  { ...WEB, ...CART_HOST, ...cartWorkload('v1'), ...OK, ...server, namespace: 'shop', le: '50' },
  {
    ...WEB,
    ...CART_HOST,
    ...cartWorkload('v2'),
    ...code('503', 'UH'),
    ...client,
    namespace: 'shop',
    le: '+Inf',
  },
  {
    ...NOBODY,
    ...CART_HOST,
    ...UNNAMED,
    ...OK,
    ...client,
    namespace: 'shop',
    grpc_response_status: '14',
  },
];
const success = (resultType: string, result: unknown) => ({
  status: 'success',
  data: { resultType, result },
});
const VECTOR = success(
  'vector',
  SERIES.map((metric, i) => ({ metric, value: [NOW, String(i + 0.5)] })),
);
const PRESENT = JSON.stringify(
  success('vector', [{ metric: { mesh: 'istio' }, value: [NOW, '1'] }]),
);
const MATRIX = success(
  'matrix',
  SERIES.map((metric, i) => ({
    metric,
    values: [
      [NOW - 60, String(i)],
      [NOW - 30, '2'],
      [NOW, '1e-3'],
    ],
  })),
);

const SCHEMAS: ReadonlyMap<string, ZodType> = new Map<string, ZodType>([
  ['/api/v1/graph', graphSchema],
  ['/api/v1/namespaces', namespacesSchema],
  ['/api/v1/signals', signalsAnswerSchema],
]);
const QUESTIONS: readonly (readonly [string, string])[] = [
  ['/api/v1/graph', ''],
  ['/api/v1/graph', 'view=service'],
  ['/api/v1/namespaces', ''],
  ['/api/v1/signals', 'node=c%2Fshop%2Fworkload%2Fcart-v1'],
];

interface Attack {
  readonly route: string;
  readonly query: string;
  readonly vector: string;
  readonly matrix: string;
}

/** Figures that are as wrong as a number can be, in place of all of them. */
const VALUES = ['NaN', '+Inf', '-Inf', '-5', '-0', '1e308', '5e-324', '1e400', '0', '-1e308'];

const allOf = (value: string) =>
  JSON.stringify(VECTOR).replaceAll(/\[(\d+),"[^"]*"\]/g, `[$1,"${value}"]`);
const rangeOf = (value: string) =>
  JSON.stringify(MATRIX).replaceAll(/\[(\d+),"[^"]*"\]/g, `[$1,"${value}"]`);
const VECTORS = [...VALUES.map(allOf), ...mutantsOf(VECTOR, 80)];
const MATRICES = [...VALUES.map(rangeOf), ...mutantsOf(MATRIX, 80)];

const ATTACKS: readonly Attack[] = VECTORS.flatMap((vector, i) =>
  QUESTIONS.map(([route, query]) => ({ route, query, vector, matrix: MATRICES[i] ?? '' })),
);

/** The bounds of a figure by its name in the API. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  requestRate: [0, Number.MAX_VALUE],
  rate: [0, Number.MAX_VALUE],
  errorRatio: [0, 1],
  mtlsShare: [0, 1],
  p50Ms: [0, Number.MAX_VALUE],
  p95Ms: [0, Number.MAX_VALUE],
  p99Ms: [0, Number.MAX_VALUE],
  bytesPerSecond: [0, Number.MAX_VALUE],
  requestBytesPerSecond: [0, Number.MAX_VALUE],
  responseBytesPerSecond: [0, Number.MAX_VALUE],
};

/** The first figure in an answer that cannot be. */
function wrongFigure(body: string): string | null {
  let wrong: string | null = null;
  JSON.parse(body, (name, value: unknown) => {
    const bounds = Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : undefined;
    if (bounds === undefined || typeof value !== 'number') return value;
    if (value < bounds[0] || value > bounds[1]) wrong = `says ${name} is ${value}`;
    return value;
  });
  return wrong;
}

function wrongIn(status: number, body: string, route: string): string | null {
  if (status === 502) return null;
  if (status !== 200) return `was answered ${status} ${body}`;
  const parsed = SCHEMAS.get(route)?.safeParse(JSON.parse(body));
  if (parsed?.success !== true) return `was answered in another form: ${String(parsed?.error)}`;
  return /(NaN|Infinity) ?(%|ms|rps|s\b|B).{20}/.exec(body)?.[0] ?? wrongFigure(body);
}

interface Product {
  /** Fresh for every attack, so that nothing is answered from memory. */
  readonly open: (
    upstream: FakeUpstream,
  ) => Promise<{ readonly api: AttackedRoutes; readonly close: () => Promise<void> }>;
}

const product = (load: Load): Promise<Product> =>
  Promise.resolve({
    async open(upstream) {
      const { MESHES } = await load<typeof registryModule>('lib/mesh/registry.ts');
      const { createPrometheusClient } = await load<typeof clientModule>(
        'lib/upstream/prometheus/client.ts',
      );
      const prometheus = createPrometheusClient({ baseUrl: upstream.url });
      const routes = [...SCHEMAS.keys()];
      const parts = { upstreams: { prometheus }, meshes: MESHES, now: () => NOW * 1000 };
      return { api: await attackedRoutes(load, routes, parts), close: () => prometheus.close() };
    },
  });

async function ask({ open }: Product, upstream: FakeUpstream, attack: Attack) {
  upstream.answer(({ target, body }, response) => {
    // Which meshes there are is answered well, or there would be no figures to be wrong about.
    const instant = body.includes('%22mesh%22') ? PRESENT : attack.vector;
    response.end(target.endsWith('query_range') ? attack.matrix : instant);
  });
  const { api, close } = await open(upstream);
  const response = await api.get(attack.route, attack.query);
  const body = await response.text();
  await close();
  return { status: response.status, body };
}

describeAbuse<Product>('T13: figures that cannot be', {
  product,
  async works(product) {
    const upstream = await startFakeUpstream();
    const good = { vector: JSON.stringify(VECTOR), matrix: JSON.stringify(MATRIX) };
    for (const [route, query] of QUESTIONS) {
      const { status, body } = await ask(product, upstream, { route, query, ...good });
      if (status !== 200 || !body.includes('cart'))
        throw new Error(`${route} does not answer: ${body}`);
    }
    await upstream.close();
  },
  async attack(product) {
    const upstream = await startFakeUpstream();
    const outcome = await tryEach(ATTACKS, async (attack) => {
      const { status, body } = await ask(product, upstream, attack);
      return wrongIn(status, body, attack.route);
    });
    await upstream.close();
    return outcome;
  },
  atLeast: 350,
  defects: [
    edit('leaving out what is below zero', SAMPLE, 'value >= 0 && ', ''),
    edit('leaving out what is too much', SAMPLE, ' && value <= MOST', ''),
  ],
});
