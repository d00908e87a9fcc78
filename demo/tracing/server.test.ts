import { afterEach, describe, expect, test } from 'vitest';
import { arrayAt, objectAt, parseJson, stringAt, valueAt, type Json } from '../kubernetes/json';
import type { JaegerGeneration } from './generation';
import { DEEP_TRACE_ID, deepTrace, LARGE_TRACE_ID, largeTrace } from './large-traces';
import { startTracing, type TracingServer } from './server';
import { NOW, testStore } from './test-store';

const store = testStore();
const FROM = new Date((NOW - 600) * 1000).toISOString();
const TO = new Date(NOW * 1000).toISOString();
const OLD_TIMES = `query.start_time_min=${FROM}&query.start_time_max=${TO}`;
const TIMES = `query.startTimeMin=${FROM}&query.startTimeMax=${TO}`;
const LEGACY_TIMES = `start=${String((NOW - 600) * 1e6)}&end=${String(NOW * 1e6)}`;
const UNKNOWN_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

let server: TracingServer | undefined;

interface Answer {
  readonly code: number;
  readonly type: string | null;
  readonly body: Json;
}

async function ask(
  path: string,
  generation: JaegerGeneration = 'v2.20',
  basePath = '',
): Promise<Answer> {
  server ??= await startTracing({ store, generation, basePath, now: () => NOW });
  const response = await fetch(`${server.url}${path}`);
  const text = await response.text();
  const body = text.startsWith('{') ? parseJson(text) : text;
  return { code: response.status, type: response.headers.get('content-type'), body };
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const spansIn = (body: Json): readonly Json[] =>
  arrayAt(body, 'result', 'resourceSpans').flatMap((resource) =>
    arrayAt(resource, 'scopeSpans').flatMap((scope) => arrayAt(scope, 'spans')),
  );

describe('API v3', () => {
  test('gives spans as OTLP writes them', async () => {
    const { code, body, type } = await ask(
      `/api/v3/traces?query.serviceName=orders.shop&${TIMES}&query.searchDepth=3`,
    );
    expect([code, type]).toEqual([200, 'text/plain; charset=utf-8']);
    const spans = spansIn(body);
    const ids = new Set(spans.map((span) => stringAt(span, 'traceId')));
    expect(ids.size).toBe(3);
    for (const span of spans) {
      expect(stringAt(span, 'traceId')).toMatch(/^[0-9a-f]{32}$/);
      expect(stringAt(span, 'spanId')).toMatch(/^[0-9a-f]{16}$/);
      expect(stringAt(span, 'startTimeUnixNano')).toMatch(/^\d{19}$/);
      expect([1, 2, 3]).toContain(valueAt(span, 'kind'));
    }
    expect(spans.some((span) => valueAt(span, 'parentSpanId') === undefined)).toBe(true);
  });

  test('gives one trace by its id, in either case and without its leading zeros', async () => {
    const [trace] = store.find({ fromUs: 0, toUs: NOW * 1e6, tags: new Map(), limit: 1 });
    const { body } = await ask(`/api/v3/traces/${trace?.traceId.toUpperCase() ?? ''}`);
    expect(spansIn(body)).toHaveLength(trace?.spans.length ?? 0);
  });

  test('summarises traces, and leaves zeros out', async () => {
    const query = `query.service_name=orders.shop&${OLD_TIMES}&query.num_traces=50`;
    const { body } = await ask(`/api/v3/trace-summaries?${query}`);
    const summaries = arrayAt(body, 'summaries');
    expect(summaries.length).toBeGreaterThan(5);
    for (const summary of summaries) {
      const trace = store.get(stringAt(summary, 'traceId'));
      expect(valueAt(summary, 'spanCount')).toBe(trace?.spans.length);
      const errors = trace?.spans.filter(({ error }) => error).length ?? 0;
      expect(valueAt(summary, 'errorSpanCount')).toBe(errors === 0 ? undefined : errors);
      expect(valueAt(summary, 'orphanSpanCount')).toBeUndefined();
    }
  });

  test('filters by tags', async () => {
    const attributes = encodeURIComponent(JSON.stringify({ error: 'true' }));
    const { body } = await ask(`/api/v3/trace-summaries?${TIMES}&query.attributes=${attributes}`);
    expect(
      arrayAt(body, 'summaries').every((each) => valueAt(each, 'errorSpanCount') !== undefined),
    ).toBe(true);
  });

  test('tells that nothing was found in two ways', async () => {
    const query = `query.serviceName=nope&${TIMES}`;
    expect((await ask(`/api/v3/trace-summaries?${query}`)).body).toEqual({});
    const { code, body } = await ask(`/api/v3/traces?${query}`);
    expect([code, body]).toEqual([404, { error: { httpCode: 404, message: 'No traces found' } }]);
    expect((await ask(`/api/v3/traces/${UNKNOWN_ID}`)).code).toBe(404);
  });

  test.each([
    ['/api/v3/trace-summaries', 'query.startTimeMin and query.startTimeMax are required'],
    [
      `/api/v3/traces?query.startTimeMin=x&query.startTimeMax=${TO}`,
      'malformed parameter query.startTimeMin: parsing time "x"',
    ],
    [
      `/api/v3/traces?${TIMES}&query.durationMin=zz`,
      'malformed parameter query.durationMin: time: invalid duration "zz"',
    ],
    [
      `/api/v3/traces?${TIMES}&query.searchDepth=a`,
      'malformed parameter query.searchDepth: strconv.Atoi: parsing "a"',
    ],
    [`/api/v3/traces?${TIMES}&query.attributes=a`, 'malformed parameter query.attributes: '],
    ['/api/v3/traces/zz', 'malformed parameter trace_id: strconv.ParseUint: parsing "zz"'],
  ])('refuses %s', async (path, message) => {
    const { code, body } = await ask(path);
    expect(code).toBe(400);
    expect(stringAt(body, 'error', 'message').startsWith(message)).toBe(true);
  });

  test('tells the operations of a service by kind', async () => {
    const { body } = await ask('/api/v3/operations?service=orders.shop&spanKind=server');
    expect(body).toEqual({
      operations: [{ name: 'orders.shop.svc.cluster.local:8080/*', spanKind: 'server' }],
    });
  });
});

describe('the JSON API', () => {
  test('gives traces with their processes and references', async () => {
    const { body, type } = await ask(`/api/traces?service=orders.shop&${LEGACY_TIMES}&limit=2`);
    expect(type).toBe('application/json');
    const traces = arrayAt(body, 'data');
    expect(traces).toHaveLength(2);
    for (const trace of traces) {
      const processes = objectAt(trace, 'processes');
      for (const span of arrayAt(trace, 'spans')) {
        expect(processes).toHaveProperty(stringAt(span, 'processID'));
        expect(valueAt(span, 'startTime')).toBeGreaterThan(1.7e15);
        const [reference] = arrayAt(span, 'references');
        if (reference) expect(stringAt(reference, 'refType')).toBe('CHILD_OF');
      }
    }
  });

  test('filters by tags in both of their spellings', async () => {
    const tags = encodeURIComponent(JSON.stringify({ error: 'true' }));
    const together = await ask(
      `/api/traces?service=user-service.shop&${LEGACY_TIMES}&tags=${tags}`,
    );
    const single = await ask(
      `/api/traces?service=user-service.shop&${LEGACY_TIMES}&tag=error:true`,
    );
    expect(together.body).toEqual(single.body);
  });

  test.each([
    ['/api/traces', "parameter 'service' is required"],
    ['/api/operations', "parameter 'service' is required"],
    [
      '/api/traces?service=a&start=zz',
      'unable to parse param \'start\': strconv.ParseInt: parsing "zz": invalid syntax',
    ],
    ['/api/traces?service=a&limit=zz', 'strconv.ParseInt: parsing "zz": invalid syntax'],
    [
      '/api/traces?service=a&minDuration=zz',
      'unable to parse param \'minDuration\': time: invalid duration "zz"',
    ],
    [
      '/api/traces?service=a&minDuration=5s&maxDuration=1s',
      "'maxDuration' should be greater than 'minDuration'",
    ],
    [
      '/api/traces?service=a&tag=zz',
      "malformed 'tag' parameter, expecting key:value, received: zz",
    ],
    [
      '/api/traces?service=a&tags={"a":1}',
      "malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal number into Go value of type string",
    ],
    ['/api/traces/zz', 'strconv.ParseUint: parsing "zz": invalid syntax'],
  ])('refuses %s', async (path, msg) => {
    const { code, body } = await ask(path);
    expect(code).toBe(400);
    expect(body).toMatchObject({ data: null, errors: [{ code: 400, msg }] });
  });

  test('an unknown trace is not found', async () => {
    const { code, body } = await ask(`/api/traces/${UNKNOWN_ID}`);
    expect(code).toBe(404);
    expect(arrayAt(body, 'errors')).toEqual([{ code: 404, msg: 'trace not found' }]);
  });

  test('counts who calls whom', async () => {
    const { body } = await ask('/api/dependencies');
    const calls = arrayAt(body, 'data').map(
      (each) => `${stringAt(each, 'parent')}>${stringAt(each, 'child')}`,
    );
    expect(calls).toContain('api-gateway.shop>orders.shop');
    expect(calls).not.toContain('orders.shop>orders.shop');
  });
});

describe('the generations of Jaeger', () => {
  test.each<[JaegerGeneration, string, number]>([
    ['v2.13', `/api/v3/traces?query.service_name=orders.shop&${OLD_TIMES}&query.num_traces=5`, 200],
    ['v2.13', `/api/v3/traces?query.serviceName=orders.shop&${TIMES}&query.searchDepth=5`, 400],
    ['v2.13', `/api/v3/traces?query.service_name=orders.shop&${OLD_TIMES}`, 500],
    ['v2.20', `/api/v3/traces?query.service_name=orders.shop&${OLD_TIMES}`, 200],
    ['v2.20', '/api/services', 200],
    ['head', '/api/services', 404],
    ['head', `/api/traces?service=orders.shop`, 404],
    ['head', `/api/traces/${UNKNOWN_ID}`, 404],
    ['head', `/api/v3/trace-summaries?${TIMES}`, 200],
    ['legacy-only', '/api/services', 200],
  ])('%s answers %s with %i', async (generation, path, code) => {
    expect((await ask(path, generation)).code).toBe(code);
  });

  test.each<[JaegerGeneration, string]>([
    ['v2.13', '/api/v3/trace-summaries'],
    ['legacy-only', '/api/v3/services'],
    ['v2.20', '/api/nope'],
  ])('%s answers %s with the page of its UI', async (generation, path) => {
    const { code, type } = await ask(path, generation);
    expect([code, type]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('2.13 does not filter by tags', async () => {
    const attributes = encodeURIComponent(JSON.stringify({ nope: 'x' }));
    const query = `query.service_name=orders.shop&${OLD_TIMES}&query.num_traces=5`;
    expect(
      (await ask(`/api/v3/traces?${query}&query.attributes=${attributes}`, 'v2.13')).code,
    ).toBe(200);
  });
});

test('nothing is served outside of the base path', async () => {
  expect((await ask('/api/v3/services', 'v2.20', '/jaeger')).code).toBe(200);
  const outside = await fetch(`${new URL(server?.url ?? '').origin}/api/v3/services`);
  expect(outside.status).toBe(404);
});

test.each([
  [LARGE_TRACE_ID, largeTrace(NOW * 1e6), 50_000],
  [DEEP_TRACE_ID, deepTrace(NOW * 1e6), 2_000],
])('the trace %s has as many spans as it says', (traceId, trace, spans) => {
  expect([trace.traceId, trace.spans.length]).toEqual([traceId, spans]);
  const ids = new Set(trace.spans.map(({ spanId }) => spanId));
  expect(ids.size).toBe(spans);
  expect(trace.spans.filter(({ parentId }) => parentId === undefined)).toHaveLength(1);
  expect(trace.spans.every(({ parentId }) => parentId === undefined || ids.has(parentId))).toBe(
    true,
  );
});
