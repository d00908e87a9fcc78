import { request, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '../fixtures/test';

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Asks without any decoding, which a browser would do. */
function ask(url: string, headers: Record<string, string>): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
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

const GZIP = { 'accept-encoding': 'gzip, deflate, br, zstd' };
const PLAIN = { 'accept-encoding': 'identity' };

/** A graph of a moment in the past, so that two requests get the same one. */
const graphUrl = (base = '') =>
  `${base}/api/v1/graph?window=5m&at=${Math.floor(Date.now() / 1000) - 60}`;

test('the graph is compressed once, with the same bytes in it as in the plain answer', async ({
  baseURL,
}) => {
  const url = graphUrl(baseURL);
  await expect(async () => {
    const compressed = await ask(url, GZIP);
    const plain = await ask(url, PLAIN);
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(compressed.bytes.byteLength),
      'cache-control': 'no-store',
    });
    expect(compressed.headers.vary).toContain('Accept-Encoding');
    expect(plain.headers['content-encoding']).toBeUndefined();
    // The age of its data is in it, and moves on every five seconds: then they are asked for again.
    expect(compressed.headers.etag).toBe(plain.headers.etag);
    expect(gunzipSync(compressed.bytes).equals(plain.bytes)).toBe(true);
  }).toPass();
});

test('a graph that the caller has is not sent again', async ({ baseURL }) => {
  const url = graphUrl(baseURL);
  await expect(async () => {
    const { headers } = await ask(url, GZIP);
    const again = await ask(url, { ...GZIP, 'if-none-match': headers.etag ?? '' });
    expect(again.status).toBe(304);
    expect(again.bytes.byteLength).toBe(0);
    expect(again.headers['content-encoding']).toBeUndefined();
  }).toPass();
});

test('a refusal of the graph is readable, whatever coding the caller takes', async ({
  baseURL,
}) => {
  const { status, headers, bytes } = await ask(`${baseURL ?? ''}/api/v1/graph?window=x`, GZIP);
  expect(status).toBe(400);
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  expect(text.toString()).toContain('urn:alidade:problem:invalid-request');
});

test('pages, scripts, styles and other answers are compressed too', async ({ baseURL }) => {
  const page = await ask(`${baseURL ?? ''}/graph`, GZIP);
  expect(page.headers['content-encoding']).toBe('gzip');
  const html = gunzipSync(page.bytes).toString();
  const files = [...html.matchAll(/"(\/_next\/static\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path,
  );
  expect(files.length).toBeGreaterThan(2);
  for (const path of [...new Set(files), '/api/v1/openapi.json', '/api/v1/namespaces']) {
    const { status, headers, bytes } = await ask(`${baseURL ?? ''}${path}`, GZIP);
    expect(status, path).toBe(200);
    const isSmall = headers['content-encoding'] === undefined && bytes.byteLength < 1024;
    expect(isSmall || headers['content-encoding'] === 'gzip', path).toBe(true);
  }
});
