import { ZodError, type ZodType } from 'zod';
import type * as queriesModule from '@/lib/contract/queries';
import type * as tracesQueryModule from '@/lib/contract/traces-query';
import type * as readQueryModule from '@/lib/server/guard/read-query';
import { ProblemError } from '@/lib/server/problem';
import {
  attackedRoutes,
  notRefused,
  type AttackedRoutes,
} from '@/lib/server/testing/attacked-routes';
import { fakePrometheus, type FakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import {
  BARE_ROUTES,
  GOOD,
  KEYS,
  question,
  QUESTIONS,
  type Question,
} from '@/lib/testing/abuse/questions';

type Reading = typeof readQueryModule &
  typeof queriesModule &
  Pick<typeof tracesQueryModule, 'tracesQuerySchema' | 'operationsQuerySchema'>;

/** Reads a question as its route does. */
function read(reading: Reading, { route, query }: Question): unknown {
  const schemas: Readonly<Record<string, ZodType>> = {
    '/api/v1/graph': reading.graphQuerySchema,
    '/api/v1/namespaces': reading.namespacesQuerySchema,
    '/api/v1/splits': reading.splitsQuerySchema,
    '/api/v1/checks': reading.checksQuerySchema,
    '/api/v1/node': reading.nodeQuerySchema,
    '/api/v1/signals': reading.signalsQuerySchema,
    '/api/v1/traces': reading.tracesQuerySchema,
    '/api/v1/traces/operations': reading.operationsQuerySchema,
  };
  const schema = schemas[route];
  if (schema === undefined) throw new Error(`no schema of ${route}`);
  return reading.readQuery(`http://localhost${route}?${query}`, schema);
}

const QUERIES = 'lib/contract/queries.ts';
const TRACES = 'lib/contract/traces-query.ts';

describeAbuse<Reading>('T3: a question with something in it that is not foreseen', {
  product: async (load) => ({
    ...(await load<typeof readQueryModule>('lib/server/guard/read-query.ts')),
    ...(await load<typeof queriesModule>(QUERIES)),
    ...(await load<typeof tracesQueryModule>(TRACES)),
  }),
  works(reading) {
    for (const route of Object.keys(GOOD)) read(reading, question(route));
  },
  attack: (reading) =>
    tryEach(QUESTIONS, (asked) => {
      try {
        return `read as ${JSON.stringify(read(reading, asked))}`;
      } catch (error) {
        const isRefusal = error instanceof ZodError || error instanceof ProblemError;
        return isRefusal ? null : String(error);
      }
    }),
  atLeast: 8000,
  defects: [
    edit(
      'the refusal of unknown names',
      QUERIES,
      'graphQuerySchema = z.strictObject',
      'graphQuerySchema = z.object',
    ),
    edit(
      'the refusal of unknown names for charts',
      QUERIES,
      'signalsQuerySchema = z\n  .strictObject',
      'signalsQuerySchema = z\n  .object',
    ),
    edit(
      'the refusal of unknown names for traces',
      TRACES,
      'tracesQuerySchema = z\n  .strictObject',
      'tracesQuerySchema = z\n  .object',
    ),
    edit(
      'the refusal of a name that comes twice',
      'lib/server/guard/read-query.ts',
      '!== pairs.length',
      '> pairs.length',
    ),
    edit('the grammar of windows', QUERIES, "[smh]?$/, 'not a window", "[smh]?/, 'not a window"),
    edit('the grammar of steps', QUERIES, "[smh]?$/, 'not a step", "[smh]?/, 'not a step"),
    edit(
      'the list of views',
      QUERIES,
      "viewSchema = z.enum(['workload', 'service', 'app'])",
      'viewSchema = z.string()',
    ),
    edit('the list of directions', QUERIES, "z.enum(['inbound', 'outbound'])", 'z.string()'),
    edit('the grammar of moments', QUERIES, 'EPOCH_SECONDS.test(text) ?', 'true ?'),
    edit(
      'the grammar of edges',
      'lib/domain/model.ts',
      "protocol !== 'http' && protocol !== 'grpc' && protocol !== 'tcp'",
      'protocol === undefined',
    ),
    edit('the bounds of a limit', TRACES, '.min(1).max(MAX_TRACES)', ''),
    edit('the grammar of durations', TRACES, 'if (us !== null) return us;', 'return us ?? 0;'),
    edit(
      'the grammar of tags',
      TRACES,
      'if (parsed.ok) return parsed.value;',
      'return parsed.ok ? parsed.value : new Map();',
    ),
  ],
});

interface Asked extends AttackedRoutes {
  readonly prometheus: FakePrometheus;
}

/** A few of each kind, since here every one goes the whole way through a route. */
const SENT = [
  ...QUESTIONS.filter((_, i) => i % 9 === 0),
  ...BARE_ROUTES.flatMap((route) => KEYS.map((key) => question(route, [key, '1']))),
];

describeAbuse<Asked>('T3: such a question, asked of the routes', {
  async product(load) {
    const prometheus = fakePrometheus();
    const routes = [...Object.keys(GOOD), ...BARE_ROUTES];
    return { prometheus, ...(await attackedRoutes(load, routes, { upstreams: { prometheus } })) };
  },
  async works({ get, prometheus }) {
    const answers = [await get('/api/v1/namespaces', 'window=5m'), await get('/api/v1/status', '')];
    if (answers.some(({ status }) => status !== 200)) throw new Error('a good question is refused');
    prometheus.sent.length = 0;
  },
  attack: ({ get, prometheus }) =>
    tryEach(SENT, async ({ route, query }) => {
      const wrong = await notRefused(await get(route, query));
      const [asked] = prometheus.sent.splice(0);
      return wrong ?? (asked === undefined ? null : `asked Prometheus ${asked}`);
    }),
  atLeast: 1500,
  defects: [
    edit(
      'the refusal of names where none is taken',
      'lib/server/guard/guard.ts',
      'NO_QUERY = z.strictObject({})',
      'NO_QUERY = z.looseObject({})',
    ),
  ],
});
