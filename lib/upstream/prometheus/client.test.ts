import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '@/lib/domain/units';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import type { UpstreamCall } from '@/lib/upstream/options';
import { createPrometheusClient, type PrometheusClient } from '@/lib/upstream/prometheus/client';

const never = new AbortController().signal;
const AT = epochMs(1_787_500_000_250);

let server: FakeUpstream;
let client: PrometheusClient;
let calls: UpstreamCall[];

beforeEach(async () => {
  server = await startFakeUpstream();
  calls = [];
  client = createPrometheusClient({
    baseUrl: `${server.url}/prom`,
    timeoutMs: 2_000,
    maxInFlight: 2,
    maxWaiting: 3,
    observe: (call) => calls.push(call),
  });
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const instant = (promql = 'up') => client.instant(promql, AT, never);
const range = (from: number, to: number, stepSeconds: number) =>
  client.range('up', { fromMs: epochMs(from), toMs: epochMs(to), stepSeconds }, never);

const success = (resultType: string, result: unknown, more: object = {}) =>
  json({ status: 'success', data: { resultType, result }, ...more });
const vector = (...samples: readonly (readonly [object, unknown])[]) =>
  success(
    'vector',
    samples.map(([metric, value]) => ({ metric, value: [1, value] })),
  );

describe('an instant query', () => {
  it('is posted as a form with its time and a timeout below the deadline', async () => {
    server.answer(vector());
    await instant('sum(rate(x{a="b&c=d"}[5m]))');
    const [request] = server.requests;
    expect(request?.method).toBe('POST');
    expect(request?.target).toBe('/prom/api/v1/query');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      query: 'sum(rate(x{a="b&c=d"}[5m]))',
      time: '1787500000.250',
      timeout: '1900ms',
    });
  });

  it('gives labels and values, and takes a scalar for a sample without labels', async () => {
    server.answer(vector([{ a: 'x', b: 'ü' }, '1.5'], [{ a: 'y' }, '2e-3']));
    expect((await instant()).samples).toEqual([
      {
        labels: new Map([
          ['a', 'x'],
          ['b', 'ü'],
        ]),
        value: 1.5,
      },
      { labels: new Map([['a', 'y']]), value: 0.002 },
    ]);
    server.answer(success('scalar', [1, '3']));
    expect((await instant()).samples).toEqual([{ labels: new Map(), value: 3 }]);
  });

  it('leaves out what is no figure', async () => {
    server.answer(
      vector([{ a: '1' }, 'NaN'], [{ a: '2' }, '+Inf'], [{ a: '3' }, '-Inf'], [{ a: '4' }, '0']),
    );
    expect((await instant()).samples).toEqual([{ labels: new Map([['a', '4']]), value: 0 }]);
  });

  it('counts the first of two series with equal labels, in whatever order, and says so', async () => {
    server.answer(vector([{ a: 'x', b: 'y' }, '1'], [{ b: 'y', a: 'x' }, '2']));
    const { samples, warnings } = await instant();
    expect(samples.map(({ value }) => value)).toEqual([1]);
    expect(warnings).toEqual(['1 repeated series were left out']);
  });

  it('keeps a label called __proto__ as a label', async () => {
    server.answer((_, response) =>
      response.end(
        '{"status":"success","data":{"resultType":"vector","result":' +
          '[{"metric":{"__proto__":"x","constructor":"y"},"value":[1,"1"]}]}}',
      ),
    );
    const [sample] = (await instant()).samples;
    expect(sample?.labels).toEqual(
      new Map([
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]),
    );
    expect('polluted' in {}).toBe(false);
  });

  it('passes on warnings but not remarks, and counts native histograms as left out', async () => {
    server.answer(
      success('vector', [{ metric: {}, histogram: [1, { count: '1' }] }], {
        warnings: ['a store is down'],
        infos: ['not a counter'],
      }),
    );
    expect((await instant()).warnings).toEqual([
      'a store is down',
      '1 native histograms were left out',
    ]);
  });

  it.each([
    ['HTML', (s: string) => s, '<html>'],
    ['truncated JSON', (s: string) => s, '{"status":"success","data":{"resultType":"vec'],
    ['an empty body', (s: string) => s, ''],
    ['another envelope', JSON.stringify, { data: [] }],
    ['no result', JSON.stringify, { status: 'success', data: { resultType: 'vector' } }],
    ['a matrix', JSON.stringify, { status: 'success', data: { resultType: 'matrix', result: [] } }],
    [
      'a string',
      JSON.stringify,
      { status: 'success', data: { resultType: 'string', result: [1, 'x'] } },
    ],
  ] as const)('that is answered with %s is malformed', async (_, write, body) => {
    server.answer((_request, response) => response.end(write(body as string & object)));
    await expect(instant()).rejects.toMatchObject({ failure: 'malformed' });
  });

  it.each([
    ['no value', { metric: {} }],
    ['no labels', { value: [1, '1'] }],
    ['a label that is a number', { metric: { a: 1 }, value: [1, '1'] }],
    ['labels that are a list', { metric: ['a'], value: [1, '1'] }],
    ['a number for a value', { metric: {}, value: [1, 1] }],
    ['a value too large for a number', { metric: {}, value: [1, '1e400'] }],
    ['an empty value', { metric: {}, value: [1, ''] }],
    ['a hexadecimal value', { metric: {}, value: [1, '0x10'] }],
    ['a value with a blank', { metric: {}, value: [1, ' 1'] }],
    ['a time that is text', { metric: {}, value: ['1', '1'] }],
    ['three parts', { metric: {}, value: [1, '1', 2] }],
    ['null', null],
  ])('with a sample of %s is malformed', async (_, sample) => {
    server.answer(success('vector', [sample]));
    await expect(instant()).rejects.toMatchObject({ failure: 'malformed' });
  });

  it.each([
    [400, 'bad_data', 'rejected'],
    [422, 'execution', 'rejected'],
    [503, 'timeout', 'timeout'],
    [503, 'canceled', 'unavailable'],
    [500, 'internal', 'unavailable'],
    [200, 'bad_data', 'rejected'],
  ])('refused with %i %s is told as %s', async (status, errorType, failure) => {
    server.answer(json({ status: 'error', errorType, error: 'why', data: { result: [] } }, status));
    await expect(instant()).rejects.toMatchObject({ failure, status });
    await expect(instant()).rejects.toThrow(/why/);
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [429, 'busy'],
    [502, 'unavailable'],
    [504, 'timeout'],
  ])('refused with %i by a proxy in front is told as %s', async (status, failure) => {
    server.answer((_, response) =>
      response.writeHead(status, { 'retry-after': '7' }).end('<h1>no</h1>'),
    );
    await expect(instant()).rejects.toMatchObject({ failure, status, retryAfterMs: 7000 });
  });
});

