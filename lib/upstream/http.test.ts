import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  json,
  startFakeUpstream,
  type FakeUpstream,
  type Script,
} from '@/lib/testing/fake-upstream';
import { FAULTS } from '@/lib/testing/abuse/faults';
import { bearerToken, NO_CREDENTIALS, tokenFile } from '@/lib/upstream/credentials';
import { createHttp, type Http, type HttpOptions } from '@/lib/upstream/http';
import { readBaseUrl } from '@/lib/upstream/target';

const never = new AbortController().signal;
const GET = { method: 'GET', path: ['api', 'v1', 'query'] } as const;

let server: FakeUpstream;
let http: Http;

function httpWith(options: Partial<HttpOptions> = {}): Http {
  return createHttp({
    upstream: 'prometheus',
    baseUrl: readBaseUrl('prometheus', server.url),
    credentials: NO_CREDENTIALS,
    timeoutMs: 10_000,
    maxBodyBytes: 10_000,
    ...options,
  });
}

beforeEach(async () => {
  server = await startFakeUpstream();
  http = httpWith();
});

afterEach(async () => {
  await http.close();
  await server.close();
});

describe('an answer', () => {
  it('comes with its status, headers and text', async () => {
    server.answer((_, response) => response.writeHead(418, { 'x-a': 'b' }).end('short'));
    const answer = await http.send(GET, never);
    expect([answer.status, answer.header('x-a'), answer.text]).toEqual([418, 'b', 'short']);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is unpacked from %s', async (encoding, compress) => {
    server.answer((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"a":"ü"}')),
    );
    expect((await http.send(GET, never)).text).toBe('{"a":"ü"}');
  });

  it('keeps letters that are cut by a chunk boundary whole', async () => {
    const bytes = Buffer.from('"ü"');
    server.answer((_, response) => {
      response.writeHead(200).write(bytes.subarray(0, 2));
      setImmediate(() => response.end(bytes.subarray(2)));
    });
    expect((await http.send(GET, never)).text).toBe('"ü"');
  });
});

describe('a fault', () => {
  it.each(FAULTS)('of a server that %s is told as %s', async (_, failure, script) => {
    if (failure === 'timeout') {
      await http.close();
      http = httpWith({ timeoutMs: 200 });
    }
    server.answer(script);
    await expect(http.send(GET, never)).rejects.toMatchObject({ name: 'UpstreamError', failure });
    // Nothing was repeated, and the next request is served.
    expect(server.requests).toHaveLength(1);
    server.answer(json({}));
    expect((await http.send(GET, never)).status).toBe(200);
  });

  it('of a server that is not there is told as unavailable', async () => {
    const gone = await startFakeUpstream();
    await gone.close();
    const other = httpWith({ baseUrl: readBaseUrl('prometheus', gone.url) });
    await expect(other.send(GET, never)).rejects.toMatchObject({ failure: 'unavailable' });
    await other.close();
  });

  it('of a server that stalls frees the connection', async () => {
    server.answer(() => undefined);
    const hasty = httpWith({ timeoutMs: 100 });
    await expect(hasty.send(GET, never)).rejects.toMatchObject({ failure: 'timeout' });
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('of an upstream leaves the body of a refusal cut, not failed', async () => {
    server.answer((_, response) => response.writeHead(500).end('x'.repeat(1_000_000)));
    const answer = await http.send(GET, never);
    expect(answer.status).toBe(500);
    expect(answer.text.length).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('a redirect', () => {
  it('is refused and the other place never asked', async () => {
    const other = await startFakeUpstream();
    server.answer((_, response) => response.writeHead(302, { location: other.url }).end());
    await expect(http.send(GET, never)).rejects.toMatchObject({ failure: 'rejected', status: 302 });
    expect(other.requests).toEqual([]);
    await other.close();
  });
});

describe('a caller that gives up', () => {
  it('gets its own reason back, and the request is ended', async () => {
    server.answer(() => undefined);
    const caller = new AbortController();
    const answer = http.send(GET, caller.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    const reason = new Error('the viewer left');
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('before it asked sends nothing', async () => {
    const reason = new Error('gone already');
    await expect(http.send(GET, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });
});

describe('credentials', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alidade-token-'));
    path = join(folder, 'token');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const only = (token: string): Script => {
    return ({ headers }, response) =>
      response.writeHead(headers.authorization === `Bearer ${token}` ? 200 : 401).end();
  };

  it('of a file that was replaced are read again after a 401, once', async () => {
    writeFileSync(path, 'old\n');
    const own = httpWith({ credentials: tokenFile('prometheus', path) });
    server.answer(only('old'));
    expect((await own.send(GET, never)).status).toBe(200);
    writeFileSync(path, 'new\n');
    server.answer(only('new'));
    expect((await own.send(GET, never)).status).toBe(200);
    expect(server.requests).toHaveLength(3);
    await own.close();
  });

  it('of a file that stayed the same are not tried twice', async () => {
    writeFileSync(path, 'old');
    const own = httpWith({ credentials: tokenFile('prometheus', path) });
    server.answer(only('new'));
    expect((await own.send(GET, never)).status).toBe(401);
    expect(server.requests).toHaveLength(1);
    await own.close();
  });

  it.each([
    ['is missing', null],
    ['is empty', '\n'],
    ['would break the header', 'a\r\nx-evil: 1'],
  ])('are refused at the start when the file %s', (_, text) => {
    if (text !== null) writeFileSync(path, text);
    expect(() => tokenFile('prometheus', path)).toThrow(TypeError);
  });

  it('that vanish later are told as unauthenticated', async () => {
    writeFileSync(path, 'old');
    const own = httpWith({ credentials: tokenFile('prometheus', path) });
    rmSync(path);
    await expect(own.send(GET, never)).rejects.toMatchObject({ failure: 'unauthenticated' });
    await own.close();
  });

  it('are taken out of what a refusal repeats', async () => {
    server.answer(({ headers }, response) =>
      response.writeHead(403).end(`no: ${String(headers.authorization)}`),
    );
    const own = http.as(bearerToken('prometheus', 'canary-1234'));
    expect((await own.send(GET, never)).text).toBe('no: Bearer [credential]');
  });

  it('of a person go with that person only', async () => {
    server.answer(json({}));
    await http.as(bearerToken('prometheus', 'alice')).send(GET, never);
    await http.send(GET, never);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer alice',
      undefined,
    ]);
  });
});
