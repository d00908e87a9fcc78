import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tracesQuerySchema } from '@/lib/contract/traces-query';
import {
  DEFAULT_TRACES_PAGE,
  LOOKBACKS,
  TRACE_COLUMNS,
  readTracesPage,
  writeTracesPage,
  writeTracesQuery,
  type TracesPage,
} from '@/lib/contract/traces-url';

const EDGE = 'Kubernetes/shop/workload/a>Kubernetes/shop/workload/b>http';

const someText = fc.stringMatching(/^[^=\s"\\]+$/);
const duration = fc.constantFrom('', '100ms', '1m30s', '.5s');
const ordered = (max: number) =>
  fc
    .uniqueArray(fc.double({ min: 0, max, noNaN: true, noDefaultInfinity: true }), {
      minLength: 2,
      maxLength: 2,
      comparator: (a, b) => a === b,
    })
    .map((pair) => pair.toSorted((a, b) => a - b));
const range = ordered(3e12).map(([fromMs = 0, toMs = 0]) => ({ fromMs, toMs }));
const box = fc
  .tuple(range, ordered(1e6))
  .map(([moments, [minMs = 0, maxMs = 0]]) => ({ ...moments, minMs, maxMs }));

const anyPage: fc.Arbitrary<TracesPage> = fc.record({
  target: fc.option(
    fc.oneof(
      someText.map((value) => ({ by: 'service' as const, value })),
      fc.constant({ by: 'node' as const, value: 'Kubernetes/shop/service/payment' }),
      fc.constant({ by: 'edge' as const, value: EDGE }),
    ),
  ),
  operation: fc.string(),
  tags: fc.constantFrom('', 'error=true', 'a="b c" d=1'),
  minDuration: duration,
  maxDuration: duration,
  errors: fc.boolean(),
  limit: fc.integer({ min: 1, max: 1000 }),
  lookback: fc.constantFrom(...LOOKBACKS),
  range: fc.option(range),
  sort: fc.record({ column: fc.constantFrom(...TRACE_COLUMNS), descending: fc.boolean() }),
  axis: fc.constantFrom('linear', 'log'),
  selection: fc.option(box),
});

const read = (query: string) => readTracesPage(new URLSearchParams(query));

describe('the URL of the page of traces', () => {
  it('gives back the page that was written', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        expect(readTracesPage(writeTracesPage(page))).toEqual(page);
      }),
    );
  });

  it('is empty for the page as it opens', () => {
    expect(writeTracesPage(DEFAULT_TRACES_PAGE).toString()).toBe('');
  });

  it('reads the links that other pages make', () => {
    const query = new URLSearchParams({ edge: EDGE, errors: 'true', minDuration: '100ms' });
    expect(readTracesPage(query)).toEqual({
      ...DEFAULT_TRACES_PAGE,
      target: { by: 'edge', value: EDGE },
      errors: true,
      minDuration: '100ms',
    });
  });

  it.each([
    'limit=0',
    'limit=1e9',
    'limit=abc',
    'tags=oops',
    'minDuration=5',
    'sort=worst',
    'axis=cubic',
    'range=5_4',
    'range=5',
    'range=a_b',
    'select=1_2_3',
    'select=1_2_4_3',
    'lookback=1y',
    'edge=nonsense',
    'node=nonsense',
    'errors=maybe',
    'service=',
  ])('opens as usual when a link says %s', (query) => {
    expect(read(query)).toEqual(DEFAULT_TRACES_PAGE);
  });

  it('asks the API for what the API accepts', () => {
    fc.assert(
      fc.property(anyPage, range, (page, moments) => {
        fc.pre(page.target !== null && moments.toMs - moments.fromMs > 1);
        const rounded = { fromMs: Math.round(moments.fromMs), toMs: Math.round(moments.toMs) + 1 };
        const query = Object.fromEntries(writeTracesQuery(page, rounded));
        const parsed = tracesQuerySchema.safeParse(query);
        expect(parsed.error?.issues ?? []).toEqual([]);
        expect(parsed.data?.from).toBeCloseTo(rounded.fromMs, 1);
        expect(parsed.data?.errors).toBe(page.errors ? 'true' : 'false');
      }),
    );
  });
});

describe('the query of a search', () => {
  it.each([
    { query: {}, because: 'there is no target' },
    { query: { service: 'a', node: 'Kubernetes/a/service/b' }, because: 'there are two targets' },
    { query: { service: 'a', minDuration: '5' }, because: 'a duration has no unit' },
    { query: { service: 'a', tags: 'b' }, because: 'a tag has no value' },
    { query: { service: 'a', limit: '1001' }, because: 'the limit is too high' },
    { query: { service: 'a', from: '5', to: '4' }, because: 'the range is backwards' },
    { query: { service: 'a', colour: 'red' }, because: 'a key is not known' },
    { query: { edge: 'a>b' }, because: 'the edge is none' },
  ])('is refused when $because', ({ query }) => {
    expect(tracesQuerySchema.safeParse(query).success).toBe(false);
  });
});
