import 'server-only';
import { decodeJwt, errors } from 'jose';
import type { Session } from '@/lib/contract/session';
import { sealSession } from '@/lib/server/access/session';
import { clearSessionCookie, writeSessionCookie } from '@/lib/server/access/session-cookie';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { UpstreamError } from '@/lib/upstream/error';
import type { Person } from '@/lib/upstream/kubernetes/types';

/** A working day; a token that ends sooner ends the session. */
const MAX_SESSION_MS = 8 * 3_600_000;

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
  if (config.auth !== 'token' || kubernetes === null) throw noSessions();
  const trimmed = token.trim();
  const person = await verify(rt, trimmed, signal);
  // Whole seconds, as tokens and cookies have them.
  const expiresAt = Math.floor(Math.min(endOf(trimmed), now() + MAX_SESSION_MS) / 1000) * 1000;
  const maxAgeSeconds = Math.floor((expiresAt - now()) / 1000);
  if (maxAgeSeconds <= 0) throw notAccepted();

  const content = { token: trimmed, name: person.name, groups: person.groups, expiresAt };
  const cookies = writeSessionCookie(
    await sealSession(content, config.sessionKeys),
    maxAgeSeconds,
    secure,
  );
  if (cookies === null) {
    throw new ProblemError('invalid-request', { detail: 'The token is too long for a cookie.' });
  }
  log.info({ audit: 'sign-in', who: person.name }, 'signed in');
  return { session: { name: person.name, expiresAt }, cookies };
}

/** The cookies that end a session. */
export function signOut({ config }: Runtime, secure: boolean): readonly string[] {
  if (config.auth !== 'token') throw noSessions();
  return clearSessionCookie(secure);
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
  return new ProblemError('not-configured', { detail: 'Signing in needs AUTH=token.' });
}
