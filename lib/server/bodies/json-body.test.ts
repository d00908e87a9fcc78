import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type Listening } from '@/demo/listen';
import { answerWith, compressBody, writeJson, type JsonBody } from '@/lib/server/bodies/json-body';
import { passOnEncoding, watchOutgoing } from '@/lib/server/bodies/outgoing';

const VALUE = { text: 'ü\u2028'.repeat(1000) };
const PLAIN = Buffer.from(JSON.stringify(VALUE));

let made = 0;
const kept = writeJson(VALUE);
const body: JsonBody = {
  ...kept,
  compressed: async () => {
    made += 1;
    return (await compressBody(kept)).bytes;
  },
};

/** Sends a route's answer as Next does: it drops these two headers, and keeps those that are there. */
const server = createServer((incoming, response) => {
  const answer = async () => {
    // A route runs long after the request has come.
    await new Promise((resolve) => setImmediate(resolve));
    const headers = Object.entries(incoming.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    const sent = await answerWith(new Request('http://console/', { headers }), body);
    passOnEncoding(sent);
    response.statusCode = sent.status;
    for (const [name, value] of sent.headers) {
      if (name !== 'content-encoding' && name !== 'content-length') response.setHeader(name, value);
    }
    response.end(new Uint8Array(await sent.arrayBuffer()));
  };
  void answer();
});

let listening: Listening;

beforeAll(async () => {
  listening = await listen(server, '127.0.0.1', 0);
});

afterAll(() => {
  agent.destroy();
  return listening.close();
});

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

// All on one connection, so that what is remembered of one request could show in the next.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Without any decoding, which `fetch` would do. */
function ask(headers: Record<string, string>): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(listening.url, { headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          bytes: Buffer.concat(parts),
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

describe('a JSON body on a server that is not watched', () => {
  it('is left plain, since its encoding could not be told', async () => {
    const { headers, bytes } = await ask({ 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(bytes.equals(PLAIN)).toBe(true);
    expect(made).toBe(0);
  });
});

describe('a JSON body', () => {
  beforeAll(() => {
    watchOutgoing();
    // Twice is as once.
    watchOutgoing();
  });

  it('is sent compressed, with its length, and holds the same bytes', async () => {
    const { status, headers, bytes } = await ask({ 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': String(bytes.byteLength),
      vary: 'Accept-Encoding',
      etag: kept.etag,
    });
    expect(bytes.byteLength).toBeLessThan(PLAIN.byteLength / 10);
    expect(gunzipSync(bytes).equals(PLAIN)).toBe(true);
  });

  it.each(['identity', 'br', 'gzip;q=0'])('is sent plain to a caller of %s', async (accepted) => {
    const { headers, bytes } = await ask({ 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers).toMatchObject({ vary: 'Accept-Encoding', etag: kept.etag });
    expect(bytes.equals(PLAIN)).toBe(true);
  });

  it('keeps the answers of one connection apart', async () => {
    const accepted = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 'identity' : 'gzip'));
    const answers = await Promise.all(accepted.map((each) => ask({ 'accept-encoding': each })));
    expect(answers.map(({ headers }) => headers['content-encoding'] ?? 'identity')).toEqual(
      accepted,
    );
  });

  it.each([
    ['it', kept.etag],
    ['it, as a strong tag', kept.etag.slice(2)],
    ['it among others', `"a", ${kept.etag}`],
    ['anything', '*'],
  ])('is not sent again to a caller who has %s', async (_, tag) => {
    const { status, headers, bytes } = await ask({
      'accept-encoding': 'gzip',
      'if-none-match': tag,
    });
    expect(status).toBe(304);
    expect(bytes.byteLength).toBe(0);
    expect(headers).toMatchObject({ etag: kept.etag, vary: 'Accept-Encoding' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('is sent to a caller who has another', async () => {
    const { status } = await ask({ 'if-none-match': 'W/"other"' });
    expect(status).toBe(200);
  });

  it('has the tag of its content', () => {
    expect(writeJson({ ...VALUE }).etag).toBe(kept.etag);
    expect(writeJson({ text: 'other' }).etag).not.toBe(kept.etag);
  });
});
