import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jaeger, notFound, otlp, span, TRACE_ID as ID } from '@/lib/testing/fake-jaeger';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { createTracingClient, isTraceId, type TracingClient } from '@/lib/upstream/tracing/client';

const never = new AbortController().signal;

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

describe('a trace', () => {
  const serve = (body: unknown, status = 200) =>
    server.answer(
      jaeger(
        { '/api/v3/services': json({}), [`/api/v3/traces/${ID}`]: json(body, status) },
        notFound,
      ),
    );

  it('keeps nanoseconds, parents, links, events and values of every type', async () => {
    serve(
      otlp(
        span('B2', '1787500000000002001', {
          parentSpanId: 'a1',
          kind: 3,
          status: { code: 2, message: 'no route' },
          attributes: [
            { key: 's', value: { stringValue: 'x' } },
            { key: 'i', value: { intValue: '9007199254740993' } },
            { key: 'b', value: { boolValue: false } },
            { key: 'd', value: { doubleValue: 0.5 } },
            {
              key: 'l',
              value: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'a' }] } },
            },
            {
              key: 'm',
              value: {
                kvlistValue: { values: [{ key: '__proto__', value: { stringValue: 'x' } }] },
              },
            },
            { key: '@jaeger@warnings', value: { stringValue: 'clock skew' } },
            { key: 'none' },
          ],
          events: [{ timeUnixNano: '1787500000000002501', name: 'e', attributes: [] }],
          links: [{ traceId: 'cd', spanId: 'ef' }],
        }),
        span('a1', '1787500000000000001', { kind: 2 }),
      ),
    );
    const trace = await client.trace(ID.toUpperCase(), never);
    expect(trace?.startMs).toBe(1_787_500_000_000);
    expect(trace?.processes).toEqual([{ service: 'web.shop', tags: [] }]);
    expect(trace?.spans).toEqual([
      {
        id: '00000000000000a1',
        parentId: null,
        references: [],
        process: 0,
        operation: 'op a1',
        kind: 'server',
        startUs: 0,
        durationUs: 1.5,
        error: false,
        tags: [],
        events: [],
        warnings: [],
      },
      {
        id: '00000000000000b2',
        parentId: '00000000000000a1',
        references: [
          { kind: 'follows-from', traceId: 'cd'.padStart(32, '0'), spanId: 'ef'.padStart(16, '0') },
        ],
        process: 0,
        operation: 'op B2',
        kind: 'client',
        startUs: 2,
        durationUs: 1.5,
        error: true,
        tags: [
          ['s', 'x'],
          ['i', '9007199254740993'],
          ['b', 'false'],
          ['d', '0.5'],
          ['l', '["1","a"]'],
          ['m', '{"__proto__":"x"}'],
          ['none', ''],
          ['status.message', 'no route'],
        ],
        events: [{ atUs: 2.5, name: 'e', fields: [] }],
        warnings: ['clock skew'],
      },
    ]);
  });

  it('leaves out spans that cannot be read, and those beyond the cap, and says so', async () => {
    const good = ['1', '2', '3', '4', '5', '6'].map((id) => span(id, '1000'));
    serve(
      otlp(
        span('x', '1000'),
        span('7', '1000', { startTimeUnixNano: 'soon' }),
        { ...span('8', '1'), traceId: '' },
        ...good,
      ),
    );
    const trace = await client.trace(ID, never);
    expect(trace?.spans).toHaveLength(4);
    expect(trace?.warnings).toEqual([
      '3 spans could not be read and were left out',
      '2 spans beyond 4 were left out',
    ]);
  });

  it('that the store does not have is null', async () => {
    serve({ error: { httpCode: 404, message: 'trace not found' } }, 404);
    expect(await client.trace(ID, never)).toBeNull();
  });

  it('with values nested without end is read to a depth', async () => {
    const attributes = [{ key: 'a', value: 'VALUE' }];
    const text = JSON.stringify(otlp(span('1', '1000', { attributes }))).replace(
      '"VALUE"',
      `${'{"arrayValue":{"values":['.repeat(5_000)}{"stringValue":"deep"}${']}}'.repeat(5_000)}`,
    );
    server.answer(
      jaeger({
        '/api/v3/services': json({}),
        [`/api/v3/traces/${ID}`]: (_, response) => response.end(text),
      }),
    );
    const trace = await client.trace(ID, never);
    expect(trace?.spans[0]?.tags[0]?.[1].length).toBeLessThan(100);
  });

  it.each([
    ['resourceSpans that are no list', { result: { resourceSpans: 'x' } }],
    ['spans that are no list', { result: { resourceSpans: [{ scopeSpans: [{ spans: {} }] }] } }],
    ['a list in its place', []],
  ])('with %s is malformed', async (_, body) => {
    serve(body);
    await expect(client.trace(ID, never)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it.each(['', 'a'.repeat(33), 'a'.repeat(15), '../services', 'g'.repeat(32), `${ID}?x`])(
    'with the id %j is never asked for',
    async (id) => {
      expect(isTraceId(id)).toBe(false);
      await expect(client.trace(id, never)).rejects.toThrow(TypeError);
      expect(server.requests).toEqual([]);
    },
  );

  it('of the older API is the same trace', async () => {
    const legacy = {
      traceID: 'ab01',
      spans: [
        {
          traceID: 'ab01',
          spanID: 'b2',
          operationName: 'GET /',
          references: [
            { refType: 'FOLLOWS_FROM', traceID: 'ab01', spanID: 'c3' },
            { refType: 'CHILD_OF', traceID: 'ab01', spanID: 'a1' },
          ],
          startTime: 1_787_500_000_123_456,
          duration: 4210,
          tags: [
            { key: 'span.kind', type: 'string', value: 'server' },
            { key: 'error', type: 'bool', value: true },
          ],
          logs: [
            {
              timestamp: 1_787_500_000_123_556,
              fields: [
                { key: 'event', value: 'retry' },
                { key: 'n', value: 2 },
              ],
            },
          ],
          processID: 'p1',
          warnings: ['w'],
        },
      ],
      processes: { p1: { serviceName: 'web.shop', tags: [{ key: 'ip', value: '10.1.2.3' }] } },
    };
    server.answer(
      jaeger(
        { '/api/services': json({ data: [] }), [`/api/traces/${ID}`]: json({ data: [legacy] }) },
        notFound,
      ),
    );
    const trace = await client.trace(ID, never);
    expect(trace?.startMs).toBe(1_787_500_000_123.456);
    expect(trace?.processes).toEqual([{ service: 'web.shop', tags: [['ip', '10.1.2.3']] }]);
    expect(trace?.spans).toEqual([
      {
        id: '00000000000000b2',
        parentId: '00000000000000a1',
        references: [{ kind: 'follows-from', traceId: ID, spanId: '00000000000000c3' }],
        process: 0,
        operation: 'GET /',
        kind: 'server',
        startUs: 0,
        durationUs: 4210,
        error: true,
        tags: [
          ['span.kind', 'server'],
          ['error', 'true'],
        ],
        events: [{ atUs: 100, name: 'retry', fields: [['n', '2']] }],
        warnings: ['w'],
      },
    ]);
  });
});
