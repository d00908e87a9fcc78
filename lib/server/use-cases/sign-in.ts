import 'server-only';
import { decodeJwt, errors } from 'jose';
import type { Session, SignedOut } from '@/lib/contract/session';
import { ownOrigin } from '@/lib/server/access/own-origin';
import { sealSession } from '@/lib/server/access/session';
import { clearSessionCookie, writeSessionCookie } from '@/lib/server/access/session-cookie';
import { MAX_SESSION_MS } from '@/lib/server/access/session-length';
import { sessionOf } from '@/lib/server/access/session-of';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { UpstreamError } from '@/lib/upstream/error';
import type { Person } from '@/lib/upstream/kubernetes/types';

/** What is answered, and the cookies that go with it. */
export interface SignedIn {
  readonly session: Session;
  readonly cookies: readonly string[];
}

/**
 * Takes a Kubernetes token for a session, after the API server has said whose it is.
 *
 * @param secure Whether the browser reached us over https.
 * @throws ProblemError `unauthenticated` when the API server does not accept it; `invalid-request` when it
 *   is too long for cookies or over; `not-configured` unless AUTH=token.
 */
export async function signIn(
  rt: Runtime,
  token: string,
  secure: boolean,
  signal: AbortSignal,
): Promise<SignedIn> {
  const { config, kubernetes, now, log } = rt;
  if (config.auth !== 'token' || kubernetes === null) {
    throw new ProblemError('not-configured', {
      detail: 'Signing in with a token needs AUTH=token.',
    });
  }
  const trimmed = token.trim();
  const person = await verify(rt, trimmed, signal);
  // Whole seconds, as tokens and cookies have them.
  const expiresAt = Math.floor(Math.min(endOf(trimmed), now() + MAX_SESSION_MS) / 1000) * 1000;
  const maxAgeSeconds = Math.floor((expiresAt - now()) / 1000);
  if (maxAgeSeconds <= 0) throw notAccepted();

  const { name, groups } = person;
  const content = { token: trimmed, name, groups, expiresAt, issued: null };
  const cookies = writeSessionCookie(
    await sealSession(content, config.sessionKeys()),
    maxAgeSeconds,
    secure,
  );
  if (cookies === null) {
    throw new ProblemError('invalid-request', { detail: 'The token is too long for a cookie.' });
  }
  log.info({ audit: 'sign-in', who: person.name }, 'signed in');
  return { session: { name: person.name, expiresAt }, cookies };
}

/**
 * Ends a session: in this browser, and with AUTH=oidc its refresh token, which a copy of the cookie would still hold.
 *
 * @returns Also where to send the browser, so that the session at the issuer ends too. When the issuer cannot be
 *   asked, the session ends here alone.
 * @throws ProblemError `not-configured` unless AUTH is token or oidc.
 */
export async function signOut(
  rt: Runtime,
  request: Request,
  secure: boolean,
): Promise<SignedOut & { readonly cookies: readonly string[] }> {
  const { config, issuer } = rt;
  const cookies = clearSessionCookie(secure);
  if (config.auth === 'token') return { url: null, cookies };
  if (config.oidc === null || issuer === null) throw noSessions();
  const session = await sessionOf(request, rt);
  if (session === null) return { url: null, cookies };
  const refreshToken = session.issued?.refreshToken ?? null;
  const origin = ownOrigin(request, config.allowedHosts);
  const [url] = await Promise.all([
    config.oidc.signOutAtIssuer && origin !== null
      ? orNull(rt, issuer.signOutUrl(`${origin}/sign-in`))
      : null,
    refreshToken === null ? null : orNull(rt, issuer.revoke(refreshToken)),
  ]);
  rt.log.info({ audit: 'sign-out', who: session.name }, 'signed out');
  return { url, cookies };
}

async function orNull<T>({ log }: Runtime, work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    log.warn({ audit: 'sign-out', reason: error.detail }, 'the issuer was not told');
    return null;
  }
}

async function verify(
  { kubernetes, log }: Runtime,
  token: string,
  signal: AbortSignal,
): Promise<Person> {
  // Anything else could change the header that it is sent in.
  if (kubernetes === null || !/^[A-Za-z0-9._~+/=-]+$/.test(token)) throw notAccepted();
  try {
    return await kubernetes.withToken(token).whoAmI(signal);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.failure !== 'unauthenticated') throw error;
    log.info({ audit: 'sign-in' }, 'a token was not accepted');
    throw notAccepted();
  }
}

/** When a token says that it ends. It is not checked here: the API server did. */
function endOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? Infinity) * 1000;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return Infinity;
    throw error;
  }
}

function notAccepted(): ProblemError {
  return new ProblemError('unauthenticated', {
    detail: 'The Kubernetes API does not accept this token.',
  });
}

function noSessions(): ProblemError {
  return new ProblemError('not-configured', {
    detail: 'Signing in and out needs AUTH=token or oidc.',
  });
}
