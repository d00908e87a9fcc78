import 'server-only';
import type { Renewed } from '@/lib/contract/session';
import { isSecure } from '@/lib/server/access/own-origin';
import type { Renewal } from '@/lib/server/access/renewals';
import { sealSession, type SessionContent } from '@/lib/server/access/session';
import { clearSessionCookie, writeSessionCookie } from '@/lib/server/access/session-cookie';
import { sessionOf, tokenIsOver } from '@/lib/server/access/session-of';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { issuerParts, renewedSession, SignInError } from '@/lib/server/use-cases/issued-session';
import { UpstreamError } from '@/lib/upstream/error';

/** What is answered, and the cookies that go with it. */
export interface RenewedSession {
  readonly answer: Renewed;
  readonly cookies: readonly string[];
}

/**
 * Renews a session with its refresh token, when that is due; asked too early it changes nothing, so that of many
 * tabs only the first renews. Only this call does it, never a read: a page sends one of it, but many reads, which
 * may go to several replicas, and many issuers take a refresh token only once.
 *
 * @throws ProblemError `not-configured`; `unauthenticated` when the session is over for good, with the cookies that
 *   end it; UpstreamError when the issuer cannot be asked, and the session is as it was.
 */
export async function renewSession(rt: Runtime, request: Request): Promise<RenewedSession> {
  issuerParts(rt);
  const session = await sessionOf(request, rt);
  if (session === null) throw new ProblemError('unauthenticated');
  const { refreshToken, renewAt } = renewalOf(session);
  if (refreshToken !== null && renewAt <= rt.now()) {
    return renewWith(refreshToken, session, rt, request);
  }
  if (tokenIsOver(session, rt.now())) throw over(request);
  const { name, expiresAt } = session;
  const known = { name, expiresAt, renewAt: refreshToken === null ? null : renewAt };
  return { answer: answerOf(known, rt.now()), cookies: [] };
}

function renewalOf({ issued }: SessionContent) {
  return issued ?? { refreshToken: null, renewAt: Infinity };
}

async function renewWith(
  refreshToken: string,
  session: SessionContent,
  rt: Runtime,
  request: Request,
): Promise<RenewedSession> {
  let renewal: Renewal;
  try {
    renewal = await rt.renewals.run(refreshToken, () => renew(rt, session, refreshToken));
  } catch (error) {
    const reason = reasonItIsOver(error);
    if (reason === null) throw error;
    rt.log.info({ audit: 'renewal', who: session.name, reason }, 'a session could not be renewed');
    throw over(request);
  }
  const maxAgeSeconds = Math.floor((renewal.expiresAt - rt.now()) / 1000);
  const cookies = writeSessionCookie(renewal.sealed, maxAgeSeconds, isSecure(request));
  if (cookies === null) throw over(request);
  return { answer: answerOf(renewal, rt.now()), cookies };
}

/** Runs to its end though everybody who asked may have gone: its refresh token is used up. */
async function renew(rt: Runtime, session: SessionContent, refreshToken: string): Promise<Renewal> {
  const { oidc, issuer } = issuerParts(rt);
  const tokens = await issuer.renew(refreshToken, session.issued?.subject ?? '');
  const renewed = renewedSession(rt, oidc, session, tokens);
  return {
    sealed: await sealSession(renewed, rt.config.sessionKeys()),
    name: renewed.name,
    expiresAt: renewed.expiresAt,
    renewAt: renewed.issued?.renewAt ?? null,
  };
}

/** Null when it may go better later. */
function reasonItIsOver(error: unknown): string | null {
  if (error instanceof SignInError) return error.message;
  if (!(error instanceof UpstreamError)) return null;
  const isFinal = error.failure === 'unauthenticated' || error.failure === 'malformed';
  return isFinal ? error.detail : null;
}

function over(request: Request): ProblemError {
  const detail = 'The session is over.';
  return new ProblemError('unauthenticated', {
    detail,
    cookies: clearSessionCookie(isSecure(request)),
  });
}

function answerOf(
  { name, expiresAt, renewAt }: Pick<Renewal, 'name' | 'expiresAt' | 'renewAt'>,
  nowMs: number,
): Renewed {
  const renewInMs = renewAt === null ? null : Math.max(0, renewAt - nowMs);
  return { name, expiresAt, renewInMs };
}
