import { graphSchema, type Graph } from '@/lib/contract/graph';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { attackedRoutes, type AttackedRoutes } from '@/lib/server/testing/attacked-routes';
import { call, fakeMesh, workload } from '@/lib/server/testing/fake-mesh';
import { fakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { UpstreamError } from '@/lib/upstream/error';

const GRAPH = '/api/v1/graph';
const [cart, pay] = [workload('shop', 'cart'), workload('bank', 'pay')];
const MESH: MeshAdapter = fakeMesh({ nodes: [cart, pay], edges: [call(cart, pay)] }, [
  'rates',
  'latencies',
]);

type State = 'well' | 'one query fails' | 'all fail' | 'answers with a warning';

interface Attacked {
  readonly routes: AttackedRoutes;
  readonly become: (state: State) => void;
  readonly later: (ms: number) => void;
}

async function made(load: <M>(path: string) => Promise<M>): Promise<Attacked> {
  const world = { state: 'well' as State, now: Date.UTC(2026, 10, 30, 12, 0, 3) };
  const prometheus = fakePrometheus({
    instant(promql) {
      const fails =
        world.state === 'all fail' || (world.state === 'one query fails' && promql === 'latencies');
      if (fails) throw new UpstreamError('prometheus', 'unavailable', 'connection refused');
      return [];
    },
  });
  const warning = {
    ...prometheus,
    instant: async (...asked: Parameters<typeof prometheus.instant>) => ({
      ...(await prometheus.instant(...asked)),
      warnings: world.state === 'answers with a warning' ? ['a store is away'] : [],
    }),
  };
  const parts = { upstreams: { prometheus: warning }, meshes: [MESH], now: () => world.now };
  return {
    routes: await attackedRoutes(load, [GRAPH], parts),
    become: (state) => (world.state = state),
    later: (ms) => (world.now += ms),
  };
}

async function graphOf({ routes }: Attacked): Promise<Graph | number> {
  const response = await routes.get(GRAPH, '');
  return response.status === 200 ? graphSchema.parse(await response.json()) : response.status;
}

/** In this order: each goes on from the one before. */
const STEPS: readonly (readonly [
  string,
  (attacked: Attacked) => void,
  (graph: Graph) => boolean,
])[] = [
  [
    'a source that tells a part is told as one that tells all',
    ({ become, later }) => {
      become('one query fails');
      later(60_000);
    },
    ({ sources: [source], edges }) => source?.state === 'partial' && edges.length === 1,
  ],
  [
    'nobody is told which figures are missing',
    () => undefined,
    ({ warnings }) => warnings.some(({ message }) => message.includes('No figures for latencies')),
  ],
  [
    'nobody is told that an answer is not whole',
    ({ become, later }) => {
      become('answers with a warning');
      later(60_000);
    },
    ({ warnings }) => warnings.some(({ message }) => message.includes('a store is away')),
  ],
  [
    'old figures are told as new ones',
    ({ become, later }) => {
      become('all fail');
      later(60_000);
    },
    ({ sources: [source] }) => source?.state === 'stale' && source.ageMs === 60_000,
  ],
];

async function stepThrough(attacked: Attacked) {
  attacked.become('well');
  await graphOf(attacked);
  const outcome = await tryEach(STEPS, async ([words, step, holds]) => {
    step(attacked);
    const graph = await graphOf(attacked);
    if (typeof graph === 'number') return `answered ${graph}`;
    return holds(graph) ? null : words;
  });
  attacked.later(5 * 60_000);
  const tooOld = await graphOf(attacked);
  const through = typeof tooOld === 'number' ? [] : ['figures of long ago are shown'];
  return { tried: outcome.tried + 1, through: [...outcome.through, ...through] };
}

const RUN = 'lib/server/telemetry/run-queries.ts';
const SOURCES = 'lib/server/sources.ts';

describeAbuse<Attacked>('T32: a Prometheus that fails in part, as a whole, and for long', {
  product: made,
  async works(attacked) {
    if (typeof (await graphOf(attacked)) === 'number') throw new Error('there is no graph');
  },
  attack: stepThrough,
  atLeast: 5,
  defects: [
    edit('a word for a part', SOURCES, 'if (partial) return', 'if (name.length === 0) return'),
    edit('a word for what is old', SOURCES, 'answer.staleBecause !== null', 'answer.loadedAt < 0'),
    edit(
      'a word for each query that failed',
      RUN,
      '  warnings.push(...failures.map(({ key, error }) => failedQueryWarning(key, error)));\n',
      '',
    ),
    edit(
      'what Prometheus says of its answers',
      RUN,
      '      warnings.push(...outcome.value.warnings.map(prometheusWarning));\n',
      '',
    ),
    edit(
      'an end to old figures',
      'lib/server/cache/answer-cache.ts',
      'now() - old.loadedAt >= staleMs',
      'now() < 0',
    ),
  ],
});
