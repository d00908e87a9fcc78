import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ApiError, getJson } from '@/lib/client/api';
import { sendJson } from '@/lib/client/writes';
import { dataStateOf, mapState } from '@/lib/client/data-state';
import { shouldRetry } from '@/lib/client/query-client';
import { writeSignalsQuery } from '@/lib/client/signals';
import { signalsQuerySchema } from '@/lib/contract/queries';

const schema = z.object({ rate: z.number() });
const live = () => new AbortController().signal;

/** Makes the next call of the browser's fetch give `answer`. */
function answerWith(answer: (request: Request) => Response | Promise<Response>) {
  const stand = vi.fn((path: string, init: RequestInit) =>
    Promise.resolve(answer(new Request(new URL(path, 'http://alidade.example'), init))),
  );
  vi.stubGlobal('fetch', stand);
}

afterEach(() => vi.unstubAllGlobals());

function problem(type: string, status: number, more: object = {}) {
  return Response.json(
    { type: `urn:alidade:problem:${type}`, title: 'Refused', status, ...more },
    { status },
  );
}

describe('getJson', () => {
  it('gives what the schema reads', async () => {
    answerWith(() => Response.json({ rate: 1 }));
    await expect(getJson('/api/v1/x', schema, live())).resolves.toEqual({ rate: 1 });
  });

  it('tells what the server refused, and why', async () => {
    answerWith(() => problem('forbidden', 403, { detail: 'You may not list pods.' }));
    await expect(getJson('/api/v1/x', schema, live())).rejects.toMatchObject({
      type: 'forbidden',
      status: 403,
      message: 'You may not list pods.',
    });
  });

  it.each([
    ['a page of a proxy', () => new Response('<h1>502</h1>', { status: 502 }), 'malformed', 502],
    ['a problem of an unknown type', () => problem('new-kind', 418), 'malformed', 418],
    ['a body that is not JSON', () => new Response('rate'), 'malformed', 200],
    ['an answer of another version', () => Response.json({ rate: '1' }), 'malformed', 200],
    ['no body', () => new Response(''), 'malformed', 200],
  ])('does not take %s for an answer', async (_what, answer, type, status) => {
    answerWith(answer);
    await expect(getJson('/api/v1/x', schema, live())).rejects.toMatchObject({ type, status });
  });

  it('tells a server that cannot be reached from one that refuses', async () => {
    answerWith(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(getJson('/api/v1/x', schema, live())).rejects.toMatchObject({ type: 'network' });
  });

  it('passes on that it was called off, which is not a failure', async () => {
    const controller = new AbortController();
    controller.abort(new DOMException('left the page', 'AbortError'));
    answerWith((request) => Promise.reject(request.signal.reason));
    const call = getJson('/api/v1/x', schema, controller.signal);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('sendJson', () => {
  it('sends JSON with the header that other origins cannot send unasked', async () => {
    const seen: Request[] = [];
    answerWith((request) => {
      seen.push(request);
      return Response.json({ rate: 2 });
    });
    await sendJson('PATCH', '/api/v1/x', { weight: 10 }, schema);
    const [request] = seen;
    expect(request?.headers.get('x-alidade')).toBe('1');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(await request?.json()).toEqual({ weight: 10 });
  });

  it('reads an empty answer as null', async () => {
    answerWith(() => new Response(null, { status: 204 }));
    await expect(sendJson('DELETE', '/api/v1/session', undefined, z.null())).resolves.toBeNull();
  });

  it('keeps the whole problem, for the page that can use it', async () => {
    answerWith(() => problem('conflict', 409, { current: { id: 'split' } }));
    await expect(sendJson('PATCH', '/api/v1/x', {}, schema)).rejects.toMatchObject({
      type: 'conflict',
      problem: { current: { id: 'split' } },
    });
  });
});

describe('shouldRetry', () => {
  const errorOf = (type: ApiError['type']) => new ApiError({ type, status: 502, title: 'x' });

  it('asks again what may pass, twice', () => {
    expect(shouldRetry(0, errorOf('upstream-unavailable'))).toBe(true);
    expect(shouldRetry(1, errorOf('network'))).toBe(true);
    expect(shouldRetry(2, errorOf('network'))).toBe(false);
  });

  it('does not repeat what stays wrong', () => {
    expect(shouldRetry(0, errorOf('upstream-rejected'))).toBe(false);
    expect(shouldRetry(0, errorOf('unauthenticated'))).toBe(false);
    expect(shouldRetry(0, new TypeError('a bug'))).toBe(false);
  });
});

describe('dataStateOf', () => {
  const error = new Error('no answer');

  it.each([
    [{ data: undefined, error: null }, { status: 'loading' }],
    [
      { data: undefined, error },
      { status: 'failed', error },
    ],
    [
      { data: 0, error: null },
      { status: 'ready', data: 0, staleBecause: null },
    ],
    [
      { data: 1, error },
      { status: 'ready', data: 1, staleBecause: error },
    ],
  ])('reduces %j', (result, state) => {
    expect(dataStateOf(result)).toEqual(state);
  });

  it('turns data into other data and leaves the rest', () => {
    const state = dataStateOf({ data: 2, error });
    expect(mapState(state, (data) => data * 10)).toEqual({ ...state, data: 20 });
    expect(mapState(dataStateOf<number>({ data: undefined, error: null }), String)).toEqual({
      status: 'loading',
    });
  });
});

const LIVE = { at: null, between: null };

describe('writeSignalsQuery', () => {
  it.each(['30m', '1h', '3h', '6h', '24h'] as const)('asks for about 120 points of %s', (range) => {
    const question = { node: 'east/shop/service/cart', direction: 'outbound', range } as const;
    const query = writeSignalsQuery(question, LIVE, 1_700_000_007_500);
    const { from = 0, to = 0, step = 1 } = signalsQuerySchema.parse(Object.fromEntries(query));
    expect((to - from) / 1000 / step).toBeLessThanOrEqual(120);
    expect((to - from) / 1000 / step).toBeGreaterThanOrEqual(100);
  });

  it('asks for the same points until a step has passed', () => {
    const question = {
      node: 'east/shop/service/cart',
      direction: 'inbound',
      range: '30m',
    } as const;
    const at = (ms: number) => writeSignalsQuery(question, LIVE, ms).toString();
    expect(at(1_700_000_010_000)).toBe(at(1_700_000_024_999));
    expect(at(1_700_000_010_000)).not.toBe(at(1_700_000_025_000));
  });

  it('asks for the pinned moment instead of now', () => {
    const question = { node: 'a/b/service/c', direction: 'inbound', range: '1h' } as const;
    const pinned = { at: 1_700_000_010_000, between: null };
    expect(writeSignalsQuery(question, pinned, 1_800_000_000_000).get('to')).toBe('1700000010');
  });

  it('asks for all of a chosen time, whatever the range of the charts', () => {
    const question = { node: 'a/b/service/c', direction: 'inbound', range: '24h' } as const;
    const between = { fromMs: 1_700_000_012_000, toMs: 1_700_000_131_000 };
    const query = writeSignalsQuery(question, { at: null, between }, 1_800_000_000_000);
    expect(query.get('from')).toBe('1700000010');
    expect(query.get('to')).toBe('1700000145');
    expect(query.get('step')).toBe('15');
  });
});
