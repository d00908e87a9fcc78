import type { ZodType } from 'zod';
import { attempt, renewWith, request } from '@/lib/client/api';
import { renewedSchema, type Renewed } from '@/lib/contract/session';

/** The second makes a cross-origin call ask first, which the server then refuses. */
const WRITE_HEADERS = { 'content-type': 'application/json', 'x-alidade': '1' };

/**
 * Sends JSON to our API and checks the answer. A body of undefined sends none; an empty answer is
 * given to the schema as null. Fails as `getJson` does.
 */
export function sendJson<T>(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: unknown,
  schema: ZodType<T>,
  signal?: AbortSignal,
): Promise<T> {
  const init: RequestInit = {
    method,
    headers: WRITE_HEADERS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
  return request(path, init, schema);
}

let renewing: Promise<Renewed> | null = null;

/**
 * Renews the session: once for all who ask in this tab, and one tab after the other, since an issuer may take a
 * refresh token only once. Fails as `getJson` does; with `unauthenticated` the session is over.
 */
export function renewSession(): Promise<Renewed> {
  renewing ??= oneTabAtATime(() =>
    attempt(RENEW, { method: 'POST', headers: WRITE_HEADERS }, renewedSchema),
  ).finally(() => {
    renewing = null;
  });
  return renewing;
}

const RENEW = '/api/v1/session/renew';

/** Browsers have locks only where they trust the origin: over https, and on this machine. */
async function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('alidade-session', work);
}

renewWith(renewSession);
