import fc from 'fast-check';
import type * as queriesModule from '@/lib/contract/queries';
import { epochMs } from '@/lib/domain/units';
import { ProblemError } from '@/lib/server/problem';
import type * as rangeModule from '@/lib/server/use-cases/signals-range';
import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { json } from '@/lib/testing/fake-upstream';
import type * as clientModule from '@/lib/upstream/prometheus/client';
import type { QueryRange } from '@/lib/upstream/prometheus/client';

const QUERIES = 'lib/contract/queries.ts';
const RANGE = 'lib/server/use-cases/signals-range.ts';
const CLIENT = 'lib/upstream/prometheus/client.ts';

/** Prometheus refuses more. */
const MOST_POINTS = 11_000;
const NOW_MS = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

const pointsOf = ({ fromMs, toMs, stepSeconds }: QueryRange) =>
  Math.floor((toMs - fromMs) / 1000 / stepSeconds) + 1;

/** What is wrong with a range that would be sent to Prometheus. */
function wrongIn(range: QueryRange): string | null {
  const points = pointsOf(range);
  if (!(range.stepSeconds > 0)) return `steps by ${range.stepSeconds}`;
  if (!(points >= 1 && points <= MOST_POINTS)) return `has ${points} points`;
  if (range.toMs - range.fromMs > 367 * DAY_MS) return 'is longer than a year';
  return range.toMs > NOW_MS ? 'ends in the future' : null;
}

/** Moments and steps as the grammar of the API lets them through. */
const asked = fc.record({
  from: fc.option(fc.double({ min: 0, max: 3.9e12, noNaN: true }), { nil: undefined }),
  to: fc.option(fc.double({ min: 0, max: 3.9e12, noNaN: true }), { nil: undefined }),
  step: fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined }),
});

const RANGES = [
  { from: NOW_MS - 3650 * DAY_MS, to: NOW_MS, step: 1 },
  { from: NOW_MS - 300 * DAY_MS, to: NOW_MS, step: 1 },
  { from: NOW_MS - 366 * DAY_MS, to: NOW_MS, step: 1 },
  { from: NOW_MS - 365 * DAY_MS, to: NOW_MS, step: undefined },
  { from: 0, to: undefined, step: undefined },
  { from: NOW_MS + DAY_MS, to: NOW_MS + 2 * DAY_MS, step: 1 },
  { from: NOW_MS, to: NOW_MS, step: 1 },
  { from: NOW_MS, to: NOW_MS - 1, step: 1 },
  { from: NOW_MS - 0.5, to: NOW_MS, step: 86_400 },
  { from: NOW_MS - 10_999_000, to: NOW_MS, step: 1 },
  { from: NOW_MS - 11_000_500, to: NOW_MS + 0.25, step: 1 },
  ...fc.sample(asked, 5000),
];

describeAbuse('T4: a range of so many points that it hurts', {
  product: (load) => load<typeof rangeModule>(RANGE),
  works({ rangeOf }) {
    if (wrongIn(rangeOf({}, NOW_MS)) !== null) throw new Error('the usual range is none');
  },
  attack: ({ rangeOf }) =>
    tryEach(RANGES, (range) => {
      try {
        return wrongIn(rangeOf(range, NOW_MS));
      } catch (error) {
        return error instanceof ProblemError ? null : String(error);
      }
    }),
  atLeast: 5000,
  defects: [
    edit('the widening of steps', RANGE, 'Math.max(wanted, least)', 'wanted'),
    edit('the longest span', RANGE, 'if (spanMs > MAX_SPAN_MS)', 'if (spanMs < 0)'),
    edit('the end at the present', RANGE, 'Math.min(to ?? nowMs, nowMs)', '(to ?? nowMs)'),
    edit('the order of its ends', RANGE, 'if (start >= end)', 'if (start > 9e15)'),
  ],
});

