import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  CHECKS,
  checkHost,
  checkMarker,
  checkMediaType,
  checkOrigin,
  type Check,
} from '@/lib/server/guard/checks';
import { createGuard, NO_QUERY, type RouteHandler } from '@/lib/server/guard/guard';
import { recordingLog, testRuntime } from '@/lib/server/testing/test-runtime';
import { UpstreamError } from '@/lib/upstream/error';

const intent = z.strictObject({ weight: z.number() });
const OURS = {
  host: 'localhost:20002',
  origin: 'http://localhost:20002',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-alidade': '1',
};

/** A route that writes, and a count of how often it did. */
function writeRoute(checks: readonly Check[] = CHECKS) {
  const runtime = testRuntime();
  const wrote: number[] = [];
  const { withGuards } = createGuard(() => runtime, checks);
  const handler = withGuards({ route: '/test', query: NO_QUERY }, async ({ readBody }) => {
    const { weight } = await readBody(intent);
    wrote.push(weight);
    return { weight };
  });
  return { handler, wrote, runtime };
}

function send(
  handler: RouteHandler,
  headers: Record<string, string>,
  { method = 'PATCH', body = '{"weight":1}', url = 'http://localhost:20002/test' } = {},
): Promise<Response> {
  const request = new Request(url, {
    method,
    headers: new Headers(headers),
    ...(method === 'GET' ? {} : { body }),
  });
  return handler(request, { params: Promise.resolve({}) });
}

afterEach(() => vi.useRealTimers());

