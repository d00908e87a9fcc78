import 'server-only';
import { MAX_COOKIE_VALUE, readCookies, setCookie } from '@/lib/server/access/cookies';

/** Node takes 16 KiB of headers in all. */
const MAX_CHUNKS = 3;

const NAME = 'alidade-session';

/** Puts the sealed session together from the cookies of a request; null when there is none. */
export function readSessionCookie(cookieHeader: string | null): string | null {
  const cookies = readCookies(cookieHeader);
  let sealed = '';
  for (let index = 0; index < MAX_CHUNKS; index += 1) {
    const chunk = cookies.get(`${NAME}.${index}`);
    if (chunk === undefined) break;
    sealed += chunk;
  }
  return sealed === '' ? null : sealed;
}

/**
 * Gives the `Set-Cookie` headers that keep a sealed session, and drop what an older, longer one left.
 *
 * @param secure Whether the browser reached us over https.
 * @returns Null when it is too long to keep.
 */
export function writeSessionCookie(
  sealed: string,
  maxAgeSeconds: number,
  secure: boolean,
): readonly string[] | null {
  if (sealed.length > MAX_COOKIE_VALUE * MAX_CHUNKS) return null;
  return Array.from({ length: MAX_CHUNKS }, (_, index) => {
    const chunk = sealed.slice(index * MAX_COOKIE_VALUE, (index + 1) * MAX_COOKIE_VALUE);
    return chunkCookie(index, chunk, chunk === '' ? 0 : maxAgeSeconds, secure);
  });
}

/** Gives the `Set-Cookie` headers that end the session in the browser. */
export function clearSessionCookie(secure: boolean): readonly string[] {
  return Array.from({ length: MAX_CHUNKS }, (_, index) => chunkCookie(index, '', 0, secure));
}

function chunkCookie(index: number, value: string, maxAgeSeconds: number, secure: boolean): string {
  const options = { path: '/', maxAgeSeconds, sameSite: 'Strict', secure } as const;
  return setCookie(`${NAME}.${index}`, value, options);
}
