import 'server-only';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  tokenRevocation,
  type AuthorizationCodeGrantChecks,
  type ClientAuth,
  type Configuration,
  type IDToken,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { Agent } from 'undici';
import { readFileNow } from '@/lib/upstream/credentials';
import { UpstreamError } from '@/lib/upstream/error';
import { createGate } from '@/lib/upstream/gate';
import { observed } from '@/lib/upstream/observed';
import { cappedFetch } from '@/lib/upstream/oidc/capped-fetch';
import { refusedBy } from '@/lib/upstream/oidc/refused';
import type { Observe } from '@/lib/upstream/options';

export interface OidcOptions {
  /** https; exactly as the issuer calls itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Asked at each use, since it may be replaced. Null for a public client. */
  readonly clientSecret: (() => string) | null;
  readonly scopes: readonly string[];
  /** PEM file of the authorities to trust, instead of the built-in ones. */
  readonly caFile?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxBodyBytes?: number | undefined;
  readonly observe?: Observe | undefined;
}

/** What a sign-in was begun with. Whoever holds the verifier and knows the rest can finish it. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
  readonly redirectUri: string;
}

/** What the issuer gave for a code or a refresh token, checked. */
export interface Tokens {
  readonly idToken: string;
  readonly claims: IDToken;
  /** Null when it gave none; after a renewal the old one then stays in use. */
  readonly refreshToken: string | null;
}

/**
 * What an answer of the issuer is held against: state ties it to the browser that began, the nonce its token to
 * the attempt, and the verifier its code to us.
 */
function checksOf({ state, nonce, verifier }: Attempt): AuthorizationCodeGrantChecks {
  return {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  };
}

/** An OpenID provider, for the authorization code flow. Every method throws UpstreamError; see `refusedBy`. */
export interface OidcClient {
  /** Where to send the browser, and what to keep until it comes back. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly attempt: Attempt }>;
  /** Takes the query with which the browser came back. */
  finish(query: URLSearchParams, attempt: Attempt): Promise<Tokens>;
  /** Throws `malformed` when the new ID token is missing or is about somebody else than `subject`. */
  renew(refreshToken: string, subject: string): Promise<Tokens>;
  /** Ends a refresh token, where the issuer offers that. */
  revoke(refreshToken: string): Promise<void>;
  /** Where to send the browser to end its session at the issuer; null when it offers no such place. */
  signOutUrl(returnTo: string): Promise<string | null>;
  close(): Promise<void>;
}

const DEFAULTS = { timeoutMs: 5_000, maxBodyBytes: 1024 * 1024 };

/** How long the issuer's metadata is used; its keys are looked at again within minutes by the library. */
const METADATA_MS = 3_600_000;

/** Enough for a morning on which everybody signs in; what is more waits a moment. */
const GATE = { upstream: 'issuer', places: 8, maxWaiting: 100, maxWaitMs: 3_000 } as const;

/**
 * Creates the client. It asks nothing by itself: an issuer that is down at our start may be up later.
 *
 * @throws TypeError when the CA file cannot be read.
 */
export function createOidcClient(options: OidcOptions): OidcClient {
  const { clientId, scopes, observe } = options;
  const ca = options.caFile === undefined ? {} : { ca: readFileNow(options.caFile) };
  const agent = new Agent({
    connect: { timeout: 5_000, ...ca },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const configuration = configurations(options, agent);

  function ask<T>(work: (known: Configuration) => Promise<T>): Promise<T> {
    return observed('issuer', observe, async () => {
      try {
        return await work(await configuration());
      } catch (error) {
        throw refusedBy(error);
      }
    });
  }

  return {
    begin: (redirectUri) => ask((known) => begin(known, redirectUri, scopes)),
    finish: (query, attempt) =>
      ask(async (known) => {
        // The library sends the address without its query as redirect_uri: it must be the one that was asked with.
        const came = new URL(attempt.redirectUri);
        came.search = query.toString();
        return tokensOf(await authorizationCodeGrant(known, came, checksOf(attempt)));
      }),
    renew: (refreshToken, subject) =>
      ask(async (known) => {
        const tokens = tokensOf(await refreshTokenGrant(known, refreshToken));
        if (tokens.claims.sub === subject) return tokens;
        throw new UpstreamError('issuer', 'malformed', 'the renewed token is about somebody else');
      }),
    revoke: (refreshToken) =>
      ask(async (known) => {
        if (known.serverMetadata().revocation_endpoint === undefined) return;
        await tokenRevocation(known, refreshToken, { token_type_hint: 'refresh_token' });
      }),
    signOutUrl: (returnTo) =>
      ask(async (known) => {
        if (known.serverMetadata().end_session_endpoint === undefined) return null;
        // Without id_token_hint: the ID token is a credential of the cluster and stays out of addresses.
        const url = buildEndSessionUrl(known, {
          client_id: clientId,
          post_logout_redirect_uri: returnTo,
        });
        return Promise.resolve(url.href);
      }),
    close: () => agent.destroy(),
  };
}

async function begin(known: Configuration, redirectUri: string, scopes: readonly string[]) {
  const state = randomState();
  const nonce = randomNonce();
  const verifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(known, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, attempt: { state, nonce, verifier, redirectUri } };
}

function tokensOf(grant: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens {
  const claims = grant.claims();
  if (grant.id_token === undefined || claims === undefined) {
    throw new UpstreamError('issuer', 'malformed', 'it gave no ID token');
  }
  return { idToken: grant.id_token, claims, refreshToken: grant.refresh_token ?? null };
}

/** Gives the issuer's metadata: asked for when first needed and once an hour; an old one serves while it is down. */
function configurations(options: OidcOptions, agent: Agent) {
  const issuer = new URL(options.issuer);
  const carry = cappedFetch({
    agent,
    gate: createGate(GATE),
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULTS.maxBodyBytes,
  });
  let known: { readonly configuration: Configuration; readonly at: number } | null = null;
  let asking: Promise<Configuration> | null = null;

  async function ask(): Promise<Configuration> {
    const configuration = await discovery(
      issuer,
      options.clientId,
      undefined,
      clientAuthentication(options.clientSecret),
      // The library leaves the signature of a token out that came over TLS, unless told so.
      { execute: [enableNonRepudiationChecks], [customFetch]: carry },
    );
    known = { configuration, at: performance.now() };
    return configuration;
  }

  return async () => {
    if (known !== null && performance.now() - known.at < METADATA_MS) return known.configuration;
    asking ??= ask().finally(() => {
      asking = null;
    });
    try {
      return await asking;
    } catch (error) {
      if (known !== null) return known.configuration;
      throw error;
    }
  };
}

/** Basic, which is the default of the specification, unless the issuer's metadata leaves it out. */
function clientAuthentication(secret: OidcOptions['clientSecret']): ClientAuth {
  if (secret === null) return None();
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authenticate = methods.includes('client_secret_basic')
      ? ClientSecretBasic(secret())
      : ClientSecretPost(secret());
    authenticate(server, ...rest);
  };
}
