import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { makeCertificates } from '@/lib/testing/certificates';
import {
  json,
  startFakeUpstream,
  type FakeUpstream,
  type Script,
} from '@/lib/testing/fake-upstream';

export const CLIENT_ID = 'alidade';
export const CLIENT_SECRET = 'fake-issuer-secret';

/** How the next ID tokens are made. What is left out is made as it should be. */
export interface Forgery {
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  /** `none`: without a signature; `stranger`: by a key that is not published; `secret`: HS256 with our secret. */
  readonly signed?: 'none' | 'stranger' | 'secret';
  readonly withoutIdToken?: boolean;
}

/** A small OpenID provider that can be told to lie. It keeps the protocol: codes serve once, PKCE is checked. */
export interface FakeIssuer {
  readonly url: string;
  readonly caFile: string;
  readonly requests: FakeUpstream['requests'];
  /** Who signs in next, in claims beside `sub`. */
  person: { sub: string; readonly [claim: string]: unknown };
  forgery: Forgery;
  /** Seconds that ID tokens last. */
  lifetime: number;
  givesRefreshTokens: boolean;
  /** Answers in the place of one path. */
  readonly instead: Map<string, Script>;
  /** Plays the browser at the issuer: the query with which it is sent back. */
  authorize(url: string): URLSearchParams;
  close(): Promise<void>;
}

interface Grant {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string | null;
}

/** Starts one over https, with an authority of its own. */
export async function startFakeIssuer(): Promise<FakeIssuer> {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-issuer-'));
  const { caFile, key, cert } = makeCertificates(folder);
  const server = await startFakeUpstream({ key, cert });
  const keys = await makeKeys();
  const grants = createGrants();
  const issuer: FakeIssuer = {
    url: server.url,
    caFile,
    requests: server.requests,
    person: { sub: 'ada' },
    forgery: {},
    lifetime: 300,
    givesRefreshTokens: true,
    instead: new Map(),
    authorize(url) {
      const { searchParams } = new URL(url);
      const state = searchParams.get('state') ?? '';
      return new URLSearchParams({ code: grants.add(searchParams), state, iss: server.url });
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const paths = new Map<string, Script>([
    ['/.well-known/openid-configuration', json(metadataOf(server.url))],
    ['/keys', json({ keys: [keys.published] })],
    [
      '/authorize',
      ({ target }, response) => {
        const redirectUri = new URL(target, server.url).searchParams.get('redirect_uri') ?? '';
        const location = `${redirectUri}?${issuer.authorize(server.url + target)}`;
        response.writeHead(302, { location }).end();
      },
    ],
    ['/token', (request, response) => giveTokens(issuer, grants, keys)(request, response)],
    [
      '/revoke',
      (request, response) => {
        grants.revoke(new URLSearchParams(request.body).get('token') ?? '');
        response.writeHead(200).end();
      },
    ],
  ]);
  server.answer((request, response) => {
    const path = new URL(request.target, server.url).pathname;
    const script = issuer.instead.get(path) ?? paths.get(path);
    return script === undefined ? response.writeHead(404).end() : script(request, response);
  });
  return issuer;
}

type Grants = ReturnType<typeof createGrants>;

/** Codes and refresh tokens that were given out. Each serves once. */
function createGrants() {
  const codes = new Map<string, Grant>();
  const refreshTokens = new Set<string>();

  function redeemCode(form: URLSearchParams): { readonly nonce: string | null } | null {
    const code = form.get('code') ?? '';
    const known = codes.get(code);
    codes.delete(code);
    const isRight =
      known?.redirectUri === form.get('redirect_uri') &&
      known.challenge === challengeOf(form.get('code_verifier'));
    return isRight ? { nonce: known.nonce } : null;
  }

  return {
    add(asked: URLSearchParams): string {
      const code = randomUUID();
      codes.set(code, {
        nonce: asked.get('nonce'),
        challenge: asked.get('code_challenge'),
        redirectUri: asked.get('redirect_uri'),
      });
      return code;
    },
    addRefreshToken(): string {
      const token = randomUUID();
      refreshTokens.add(token);
      return token;
    },
    /** What a code or refresh token stands for; null when it is not valid. */
    redeem(form: URLSearchParams): { readonly nonce: string | null } | null {
      if (form.get('grant_type') === 'authorization_code') return redeemCode(form);
      return refreshTokens.delete(form.get('refresh_token') ?? '') ? { nonce: null } : null;
    },
    revoke: (token: string) => refreshTokens.delete(token),
  };
}

function giveTokens(issuer: FakeIssuer, grants: Grants, keys: Keys): Script {
  return async (request, response) => {
    if (credentialsIn(request.headers.authorization) !== `${CLIENT_ID}:${CLIENT_SECRET}`) {
      return json({ error: 'invalid_client' }, 401)(request, response);
    }
    const redeemed = grants.redeem(new URLSearchParams(request.body));
    if (redeemed === null) {
      const refusal = { error: 'invalid_grant', error_description: 'it is not valid' };
      return json(refusal, 400)(request, response);
    }
    const idToken = await makeIdToken(issuer, keys, redeemed.nonce);
    return json({
      access_token: randomUUID(),
      token_type: 'bearer',
      expires_in: 300,
      ...(issuer.givesRefreshTokens && { refresh_token: grants.addRefreshToken() }),
      ...(issuer.forgery.withoutIdToken !== true && { id_token: idToken }),
    })(request, response);
  };
}

type Keys = Awaited<ReturnType<typeof makeKeys>>;

/** The key that is published, and one that is not. */
async function makeKeys() {
  const [own, stranger] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('ES256'),
  ]);
  const published = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'ES256' };
  return { own: own.privateKey, stranger: stranger.privateKey, published };
}

/** As the issuer's forgery says; else as it should be. */
function makeIdToken(
  { url, person, lifetime, forgery }: FakeIssuer,
  keys: Keys,
  nonce: string | null,
): Promise<string> | string {
  const { claims: change = (same: JWTPayload) => same, signed } = forgery;
  const seconds = Math.floor(Date.now() / 1000);
  const claims = change({
    ...person,
    ...{ iss: url, aud: CLIENT_ID, iat: seconds, exp: seconds + lifetime },
    ...(nonce !== null && { nonce }),
  });
  if (signed === 'none') return `${encode({ alg: 'none' })}.${encode(claims)}.`;
  if (signed === 'secret') {
    const secret = new TextEncoder().encode(CLIENT_SECRET.padEnd(32, '0'));
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
  }
  const key = signed === 'stranger' ? keys.stranger : keys.own;
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);
}

function metadataOf(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    end_session_endpoint: `${url}/end`,
    revocation_endpoint: `${url}/revoke`,
    response_types_supported: ['code'],
    // Says that it signs with anything, so that it is not its word which keeps a forged token out.
    id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: true,
  };
}

function challengeOf(verifier: string | null): string | null {
  return verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
}

/** RFC 6749, 2.3.1: both are form-encoded before they are joined. */
function credentialsIn(authorization = ''): string {
  const joined = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
  return joined.split(':').map(decodeURIComponent).join(':');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
