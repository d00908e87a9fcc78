import type { MatrixSeries, VectorSample } from '@/lib/domain/samples';
import { epochMs } from '@/lib/domain/units';
import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { mutantsOf } from '@/lib/testing/abuse/mutants';
import type * as clientModule from '@/lib/upstream/prometheus/client';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

type Product = typeof clientModule;

const never = new AbortController().signal;
const RANGE = { fromMs: epochMs(0), toMs: epochMs(60_000), stepSeconds: 10 };

const success = (resultType: string, result: unknown, more: object = {}) => ({
  status: 'success',
  data: { resultType, result },
  ...more,
});
const VECTOR = success(
  'vector',
  [
    { metric: { a: 'x', b: 'y' }, value: [1, '1.5'] },
    { metric: { a: 'z' }, value: [1, '2e3'] },
    { metric: { le: '+Inf' }, value: [1, '3'] },
  ],
  { warnings: ['a store is down'], infos: ['no counter'] },
);
const MATRIX = success('matrix', [
  {
    metric: { a: 'x' },
    values: [
      [10, '1'],
      [20, '2'],
      [30, '3'],
    ],
  },
  {
    metric: { a: 'y' },
    values: [
      [10, '4'],
      [30, 'NaN'],
    ],
  },
]);
const REFUSED = { status: 'error', errorType: 'bad_data', error: 'why', data: VECTOR.data };

/** Samples that are none, each alone in an answer: they must be told as malformed. */
const NO_SAMPLES: readonly unknown[] = [
  ...[
    '1e400',
    '',
    ' 1',
    '1 ',
    '0x10',
    '1_0',
    '1,5',
    'Infinity',
    'nan',
    '--1',
    '1e',
    '.',
    'null',
    '٥',
  ].map((value) => ({ metric: {}, value: [1, value] })),
  ...[1, null, true, [], {}].map((value) => ({ metric: {}, value: [1, value] })),
  ...['1', null, [], true].map((at) => ({ metric: {}, value: [at, '1'] })),
  ...[[1], [1, '1', 2], '1', 1, null, {}].map((value) => ({ metric: {}, value })),
  ...[1, null, ['a'], {}].map((text) => ({ metric: { a: text }, value: [1, '1'] })),
  ...[null, 'a', 1, ['a']].map((metric) => ({ metric, value: [1, '1'] })),
  ...[null, 1, 'x', []],
];

/** One series, written in two ways. */
const TWICE = [
  { metric: { a: 'x', b: 'y', c: 'z' }, value: [1, '1'] },
  { metric: { c: 'z', a: 'x', b: 'y' }, value: [1, '2'] },
];

interface Answer {
  readonly body: string;
  readonly status: number;
  readonly isRange: boolean;
  readonly mustFail: boolean;
}

const answer = (body: string, more: Partial<Answer> = {}): Answer => ({
  body,
  status: 200,
  isRange: false,
  mustFail: false,
  ...more,
});

const ANSWERS: readonly Answer[] = [
  ...NO_SAMPLES.map((sample) =>
    answer(JSON.stringify(success('vector', [sample])), { mustFail: true }),
  ),
  answer(
    JSON.stringify(success('vector', [{ metric: {}, value: [1, '1'] }])).replace('[1,', '[1e400,'),
    { mustFail: true },
  ),
  ...['matrix', 'string', 'streams', '', '__proto__'].map((type) =>
    answer(JSON.stringify(success(type, [])), { mustFail: true }),
  ),
  ...['constructor', '__proto__', 'toString', '', 'timeout'].map((errorType) =>
    answer(JSON.stringify({ ...REFUSED, errorType }), { status: 400, mustFail: true }),
  ),
  answer(JSON.stringify(REFUSED), { mustFail: true }),
  answer(JSON.stringify(success('vector', TWICE))),
  ...mutantsOf(VECTOR, 1500).map((body) => answer(body)),
  ...mutantsOf(MATRIX, 1500).map((body) => answer(body, { isRange: true })),
  ...mutantsOf(REFUSED, 500).map((body, i) =>
    answer(body, { status: [200, 400, 503][i % 3] ?? 500 }),
  ),
];

const FAILURES = ['malformed', 'rejected', 'unavailable', 'timeout', 'busy', 'too-large'];

function wrongLabels(all: readonly ReadonlyMap<string, string>[]): string | null {
  const sets = all.map((labels) => JSON.stringify([...labels].toSorted()));
  if (new Set(sets).size !== sets.length) return 'counts a series twice';
  const texts = all.flatMap((labels) => [...labels.values()]);
  return texts.every((text) => typeof text === 'string') ? null : 'has a label that is no text';
}

function wrongSamples(samples: readonly VectorSample[]): string | null {
  const odd = samples.find(({ value }) => !Number.isFinite(value));
  return odd === undefined ? wrongLabels(samples.map(({ labels }) => labels)) : `has ${odd.value}`;
}

