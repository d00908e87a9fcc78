import type { RawSpan, RawTrace } from '@/lib/domain/raw-trace';
import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { mutantsOf } from '@/lib/testing/abuse/mutants';
import { jaeger, notFound, otlp, span, TRACE_ID } from '@/lib/testing/fake-jaeger';
import { json, type FakeUpstream, type Script } from '@/lib/testing/fake-upstream';
import type * as clientModule from '@/lib/upstream/tracing/client';
import type { TracingClient } from '@/lib/upstream/tracing/client';

type Product = typeof clientModule;
const VERSIONS = ['v3', 'legacy'] as const;
type Version = (typeof VERSIONS)[number];

const never = new AbortController().signal;
const START = '1787500000000001500';
const MAX_SPANS = 40;

const OTLP = otlp(
  span('0a', START, {
    kind: 2,
    attributes: [
      { key: 'http.method', value: { stringValue: 'GET' } },
      { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, { boolValue: true }] } } },
      {
        key: 'map',
        value: { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 1.5 } }] } },
      },
    ],
    events: [
      { timeUnixNano: START, name: 'retry', attributes: [{ key: 'n', value: { intValue: 1 } }] },
    ],
    status: { code: 2, message: 'no route' },
  }),
  span('0b', '1787500000000002500', {
    parentSpanId: '0a',
    links: [{ traceId: TRACE_ID, spanId: '0a' }],
  }),
);

const LEGACY = {
  data: [
    {
      traceID: TRACE_ID,
      processes: {
        p1: { serviceName: 'web.shop', tags: [{ key: 'pod', type: 'string', value: 'web-0' }] },
      },
      spans: [
        {
          ...{ traceID: TRACE_ID, spanID: '0a', operationName: 'GET /', processID: 'p1' },
          ...{ startTime: 1_787_500_000_000_001, duration: 1500, warnings: ['late'] },
          references: [{ refType: 'FOLLOWS_FROM', traceID: TRACE_ID, spanID: '0b' }],
          tags: [
            { key: 'span.kind', type: 'string', value: 'server' },
            { key: 'n', type: 'int64', value: 5 },
          ],
          logs: [{ timestamp: 1_787_500_000_000_001, fields: [{ key: 'event', value: 'retry' }] }],
        },
      ],
    },
  ],
};

/** A span that can be read, which one beside it must not take away. */
const GOOD = span('cc', START, { name: 'a good span' });

const bodyOf = (...spans: readonly object[]) => JSON.stringify(otlp(...spans, GOOD));

/** The answers of each version, those first that were thought out. */
const ANSWERS: Readonly<Record<Version, readonly string[]>> = {
  v3: [
    JSON.stringify(otlp(...Array.from({ length: 300 }, (_, i) => span(String(i + 10), START)))),
    bodyOf(span('0a', START, { attributes: nested(40) })),
    ...['99999999999999999999', '-1', '1e3', '0x10', '', ' 1', 1.5, -1, 2 ** 60, null, []].map(
      (at) =>
        bodyOf(
          span('0a', START, { endTimeUnixNano: at }),
          span('0b', START, { events: [{ timeUnixNano: at }] }),
        ),
    ),
    ...['zz', '', 'AAAA', '=', '0a0a0a0a0a0a0a0a0a', 10, null].map((id) =>
      bodyOf(span('0a', START, { spanId: id })),
    ),
    ...[null, 1, {}, []].map((key) =>
      bodyOf(span('0a', START, { attributes: [{ key, value: { stringValue: 'x' } }] })),
    ),
    ...mutantsOf(OTLP, 1200),
  ],
  legacy: mutantsOf(LEGACY, 800),
};

/** A value within values, deeper than anybody means it. */
function nested(depth: number) {
  let value: object = { stringValue: 'the bottom' };
  for (let i = 0; i < depth; i += 1) value = { kvlistValue: { values: [{ key: 'k', value }] } };
  return [{ key: 'deep', value }];
}

/** A store of one version, whose every answer about traces is this. */
function storeOf(version: Version, body: string): Script {
  const answer: Script = (_, response) => response.end(body);
  const paths =
    version === 'v3'
      ? {
          '/api/v3/services': json({ services: [] }),
          [`/api/v3/traces/${TRACE_ID}`]: answer,
          '/api/v3/traces': answer,
        }
      : {
          '/api/services': json({ data: [] }),
          [`/api/traces/${TRACE_ID}`]: answer,
          '/api/traces': answer,
        };
  return jaeger(paths, notFound);
}

const isMoment = (ms: number) => !Number.isNaN(new Date(ms).getTime());
const areTexts = (texts: readonly unknown[]) => texts.every((text) => typeof text === 'string');

