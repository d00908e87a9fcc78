import 'server-only';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { SessionKey } from '@/lib/server/config/session-keys';

/** What a session cookie holds, sealed. */
const sessionContent = z.object({
  token: z.string().min(1),
  name: z.string(),
  groups: z.array(z.string()),
  exp: z.number(),
});

export interface SessionContent {
  readonly token: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * Seals a session as a JWE (dir, A256GCM) under the first key.
 *
 * @throws RangeError when there is no key, which the configuration rules out.
 */
export async function sealSession(
  { token, name, groups, expiresAt }: SessionContent,
  [key]: readonly SessionKey[],
): Promise<string> {
  if (key === undefined) throw new RangeError('there is no session key');
  return new EncryptJWT({ token, name, groups })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id })
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .encrypt(key.bytes);
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
        currentDate: new Date(nowMs),
      },
    );
    const { exp, ...rest } = sessionContent.parse(payload);
    return { ...rest, expiresAt: exp * 1000 };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
