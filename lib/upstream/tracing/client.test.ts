import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '@/lib/domain/units';
import {
  jaeger,
  needsRange,
  notFound,
  otlp,
  PAGE,
  span,
  TRACE_ID as ID,
} from '@/lib/testing/fake-jaeger';
import {
  json,
  startFakeUpstream,
  type FakeUpstream,
  type Script,
} from '@/lib/testing/fake-upstream';
import { createTracingClient, type TracingClient } from '@/lib/upstream/tracing/client';

const never = new AbortController().signal;

const SEARCH = {
  service: 'web.shop',
  fromMs: epochMs(1_787_500_000_000),
  toMs: epochMs(1_787_500_060_000),
  tags: new Map<string, string>(),
  limit: 20,
};

let server: FakeUpstream;
let client: TracingClient;

beforeEach(async () => {
  server = await startFakeUpstream();
  client = createTracingClient({ baseUrl: server.url, kind: 'auto', maxSpans: 4 });
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const asked = () =>
  server.requests.map(({ target }) => decodeURIComponent(target.replaceAll('+', ' ')));

describe('the version of a Jaeger', () => {
  it('with summaries is searched by them, with tags too', async () => {
    const summary = {
      traceId: 'ab01',
      rootServiceName: 'web.shop',
      rootOperationName: 'GET /',
      minStartTimeUnixNano: '1787500000000001500',
      maxEndTimeUnixNano: '1787500000250001500',
      spanCount: 3,
      services: [{ name: 'web.shop', spanCount: 3 }],
    };
    server.answer(
      jaeger({
        '/api/v3/services': json({ services: ['b', 'a', 'b'] }),
        '/api/v3/trace-summaries': (request, response) =>
          (request.target.includes('?') ? json({ summaries: [summary] }) : needsRange)(
            request,
            response,
          ),
      }),
    );
    const tags = new Map([
      ['error', 'true'],
      ['__proto__', 'x'],
    ]);
    const found = await client.search(
      { ...SEARCH, operation: 'GET /', tags, minDurationUs: 1500, maxDurationUs: 2e6 },
      never,
    );
    expect(found.traces).toEqual([
      {
        traceId: ID,
        rootService: 'web.shop',
        rootOperation: 'GET /',
        startMs: 1_787_500_000_000.001,
        durationMs: 250,
        spanCount: 3,
        errorCount: 0,
        orphanCount: 0,
        services: [{ name: 'web.shop', spanCount: 3, errorCount: 0 }],
      },
    ]);
    expect(new URL(server.requests.at(-1)?.target ?? '', 'http://x').searchParams).toEqual(
      new URLSearchParams({
        'query.service_name': 'web.shop',
        'query.start_time_min': '2026-08-23T15:46:40.000Z',
        'query.start_time_max': '2026-08-23T15:47:40.000Z',
        'query.num_traces': '20',
        'query.operation_name': 'GET /',
        'query.duration_min': '1500us',
        'query.duration_max': '2000000us',
        'query.attributes': '{"error":"true","__proto__":"x"}',
      }),
    );
    expect(await client.services(never)).toEqual(['a', 'b']);
  });

  it('without summaries is searched for whole traces, and by its older API for tags', async () => {
    server.answer(
      jaeger({
        '/api/v3/services': json({ services: ['a'] }),
        '/api/v3/traces': json(
          otlp(span('a1', '1000000000000'), span('b2', '1000000002000', { parentSpanId: 'ff' })),
        ),
        '/api/traces': json({ data: [] }),
      }),
    );
    const { traces } = await client.search(SEARCH, never);
    expect(traces).toEqual([
      {
        traceId: ID,
        rootService: 'web.shop',
        rootOperation: 'op a1',
        startMs: 1_000_000,
        durationMs: 0.0035,
        spanCount: 2,
        errorCount: 0,
        orphanCount: 1,
        services: [{ name: 'web.shop', spanCount: 2, errorCount: 0 }],
      },
    ]);
    expect((await client.search({ ...SEARCH, tags: new Map([['a', 'b']]) }, never)).traces).toEqual(
      [],
    );
    expect(asked().at(-1)).toBe(
      '/api/traces?service=web.shop&start=1787500000000000&end=1787500060000000&limit=20&tags={"a":"b"}',
    );
  });

  it('with the older API only is asked in that', async () => {
    server.answer(
      jaeger({
        '/api/services': json({ data: ['b', 'a'], errors: null }),
        '/api/services/we%2Fb/operations': json({ data: ['y', 'x'] }),
        [`/api/traces/${ID}`]: json(
          { data: null, errors: [{ code: 404, msg: 'trace not found' }] },
          404,
        ),
      }),
    );
    expect(await client.services(never)).toEqual(['a', 'b']);
    expect(await client.operations('we/b', never)).toEqual(['x', 'y']);
    expect(await client.trace('ab01'.padStart(16, '0'), never)).toBeNull();
  });

  it('is looked for below /jaeger too, and remembered', async () => {
    server.answer(jaeger({ '/jaeger/api/v3/services': json({}) }, notFound));
    expect(await client.services(never)).toEqual([]);
    expect(await client.services(never)).toEqual([]);
    expect(asked()).toEqual([
      '/api/v3/services',
      '/api/services',
      '/jaeger/api/v3/services',
      '/jaeger/api/v3/trace-summaries',
      '/jaeger/api/v3/services',
      '/jaeger/api/v3/services',
    ]);
  });

  it('that is none at all is malformed, and is looked for again', async () => {
    server.answer(PAGE);
    await expect(client.services(never)).rejects.toMatchObject({ failure: 'malformed' });
    server.answer(jaeger({ '/api/v3/services': json({ services: ['a'] }) }));
    expect(await client.services(never)).toEqual(['a']);
  });

  it.each([
    [401, 'unauthenticated'],
    [503, 'unavailable'],
  ])('is not guessed from a %i', async (status, failure) => {
    server.answer((_, response) => response.writeHead(status).end('no'));
    await expect(client.services(never)).rejects.toMatchObject({ failure });
  });
});

describe('a search', () => {
  const whole = (body: Script) =>
    server.answer(jaeger({ '/api/v3/services': json({}), '/api/v3/traces': body }, notFound));

  it('regroups the spans of an answer by their trace, newest first', async () => {
    whole(
      json(
        otlp(
          { ...span('1', '1000000000'), traceId: 'aa' },
          { ...span('2', '3000000000'), traceId: 'bb' },
          { ...span('3', '1000000500'), traceId: 'aa', parentSpanId: '1' },
        ),
      ),
    );
    const { traces } = await client.searchWhole(SEARCH, never);
    expect(traces.map(({ traceId, spans }) => [traceId.slice(-2), spans.length])).toEqual([
      ['bb', 1],
      ['aa', 2],
    ]);
  });

  it('that finds nothing is empty, whether told by 404 or by {}', async () => {
    whole(json({ error: { httpCode: 404, message: 'No traces found' } }, 404));
    expect(await client.search(SEARCH, never)).toEqual({ traces: [], warnings: [] });
    whole(json({}));
    expect(await client.search(SEARCH, never)).toEqual({ traces: [], warnings: [] });
  });

  it('that is refused says why', async () => {
    whole(json({ error: { httpCode: 400, message: 'malformed parameter' } }, 400));
    const refused = expect(client.search(SEARCH, never)).rejects;
    await refused.toMatchObject({ failure: 'rejected', detail: 'HTTP 400: malformed parameter' });
  });
});

describe('a search for errors', () => {
  const error = new Map([['error', 'true']]);
  const failing = otlp(
    { ...span('1', '2000000000', { status: { code: 2 } }), traceId: 'aa' },
    { ...span('2', '1000000000'), traceId: 'bb' },
  );
  const store = (byTag: Script) =>
    server.answer((request, response) => {
      const isByTag = request.target.includes('query.attributes');
      const isProbe = !request.target.includes('?');
      jaeger({
        '/api/v3/services': json({}),
        '/api/v3/trace-summaries': isProbe ? needsRange : byTag,
        '/api/v3/traces': isByTag ? json({}) : json(failing),
      })(request, response);
    });

  it('looks through the newest traces in a store that finds none, and says so', async () => {
    store(json({}));
    const found = await client.search({ ...SEARCH, tags: error }, never);
    expect(found.traces.map(({ traceId }) => traceId.slice(-2))).toEqual(['aa']);
    expect(found.warnings).toEqual(['errors were looked for among the newest 2 traces only']);
    const others = await client.search({ ...SEARCH, service: 'other', tags: error }, never);
    expect(others).toEqual({ traces: [], warnings: [] });
  });

  it('trusts a store that was seen to find some', async () => {
    const summary = { traceId: 'cc', minStartTimeUnixNano: '1', maxEndTimeUnixNano: '2' };
    store(json({ summaries: [summary] }));
    expect((await client.search({ ...SEARCH, tags: error }, never)).traces).toHaveLength(1);
    store(json({}));
    expect((await client.search({ ...SEARCH, tags: error }, never)).traces).toEqual([]);
    expect(asked().some((target) => target.startsWith('/api/v3/traces?'))).toBe(false);
  });
});

describe('an option', () => {
  it('that is not supported is refused at the start', () => {
    expect(() => createTracingClient({ baseUrl: 'http://x', kind: 'tempo' })).toThrow(/tempo/);
    expect(() => createTracingClient({ baseUrl: 'x', kind: 'auto' })).toThrow(TypeError);
  });
});
