import 'server-only';
import { z } from 'zod';
import { CALLBACK_PATH } from '@/lib/contract/session';
import { MAX_COOKIE_VALUE, readCookies, setCookie } from '@/lib/server/access/cookies';
import { open, seal } from '@/lib/server/access/sealed';
import type { SessionKey } from '@/lib/server/config/session-keys';
import type { Attempt } from '@/lib/upstream/oidc/client';

/** How long somebody may take to sign in at the issuer. */
export const ATTEMPT_MS = 10 * 60_000;

const NAME = 'alidade-sign-in';

/** What is kept, sealed, in the browser that began to sign in. */
export interface KeptAttempt extends Attempt {
  /** The page to go to afterwards. */
  readonly from: string;
}

const attemptSchema: z.ZodType<KeptAttempt> = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  redirectUri: z.string().min(1),
  from: z.string(),
});

/**
 * The cookie that ties an attempt to the browser that began it. It is `Lax`, since the issuer's answer comes as a
 * navigation from another site; it goes to the callback alone, and lasts ten minutes.
 */
export async function attemptCookie(
  attempt: KeptAttempt,
  keys: readonly SessionKey[],
  nowMs: number,
  secure: boolean,
): Promise<string> {
  const sealed = await seal('sign-in', { ...attempt }, nowMs + ATTEMPT_MS, keys);
  // The way back is what is long, and what can be done without.
  if (sealed.length > MAX_COOKIE_VALUE && attempt.from !== '/') {
    return attemptCookie({ ...attempt, from: '/' }, keys, nowMs, secure);
  }
  return cookie(sealed, ATTEMPT_MS / 1000, secure);
}

/** Removes it: an attempt serves once. */
export function clearAttemptCookie(secure: boolean): string {
  return cookie('', 0, secure);
}

/** The attempt that this browser began; null when there is none, or it took too long. */
export async function readAttempt(
  cookieHeader: string | null,
  keys: readonly SessionKey[],
  nowMs: number,
): Promise<KeptAttempt | null> {
  const sealed = readCookies(cookieHeader).get(NAME);
  return sealed === undefined ? null : open('sign-in', sealed, keys, nowMs, attemptSchema);
}

function cookie(value: string, maxAgeSeconds: number, secure: boolean): string {
  const options = { path: CALLBACK_PATH, maxAgeSeconds, sameSite: 'Lax', secure } as const;
  return setCookie(NAME, value, options);
}
