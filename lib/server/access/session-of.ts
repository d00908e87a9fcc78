import 'server-only';
import { openSession, type SessionContent } from '@/lib/server/access/session';
import { readSessionCookie } from '@/lib/server/access/session-cookie';
import type { Config } from '@/lib/server/config/config';

/**
 * The session that a request carries; null when it carries none that counts: one of another AUTH, of another
 * issuer, or without the token that is needed now says nothing about who is asking.
 */
export async function sessionOf(
  request: Request,
  { config, now }: { readonly config: Config; readonly now: () => number },
): Promise<SessionContent | null> {
  const sealed = readSessionCookie(request.headers.get('cookie'));
  if (sealed === null) return null;
  const session = await openSession(sealed, config.sessionKeys(), now());
  return session !== null && fits(session, config) ? session : null;
}

function fits({ token, issued }: SessionContent, { oidc }: Config): boolean {
  if (oidc === null) return issued === null && token !== null;
  if (issued?.issuer !== oidc.issuer) return false;
  return oidc.rights.from === 'groups' || token !== null;
}

/** Whether the ID token of a session is over, so that it has to be renewed before it serves. */
export function tokenIsOver({ issued }: SessionContent, nowMs: number): boolean {
  return issued !== null && issued.tokenExpiresAt <= nowMs;
}