const isMoment = (seconds: number) => !Number.isNaN(new Date(seconds * 1000).getTime());

function wrongSeries(series: readonly MatrixSeries[]): string | null {
  for (const { points } of series) {
    const times = points.map(([at]) => at);
    if (!times.every((at, i) => isMoment(at) && at > (times[i - 1] ?? -Infinity))) {
      return `goes back in time: ${times.join(' ')}`;
    }
    const odd = points.find(([, value]) => value !== null && !Number.isFinite(value));
    if (odd !== undefined) return `has ${odd[1]}`;
  }
  return wrongLabels(series.map(({ labels }) => labels));
}

/** What is wrong with what the client makes of an answer. */
async function readingOf(
  client: PrometheusClient,
  { isRange, mustFail }: Answer,
): Promise<string | null> {
  try {
    const wrong = isRange
      ? wrongSeries((await client.range('up', RANGE, never)).series)
      : wrongSamples((await client.instant('up', epochMs(0), never)).samples);
    return wrong ?? (mustFail ? 'was taken' : null);
  } catch (error) {
    const failure = error instanceof Error && 'failure' in error ? error.failure : null;
    return typeof failure === 'string' && FAILURES.includes(failure)
      ? null
      : `failed as ${String(failure ?? error)}`;
  }
}

const clientOf =
  ({ createPrometheusClient }: Product) =>
  ({ url }: { readonly url: string }) =>
    createPrometheusClient({ baseUrl: url });

const SAMPLE = 'lib/upstream/prometheus/sample.ts';
const LABELS = 'lib/upstream/prometheus/labels.ts';
const MATRIX_FILE = 'lib/upstream/prometheus/matrix.ts';

describeAbuse<Product>('T13: an answer that is nearly one of Prometheus', {
  product: (load) => load<Product>('lib/upstream/prometheus/client.ts'),
  works: (product) =>
    against(clientOf(product), async (client, server) => {
      server.answer((_, response) => response.end(JSON.stringify(VECTOR)));
      const { samples } = await client.instant('up', epochMs(0), never);
      server.answer((_, response) => response.end(JSON.stringify(MATRIX)));
      const { series } = await client.range('up', RANGE, never);
      if (samples.length !== 3 || series.length !== 2) throw new Error('a good answer is not read');
    }),
  attack: (product) =>
    against(clientOf(product), (client, server) =>
      tryEach(ANSWERS, async (each) => {
        server.answer((_, response) => response.writeHead(each.status).end(each.body));
        const wrong = await readingOf(client, each);
        return 'polluted' in {} ? 'pollutes every object' : wrong;
      }),
    ),
  atLeast: 3500,
  defects: [
    edit(
      'a grammar of numbers',
      SAMPLE,
      'NUMBER.test(text) ? Number(text) : Number.NaN',
      'Number(text)',
    ),
    edit(
      'a look at what is not finite',
      SAMPLE,
      'if (Number.isFinite(value)) return',
      'if (NUMBER.test(text)) return',
    ),
    edit(
      'the check of times',
      SAMPLE,
      "typeof at === 'number' && Math.abs(at) <= MAX_SECONDS",
      "typeof at === 'number'",
    ),
    edit('the check of pairs', SAMPLE, ' || point.length !== 2', ''),
    edit(
      'the check of label values',
      LABELS,
      "if (typeof value !== 'string') throw new WireError('a label value is not text');",
      "if (typeof value !== 'string') continue;",
    ),
    edit(
      'knowing a series again',
      LABELS,
      'repeats: isRepeated(labels, hash)',
      'repeats: isRepeated(labels, hash) && labels.size > 9',
    ),
    edit(
      'the order of points',
      MATRIX_FILE,
      'if (inOrder) return points;',
      'if (inOrder || points.length > 0) return points;',
    ),
    edit(
      'the order of labels that does not count',
      LABELS,
      'hash = (hash + hashOf',
      'hash = (hash * 31 + hashOf',
    ),
    edit(
      'the type of a result',
      'lib/upstream/prometheus/vector.ts',
      "if (resultType !== 'vector')",
      "if (resultType === 'matrix')",
    ),
    edit(
      'the name of a failure',
      'lib/upstream/prometheus/client.ts',
      "FAILURE_BY_TYPE.get(errorType) ?? 'rejected'",
      "Object.fromEntries(FAILURE_BY_TYPE)[errorType] ?? 'rejected'",
    ),
    edit(
      'telling bad JSON from a bug',
      'lib/upstream/failure.ts',
      "throw new UpstreamError(upstream, 'malformed', `not JSON: ${seen}`, { cause });",
      'throw cause;',
    ),
    edit(
      'telling a bad field from a bug',
      'lib/upstream/prometheus/client.ts',
      'if (!(cause instanceof WireError)) throw cause;',
      'if (cause instanceof WireError) throw cause;',
    ),
  ],
});