describe('a guarded route', () => {
  it('answers our own page', async () => {
    const { handler, wrote } = writeRoute();
    const response = await send(handler, OURS);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ weight: 1 });
    expect(wrote).toEqual([1]);
  });

  it('leaves an audit line of a write that it refused, and none of a read', async () => {
    const { log, lines } = recordingLog();
    const { withGuards } = createGuard(() => testRuntime({ log }));
    const handler = withGuards({ route: '/test', query: NO_QUERY }, () => Promise.resolve({}));
    await send(handler, { ...OURS, origin: 'null' });
    await send(handler, { host: 'evil.com' }, { method: 'GET' });
    expect(lines().map((line): unknown => JSON.parse(line))).toMatchObject([
      { audit: 'request', method: 'PATCH', route: '/test', problem: 'forbidden-origin' },
    ]);
  });

  // Each attack is held against the guard, then against the guard without the check that stops it.
  it.each([
    ['DNS rebinding', checkHost, { host: 'evil.com', origin: 'http://evil.com' }, 421],
    [
      'another port of localhost',
      checkOrigin,
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
      403,
    ],
    ['a request without our header', checkMarker, { 'x-alidade': null }, 403],
    ['a form', checkMediaType, { 'content-type': 'text/plain' }, 415],
  ])('stops %s, which passes once its check is gone', async (_, check, changed, status) => {
    const attack: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...OURS, ...changed })) {
      if (value !== null) attack[name] = value;
    }
    const whole = writeRoute();
    const refused = await send(whole.handler, attack);
    expect(refused.status).toBe(status);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(whole.wrote).toEqual([]);

    const holed = writeRoute(CHECKS.filter((each) => each !== check));
    expect((await send(holed.handler, attack)).status).toBe(200);
    expect(holed.wrote).toEqual([1]);
  });

  it.each([
    ['too large', `{"weight":1,"x":"${'a'.repeat(70_000)}"}`, 413],
    ['not JSON', '{', 400],
    ['empty', '', 400],
    ['trailing data', '{"weight":1}{}', 400],
    ['an unknown member', '{"weight":1,"admin":true}', 400],
    ['a polluting member', '{"weight":1,"__proto__":{"polluted":1}}', 400],
    ['a string for a number', '{"weight":"1"}', 400],
    ['an infinite number', '{"weight":1e999}', 400],
    ['deep nesting', '['.repeat(30_000) + ']'.repeat(30_000), 400],
  ])('refuses a body that is %s', async (_, body, status) => {
    const { handler, wrote } = writeRoute();
    expect((await send(handler, OURS, { body })).status).toBe(status);
    expect(wrote).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('stops reading a body without a length when it grows past the cap', async () => {
    const { handler } = writeRoute();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const init = { method: 'PATCH', headers: OURS, body: endless, duplex: 'half' };
    const response = await handler(new Request('http://localhost/', init), {
      params: Promise.resolve({}),
    });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(300_000);
  });

  it.each(['?x=1', '?__proto__=1', '?constructor=1'])(
    'refuses the unknown query %s',
    async (query) => {
      const { handler } = writeRoute();
      const response = await send(handler, OURS, { url: `http://localhost:20002/test${query}` });
      expect(response.status).toBe(400);
    },
  );

  it('refuses a query parameter that is given twice', async () => {
    const runtime = testRuntime();
    const { withGuards } = createGuard(() => runtime);
    const query = z.strictObject({ a: z.string().optional() });
    const handler = withGuards({ route: '/test', query }, (call) => Promise.resolve(call.query));
    const get = (search: string) =>
      send(handler, OURS, { method: 'GET', url: `http://localhost/test${search}` });
    expect((await get('?a=1')).status).toBe(200);
    expect((await get('?a=1&a=2')).status).toBe(400);
  });

  it('puts the same headers on an answer, a refusal and a failure', async () => {
    const { handler } = writeRoute();
    const answers = [await send(handler, OURS), await send(handler, { ...OURS, host: 'evil.com' })];
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('asks a stranger to sign in', async () => {
    const runtime = testRuntime({ config: { auth: 'header' } });
    const { withGuards } = createGuard(() => runtime);
    const handler = withGuards({ route: '/test', query: NO_QUERY }, () =>
      Promise.resolve('secret'),
    );
    const response = await send(handler, { host: 'localhost' }, { method: 'GET' });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('secret');
  });

  it('gives up at its deadline, even when the work does not', async () => {
    const runtime = testRuntime();
    const { withGuards } = createGuard(() => runtime);
    const seen: AbortSignal[] = [];
    const handler = withGuards({ route: '/test', query: NO_QUERY, deadlineMs: 1 }, ({ signal }) => {
      seen.push(signal);
      return new Promise(() => undefined);
    });
    const response = await send(handler, OURS, { method: 'GET' });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ type: 'urn:alidade:problem:deadline-exceeded' });
    expect(seen[0]?.aborted).toBe(true);
  });

  it('neither answers nor logs a caller who has gone', async () => {
    const { log, lines } = recordingLog();
    const runtime = testRuntime({ log });
    const { withGuards } = createGuard(() => runtime);
    const caller = new AbortController();
    const handler = withGuards({ route: '/test', query: NO_QUERY }, () => {
      caller.abort();
      return new Promise(() => undefined);
    });
    const request = new Request('http://localhost/', { headers: OURS, signal: caller.signal });
    const response = await handler(request, { params: Promise.resolve({}) });
    expect(response.status).toBe(499);
    expect(lines()).toEqual([]);
  });

  it('keeps what went wrong for the log', async () => {
    const { log, lines } = recordingLog();
    const runtime = testRuntime({ log });
    const { withGuards } = createGuard(() => runtime);
    const fail = (error: unknown) =>
      send(
        withGuards({ route: '/test', query: NO_QUERY }, () => Promise.reject(error)),
        OURS,
        { method: 'GET' },
      );
    const bug = await fail(new TypeError('the password is hunter2'));
    expect(bug.status).toBe(500);
    expect(await bug.text()).not.toContain('hunter2');
    const upstream = await fail(
      new UpstreamError('prometheus', 'rejected', '<html>hunter2</html>'),
    );
    expect(upstream.status).toBe(502);
    expect(await upstream.text()).not.toContain('hunter2');
    expect(lines().join('')).toContain('hunter2');
  });

  it('passes on how long an upstream asked to be left alone', async () => {
    const runtime = testRuntime();
    const { withGuards } = createGuard(() => runtime);
    const busy = new UpstreamError('prometheus', 'busy', 'queue', { retryAfterMs: 1500 });
    const handler = withGuards({ route: '/test', query: NO_QUERY }, () => Promise.reject(busy));
    const response = await send(handler, OURS, { method: 'GET' });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
  });

  it('counts requests by route pattern and status', async () => {
    const { handler, runtime } = writeRoute();
    await send(handler, OURS);
    await send(handler, { ...OURS, host: 'evil.com' });
    const { text } = await runtime.metrics.expose();
    expect(text).toContain('_count{route="/test",method="PATCH",status="200"} 1');
    expect(text).toContain('_count{route="/test",method="PATCH",status="421"} 1');
  });
});
