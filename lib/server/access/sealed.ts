import 'server-only';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { SessionKey } from '@/lib/server/config/session-keys';

/** What was sealed, so that nothing sealed for one purpose serves another. */
export type Purpose = 'session' | 'sign-in';

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
export async function open<T>(
  purpose: Purpose,
  sealed: string,
  keys: readonly SessionKey[],
  nowMs: number,
  schema: z.ZodType<T>,
): Promise<T | null> {
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
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
