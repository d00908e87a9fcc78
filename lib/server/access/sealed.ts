import 'server-only';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { SessionKey } from '@/lib/server/config/session-keys';

/** What was sealed, so that nothing sealed for one purpose serves another. */
export type Purpose = 'session' | 'sign-in' | 'embed-link';

/** Why something sealed does not open: its time has passed, or it is none of ours as we sealed it. */
export type Unopened = 'over' | 'unknown';

const typeOf = (purpose: Purpose) => `alidade-${purpose}`;

/**
 * Seals something as a JWE (dir, A256GCM) under the first key.
 *
 * @param expiresAt Epoch milliseconds; in whole seconds, the rest is cut off.
 * @throws RangeError when there is no key, which the configuration rules out.
 */
export async function seal(
  purpose: Purpose,
  content: Readonly<Record<string, unknown>>,
  expiresAt: number,
  [key]: readonly SessionKey[],
): Promise<string> {
  if (key === undefined) throw new RangeError('there is no session key');
  return new EncryptJWT(content)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id, typ: typeOf(purpose) })
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .encrypt(key.bytes);
}

/**
 * Opens what was sealed for a purpose.
 *
 * @returns Null when it was sealed by another key or for something else, was changed, or is over.
 */
export async function open<T extends object>(
  purpose: Purpose,
  sealed: string,
  keys: readonly SessionKey[],
  nowMs: number,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const opened = await openOrSay(purpose, sealed, keys, nowMs, schema);
  return typeof opened === 'string' ? null : opened;
}

/** The same, but says why it does not open. Only what we sealed ourselves can be `over`. */
export async function openOrSay<T extends object>(
  purpose: Purpose,
  sealed: string,
  keys: readonly SessionKey[],
  nowMs: number,
  schema: z.ZodType<T>,
): Promise<T | Unopened> {
  try {
    const { payload } = await jwtDecrypt(
      sealed,
      ({ kid }) => {
        const key = keys.find(({ id }) => id === kid);
        if (key === undefined) throw new errors.JWKSNoMatchingKey();
        return key.bytes;
      },
      {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
        typ: typeOf(purpose),
        currentDate: new Date(nowMs),
      },
    );
    return schema.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'over';
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return 'unknown';
    throw error;
  }
}