/** What is wrong with a trace that was read. */
function wrongIn({ traceId, startMs, processes, spans }: RawTrace): string | null {
  if (!/^[0-9a-f]{32}$/.test(traceId)) return `is called ${traceId}`;
  if (!isMoment(startMs)) return `begins at ${startMs}`;
  if (spans.length > MAX_SPANS) return `has ${spans.length} spans`;
  if (spans.some(({ process }) => processes[process] === undefined)) return 'has a span of nobody';
  return spans.map(wrongSpan).find((words) => words !== null) ?? null;
}

function wrongSpan({ id, startUs, durationUs, operation, tags, events, warnings }: RawSpan) {
  if (!/^[0-9a-f]{16}$/.test(id)) return `has a span ${id}`;
  const times = [startUs, durationUs, ...events.map(({ atUs }) => atUs)];
  if (!times.every(Number.isFinite) || durationUs < 0) return `has the times ${times.join(' ')}`;
  const fields = events.flatMap((event) => [event.name, ...event.fields.flat()]);
  const texts = [operation, ...tags.flat(), ...warnings, ...fields];
  if (!areTexts(texts)) return `has a tag that is no text: ${JSON.stringify(texts)}`;
  return texts.join('').includes('the bottom') ? 'is read to any depth' : null;
}

const FAILURES = ['malformed', 'rejected', 'unavailable', 'not-found'];

async function readingOf(client: TracingClient, body: string): Promise<string | null> {
  try {
    const one = await client.trace(TRACE_ID, never);
    if (one === null) return null;
    const isLost =
      body.includes(GOOD.name) && !one.spans.some(({ operation }) => operation === GOOD.name);
    return isLost ? 'loses a good span' : wrongIn(one);
  } catch (error) {
    if (body.includes(GOOD.name)) return 'loses a good span';
    const failure = error instanceof Error && 'failure' in error ? error.failure : null;
    return typeof failure === 'string' && FAILURES.includes(failure)
      ? null
      : `failed as ${String(error)}`;
  }
}

const clientOf =
  ({ createTracingClient }: Product) =>
  ({ url }: FakeUpstream) =>
    createTracingClient({ baseUrl: url, kind: 'auto', maxSpans: MAX_SPANS });

const VALUES = 'lib/upstream/tracing/otlp-values.ts';

describeAbuse<Product>('T13: an answer that is nearly one of a tracing store', {
  product: (load) => load<Product>('lib/upstream/tracing/client.ts'),
  async works(product) {
    for (const version of VERSIONS) {
      await against(clientOf(product), async (client, server) => {
        server.answer(storeOf(version, JSON.stringify(version === 'v3' ? OTLP : LEGACY)));
        const trace = await client.trace(TRACE_ID, never);
        if (trace?.spans[0]?.tags[0] === undefined) throw new Error(`${version} is not read`);
      });
    }
  },
  async attack(product) {
    const outcomes = await Promise.all(
      VERSIONS.map((version) =>
        against(clientOf(product), (client, server) =>
          tryEach(ANSWERS[version], async (body) => {
            server.answer(storeOf(version, body));
            const wrong = await readingOf(client, body);
            return 'polluted' in {} ? 'pollutes every object' : wrong;
          }),
        ),
      ),
    );
    return {
      tried: outcomes.reduce((sum, { tried }) => sum + tried, 0),
      through: outcomes.flatMap(({ through }) => through),
    };
  },
  atLeast: 2000,
  defects: [
    edit('a grammar of nanoseconds', VALUES, '/^[0-9]{1,20}$/.test(value)', "value !== ''"),
    edit(
      'a look at numbers',
      VALUES,
      ' && Number.isSafeInteger(value) && value >= 0) return',
      ') return',
    ),
    edit(
      'the check of attributes',
      VALUES,
      "if (!isFields(entry) || typeof entry.key !== 'string') return [];",
      'if (!isFields(entry)) return [];',
    ),
    edit('an end of depth', VALUES, 'depth > MAX_DEPTH', 'depth > 1e9'),
    edit(
      'a grammar of ids',
      'lib/upstream/tracing/ids.ts',
      "if (bytes.length === digits / 2 && bytes.toString('base64') === value)",
      'if (bytes.length > 0)',
    ),
    edit(
      'a most of spans',
      'lib/upstream/tracing/draft.ts',
      'if (kept >= maxSpans) {',
      'if (kept < 0) {',
    ),
    edit(
      'leaving out a span that cannot be read',
      'lib/upstream/tracing/otlp.ts',
      'if (!(error instanceof WireError)) throw error;',
      'throw error;',
    ),
  ],
});
