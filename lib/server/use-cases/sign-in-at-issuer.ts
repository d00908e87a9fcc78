import 'server-only';
import { CALLBACK_PATH, type SignInFailure, type SignInStarted } from '@/lib/contract/session';
import { readReturnPath, signInHref } from '@/lib/contract/urls';
import { ownOrigin } from '@/lib/server/access/own-origin';
import { sealSession } from '@/lib/server/access/session';
import { writeSessionCookie } from '@/lib/server/access/session-cookie';
import {
  attemptCookie,
  clearAttemptCookie,
  readAttempt,
  type KeptAttempt,
} from '@/lib/server/access/sign-in-attempt';
import type { Config, OidcConfig } from '@/lib/server/config/config';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { issuerParts, newSession, SignInError } from '@/lib/server/use-cases/issued-session';
import { UpstreamError } from '@/lib/upstream/error';

/**
 * Begins to sign somebody in at the issuer (AUTH=oidc).
 *
 * @param from The page to come back to; only a path of ours is kept.
 * @throws ProblemError `not-configured`; `invalid-request` when the issuer would send the person back to another
 *   address than the one they came by, where the cookie of this attempt is not; UpstreamError of the issuer.
 */
export async function beginSignIn(
  rt: Runtime,
  request: Request,
  from: string | undefined,
): Promise<SignInStarted & { readonly cookies: readonly string[] }> {
  const { oidc, issuer } = issuerParts(rt);
  const redirectUri = redirectUriOf(rt.config, oidc, request);
  const { url, attempt } = await issuer.begin(redirectUri);
  const kept = { ...attempt, from: readReturnPath(from ?? null) };
  const keys = rt.config.sessionKeys();
  return { url, cookies: [await attemptCookie(kept, keys, rt.now(), isHttps(redirectUri))] };
}

function redirectUriOf({ allowedHosts }: Config, oidc: OidcConfig, request: Request): string {
  const origin = ownOrigin(request, allowedHosts);
  if (origin === null) {
    throw new ProblemError('invalid-request', { detail: 'The request names no origin of ours.' });
  }
  const redirectUri = oidc.redirectUrl ?? origin + CALLBACK_PATH;
  const { origin: theirs } = new URL(redirectUri);
  if (theirs === origin) return redirectUri;
  throw new ProblemError('invalid-request', { detail: `Sign in at ${theirs}/sign-in instead.` });
}

/** Where to send the browser after it came back from the issuer, and the cookies that go with it. */
export interface Finished {
  readonly location: string;
  readonly cookies: readonly string[];
}

/**
 * Finishes a sign-in with what the issuer sent back. The attempt is used up by this, whatever comes of it.
 *
 * The browser is sent to the sign-in page in any case, which goes on to the page that was asked for: what follows
 * a redirect from another site carries no `SameSite=Strict` cookie.
 *
 * @throws ProblemError `not-configured`; `forbidden-origin` when this is no navigation of a whole page.
 */
export async function finishSignIn(
  rt: Runtime,
  request: Request,
  signal: AbortSignal,
): Promise<Finished> {
  const { config, log, now } = rt;
  issuerParts(rt);
  checkNavigation(request);
  const cookieHeader = request.headers.get('cookie');
  const attempt = await readAttempt(cookieHeader, config.sessionKeys(), now());
  const secure = attempt !== null && isHttps(attempt.redirectUri);
  const from = readReturnPath(attempt?.from ?? null);
  const used = clearAttemptCookie(secure);
  try {
    const cookies = await sessionCookies(rt, request, attempt, signal);
    return { location: signInHref(from), cookies: [used, ...cookies] };
  } catch (error) {
    const failure = failureOf(error);
    const reason = error instanceof UpstreamError ? error.detail : String(error);
    log.info({ audit: 'sign-in', outcome: failure, reason }, 'a sign-in did not succeed');
    return { location: signInHref(from, failure), cookies: [used] };
  }
}

/** The issuer's answer comes as a navigation: never in a frame, and never asked for by a script. */
function checkNavigation({ headers }: Request): void {
  const mode = headers.get('sec-fetch-mode');
  const destination = headers.get('sec-fetch-dest');
  const isNavigation =
    (mode === null || mode === 'navigate') && (destination === null || destination === 'document');
  if (!isNavigation) throw new ProblemError('forbidden-origin');
}

async function sessionCookies(
  rt: Runtime,
  request: Request,
  attempt: KeptAttempt | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { oidc, issuer } = issuerParts(rt);
  const { config, log, now } = rt;
  if (attempt === null) throw new SignInError('stale', 'no attempt was begun in this browser');
  const tokens = await issuer.finish(new URL(request.url).searchParams, attempt);
  const session = await newSession(rt, oidc, tokens, signal);
  const maxAgeSeconds = Math.floor((session.expiresAt - now()) / 1000);
  if (maxAgeSeconds <= 0) throw new SignInError('unverified', 'the ID token is over already');
  const sealed = await sealSession(session, config.sessionKeys());
  const cookies = writeSessionCookie(sealed, maxAgeSeconds, isHttps(attempt.redirectUri));
  if (cookies === null) throw new SignInError('too-long', `${sealed.length} characters`);
  log.info({ audit: 'sign-in', outcome: 'signed-in', who: session.name }, 'signed in');
  return cookies;
}

function failureOf(error: unknown): SignInFailure {
  if (error instanceof SignInError) return error.failure;
  if (!(error instanceof UpstreamError)) throw error;
  const { upstream, failure } = error;
  if (upstream === 'kubernetes') {
    return failure === 'unauthenticated' || failure === 'forbidden'
      ? 'not-accepted'
      : 'unavailable';
  }
  if (failure === 'forbidden') return 'denied';
  return failure === 'unauthenticated' || failure === 'malformed' ? 'unverified' : 'unavailable';
}

function isHttps(url: string): boolean {
  return url.startsWith('https:');
}
