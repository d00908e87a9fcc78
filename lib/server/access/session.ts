import 'server-only';
import { z } from 'zod';
import { open, seal } from '@/lib/server/access/sealed';
import type { SessionKey } from '@/lib/server/config/session-keys';

const issuedTokenSchema = z.object({
  issuer: z.string(),
  subject: z.string(),
  tokenExpiresAt: z.number(),
  renewAt: z.number(),
  refreshToken: z.string().min(1).nullable(),
});

/** What a session cookie holds, sealed. */
const sessionContent = z.object({
  token: z.string().min(1).nullable(),
  name: z.string(),
  groups: z.array(z.string()),
  issued: issuedTokenSchema.nullable(),
  exp: z.number(),
});

/** What keeps a session of AUTH=oidc going. Moments are epoch milliseconds. */
export interface IssuedToken {
  readonly issuer: string;
  /** Whom the ID token is about: a renewed one must be about the same. */
  readonly subject: string;
  /** When the ID token is over, and with it the session, unless it is renewed. */
  readonly tokenExpiresAt: number;
  readonly renewAt: number;
  /** Null when the issuer gave none. */
  readonly refreshToken: string | null;
}

export interface SessionContent {
  /** What the Kubernetes API is asked with; null where the groups decide instead. */
  readonly token: string | null;
  readonly name: string;
  readonly groups: readonly string[];
  /** Null for a token that the person gave. */
  readonly issued: IssuedToken | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Seals a session. Fails as `seal` does. */
export function sealSession(
  { token, name, groups, issued, expiresAt }: SessionContent,
  keys: readonly SessionKey[],
): Promise<string> {
  return seal('session', { token, name, groups, issued }, expiresAt, keys);
}

/**
 * Opens a sealed session.
 *
 * @returns Null when it was sealed by another key, changed, or is over.
 */
export async function openSession(
  sealed: string,
  keys: readonly SessionKey[],
  nowMs: number,
): Promise<SessionContent | null> {
  const opened = await open('session', sealed, keys, nowMs, sessionContent);
  if (opened === null) return null;
  const { exp, ...rest } = opened;
  return { ...rest, expiresAt: exp * 1000 };
}
