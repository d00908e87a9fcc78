import 'server-only';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';

/** Where the headers that say who we are come from. */
export interface Credentials {
  /**
   * The headers to send.
   *
   * @param fresh Ask the source again, since what it gave was refused.
   * @throws UpstreamError `unauthenticated` when the source gives nothing usable.
   */
  headers(fresh: boolean): Promise<Readonly<Record<string, string>>>;
  /** Whether asking again after a 401 may give something else. */
  readonly renewable: boolean;
}

/** How long a token that was read from a file is used before the file is read again. */
const TOKEN_AGE_MS = 10_000;

/** What may stand in a header. Also keeps a token with a line break from becoming two headers. */
const TOKEN = /^[\x21-\x7e]+$/;

/** Nobody in particular. */
export const NO_CREDENTIALS: Credentials = {
  renewable: false,
  headers: () => Promise.resolve({}),
};

/** A bearer token that does not change. An unusable one fails at every call. */
export function bearerToken(upstream: UpstreamName, token: string): Credentials {
  return {
    renewable: false,
    async headers() {
      return Promise.resolve(bearer(upstream, token, 'the token'));
    },
  };
}

/**
 * A bearer token in a file, which may be replaced while we run.
 *
 * @throws TypeError when there is no usable token in it now.
 */
export function tokenFile(upstream: UpstreamName, path: string): Credentials {
  const name = `the token file ${path}`;
  if (!TOKEN.test(readFileNow(path).trim())) {
    throw new TypeError(`${name} of ${upstream} holds no usable token`);
  }
  let read: { readonly token: string; readonly at: number } | null = null;
  return {
    renewable: true,
    async headers(fresh) {
      if (fresh || read === null || performance.now() - read.at > TOKEN_AGE_MS) {
        read = { token: (await readOrRefuse(upstream, path)).trim(), at: performance.now() };
      }
      return bearer(upstream, read.token, name);
    },
  };
}

/**
 * Reads a configured file.
 *
 * @throws TypeError naming the file when it cannot be read.
 */
export function readFileNow(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TypeError(`cannot read ${path}`, { cause });
  }
}

async function readOrRefuse(upstream: UpstreamName, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UpstreamError(upstream, 'unauthenticated', `cannot read ${path}`, { cause });
  }
}

function bearer(upstream: UpstreamName, token: string, name: string): Record<string, string> {
  if (!TOKEN.test(token)) {
    throw new UpstreamError(upstream, 'unauthenticated', `${name} cannot stand in a header`);
  }
  return { authorization: `Bearer ${token}` };
}
