import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startFakeIssuer,
  type FakeIssuer,
} from '@/lib/testing/fake-issuer';
import { json, type Script } from '@/lib/testing/fake-upstream';
import { UpstreamError } from '@/lib/upstream/error';
import {
  createOidcClient,
  type OidcClient,
  type OidcOptions,
  type Tokens,
} from '@/lib/upstream/oidc/client';

const REDIRECT = 'http://localhost:20002/api/v1/session/callback';

let issuer: FakeIssuer;
const opened: OidcClient[] = [];

beforeAll(async () => {
  issuer = await startFakeIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  issuer.instead.clear();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

function clientWith(options: Partial<OidcOptions> = {}): OidcClient {
  const client = createOidcClient({
    issuer: issuer.url,
    clientId: CLIENT_ID,
    clientSecret: () => CLIENT_SECRET,
    scopes: ['openid', 'email'],
    caFile: issuer.caFile,
    ...options,
  });
  opened.push(client);
  return client;
}

async function signIn(client: OidcClient): Promise<Tokens> {
  const { url, attempt } = await client.begin(REDIRECT);
  return client.finish(issuer.authorize(url), attempt);
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpstreamError) return error.failure;
    throw error;
  }
  return 'none';
}

describe('an issuer that misbehaves', () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000, 32));
  const faults: readonly [string, string, Script][] = [
    ['never answers', 'timeout', () => undefined],
    [
      'sends its answer for ever',
      'timeout',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      },
    ],
    [
      'sends more than its cap',
      'too-large',
      (_, response) => response.writeHead(200).end('x'.repeat(70_000)),
    ],
    [
      'sends little that unpacks to much',
      'too-large',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    ],
    [
      'redirects',
      'rejected',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    ],
    ['hangs up', 'unavailable', (_, response) => response.socket?.destroy()],
    ['fails', 'unavailable', json({}, 500)],
    ['sends a page', 'malformed', (_, response) => response.writeHead(200).end('<html>')],
  ];

  it.each(faults)('%s is %s, at each of its endpoints', async (_, failure, script) => {
    for (const path of ['/.well-known/openid-configuration', '/token', '/keys']) {
      issuer.instead.clear();
      issuer.instead.set(path, script);
      const client = clientWith({ timeoutMs: 300, maxBodyBytes: 65_536 });
      expect(await failureOf(signIn(client)), path).toBe(failure);
    }
  });
});