const BOMBS = [
  ...[0, -1, -0.001, Number.NaN, Number.NEGATIVE_INFINITY].map((step) => [0, 1000, step]),
  ...[1e-9, 0.001, 1].map((step) => [0, 315_360_000_000, step]),
  [1000, 0, 1],
  [0, 11_000_000, 1],
  [0, Number.POSITIVE_INFINITY, 1],
  [Number.NaN, 1000, 1],
  ...fc
    .sample(
      fc.tuple(
        fc.integer({ min: 12_000_000_000, max: 4_000_000_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
      ),
      200,
    )
    .map(([to, step]) => [0, to, step]),
].map(([fromMs = 0, toMs = 0, stepSeconds = 0]) => ({
  fromMs: epochMs(fromMs),
  toMs: epochMs(toMs),
  stepSeconds,
}));

const never = new AbortController().signal;

describeAbuse('T4: such a range, in whatever way it came to the client', {
  product: (load) => load<typeof clientModule>(CLIENT),
  works: ({ createPrometheusClient }) =>
    against(
      ({ url }) => createPrometheusClient({ baseUrl: url }),
      async (client, server) => {
        server.answer(json({ status: 'success', data: { resultType: 'matrix', result: [] } }));
        const range = { fromMs: epochMs(0), toMs: epochMs(60_000), stepSeconds: 15 };
        await client.range('up', range, never);
      },
    ),
  attack: ({ createPrometheusClient }) =>
    against(
      ({ url }) => createPrometheusClient({ baseUrl: url }),
      (client, server) =>
        tryEach(BOMBS, async (range) => {
          await client.range('up', range, never).catch(() => undefined);
          const [sent] = server.requests.splice(0);
          return sent === undefined ? null : `sent ${sent.body}`;
        }),
    ),
  atLeast: 200,
  defects: [
    edit('its own count of points', CLIENT, 'points < MAX_POINTS', 'points < Infinity'),
    edit(
      'the check of its step',
      CLIENT,
      'if (range.stepSeconds > 0 && points >= 0',
      'if (!(points < 0)',
    ),
  ],
});

const manyNames = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => `n${i}`.padEnd(length, 'x')).join(',');

const LARGE: readonly (readonly [
  'namespacesParam' | 'windowSchema' | 'nodeIdParam' | 'edgeIdParam',
  string,
])[] = [
  ...[10_000, 1001].map((count) => ['namespacesParam', manyNames(count, 6)] as const),
  ...[10_000, 1100, 1001].map((count) => ['namespacesParam', manyNames(count, 63)] as const),
  ['namespacesParam', ','.repeat(1_000_000)],
  ...['24h1', '25h', '86401', '999999h', '1441m', '14', '1', '1s'].map(
    (text) => ['windowSchema', text] as const,
  ),
  ['nodeIdParam', `c/shop/workload/${'x'.repeat(100_000)}`],
  ['edgeIdParam', `c/a/workload/${'x'.repeat(3000)}>c/b/workload/y>http`],
];

describeAbuse('T4: a question about more than can be asked at once', {
  product: (load) => load<typeof queriesModule>(QUERIES),
  works({ namespacesParam, windowSchema }) {
    if (namespacesParam.parse(manyNames(1000, 12)).length !== 1000)
      throw new Error('1000 are too many');
    if (windowSchema.parse('24h') !== 86_400) throw new Error('a day is too long');
  },
  attack: (schemas) =>
    tryEach(LARGE, ([name, text]) =>
      schemas[name].safeParse(text).success ? `${name} took ${text.length} letters` : null,
    ),
  atLeast: 16,
  defects: [
    edit(
      'a most of namespaces',
      QUERIES,
      'z.array(namespaceName).max(1000)',
      'z.array(namespaceName)',
    ),
    edit('a most of letters', QUERIES, '.max(64_000)', ''),
    edit('a longest window', QUERIES, 'seconds >= 15 && seconds <= 86_400', 'seconds >= 15'),
    edit('a shortest window', QUERIES, 'seconds >= 15 && seconds <= 86_400', 'seconds <= 86_400'),
    edit('a longest id of a node', QUERIES, '.max(1024)', ''),
    edit('a longest id of an edge', QUERIES, '.max(2048)', ''),
  ],
});