describe('a range query', () => {
  it('sends its ends and step, and marks a hole once', async () => {
    server.answer(
      success('matrix', [
        {
          metric: { a: 'x' },
          values: [
            [10, '1'],
            [20, 'NaN'],
            [50, '4'],
            [60, '5'],
          ],
        },
      ]),
    );
    const { series } = await range(10_000, 60_000, 10);
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toMatchObject({
      start: '10.000',
      end: '60.000',
      step: '10',
    });
    expect(series).toEqual([
      {
        labels: new Map([['a', 'x']]),
        points: [
          [10, 1],
          [20, null],
          [30, null],
          [50, 4],
          [60, 5],
        ],
      },
    ]);
  });

  it('puts points in order and keeps the first of one moment', async () => {
    server.answer(
      success('matrix', [
        {
          metric: {},
          values: [
            [20, '2'],
            [10, '1'],
            [20, '3'],
          ],
        },
      ]),
    );
    expect((await range(0, 60_000, 10)).series[0]?.points).toEqual([
      [10, 1],
      [20, 2],
    ]);
  });

  it('counts the first of two equal series', async () => {
    const one = { metric: { a: 'x' }, values: [[10, '1']] };
    server.answer(success('matrix', [one, one, { metric: {}, histograms: [] }]));
    const { series, warnings } = await range(0, 60_000, 10);
    expect(series).toHaveLength(1);
    expect(warnings).toHaveLength(2);
  });

  it.each([
    [0, 1000, 0],
    [0, 1000, -1],
    [0, 1000, Number.NaN],
    [1000, 0, 1],
    [0, 86_400_000, 1],
  ])('from %i to %i by %i is refused before it is sent', async (from, to, step) => {
    await expect(range(from, to, step)).rejects.toMatchObject({ failure: 'rejected' });
    expect(server.requests).toEqual([]);
  });

  it('answered with a vector is malformed', async () => {
    server.answer(success('vector', []));
    await expect(range(0, 1000, 1)).rejects.toMatchObject({ failure: 'malformed' });
  });
});

describe('many callers', () => {
  it('cost Prometheus one query when they ask the same', async () => {
    server.answer(vector([{}, '1']));
    const answers = await Promise.all(Array.from({ length: 20 }, () => instant()));
    expect(server.requests).toHaveLength(1);
    expect(answers.every(({ samples }) => samples[0]?.value === 1)).toBe(true);
  });

  it('never have more queries in flight than allowed, and those beyond the queue are told it is busy', async () => {
    let inFlight = 0;
    let most = 0;
    server.answer((_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
      }, 20);
    });
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, (_, i) => instant(`up + ${i}`)),
    );
    expect(most).toBe(2);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(calls.filter(({ outcome }) => outcome === 'busy')).toHaveLength(4);
  });

  it('who all leave end the query, and it counts as cancelled', async () => {
    server.answer(() => undefined);
    const caller = new AbortController();
    const answers = [
      client.instant('up', AT, caller.signal),
      client.instant('up', AT, caller.signal),
    ];
    await expect.poll(() => server.requests.length).toBe(1);
    const reason = new Error('left');
    caller.abort(reason);
    for (const answer of answers) await expect(answer).rejects.toBe(reason);
    await expect.poll(() => server.connections()).toBe(0);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });
});

describe('readiness', () => {
  it('is the version that Prometheus gives', async () => {
    server.answer(json({ status: 'success', data: { version: '3.10.0', revision: 'x' } }));
    expect(await client.buildInfo(never)).toEqual({ version: '3.10.0' });
    expect(server.requests[0]?.target).toBe('/prom/api/v1/status/buildinfo');
  });

  it('fails with what the server said', async () => {
    server.answer((_, response) => response.writeHead(503).end('starting'));
    await expect(client.buildInfo(never)).rejects.toMatchObject({ failure: 'unavailable' });
  });
});
