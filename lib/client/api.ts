import type { ZodType } from 'zod';
import {
  PROBLEM_TYPES,
  problemSchema,
  type Problem,
  type ProblemType,
} from '@/lib/contract/problem';

import { renewedSchema, type Renewed } from '@/lib/contract/session';

/** Why a call failed: what the server said, or `network` (no answer) or `malformed` (not ours). */
export type ApiErrorType = ProblemType | 'network' | 'malformed';

interface ApiErrorFacts {
  readonly type: ApiErrorType;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly title: string;
  readonly detail?: string | undefined;
  /** The whole problem document, when the server sent one. */
  readonly problem?: Problem | undefined;
}

/** A call to our API that failed. `message` is fit for reading. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: ApiErrorType;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly problem: Problem | undefined;

  constructor(facts: ApiErrorFacts, options?: ErrorOptions) {
    super(facts.detail ?? facts.title, options);
    this.type = facts.type;
    this.status = facts.status;
    this.title = facts.title;
    this.detail = facts.detail;
    this.problem = facts.problem;
  }
}

/**
 * Reads JSON from our API and checks it.
 *
 * @throws ApiError when the server refuses, cannot be reached, or sends something else.
 * @throws the abort reason when `signal` is aborted.
 */
export function getJson<T>(path: string, schema: ZodType<T>, signal: AbortSignal): Promise<T> {
  return request(path, { method: 'GET', signal }, schema);
}

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

/**
 * Asks, and once more when the session had to be renewed for it. What was refused for that was not done, so that
 * a write may be sent again too.
 */
async function request<T>(path: string, init: RequestInit, schema: ZodType<T>): Promise<T> {
  try {
    return await attempt(path, init, schema);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem?.renewable !== true) throw error;
    await renewSession();
    return attempt(path, init, schema);
  }
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

async function attempt<T>(path: string, init: RequestInit, schema: ZodType<T>): Promise<T> {
  const response = await send(path, init);
  const text = await response.text();
  const json = parseJson(text);
  if (!response.ok) throw problemOf(response.status, json);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    {
      type: 'malformed',
      status: response.status,
      title: 'The server sent an answer this page does not understand',
      detail: 'The server sent an answer this page does not understand. Reload the page.',
    },
    { cause: parsed.error },
  );
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError(
      { type: 'network', status: 0, title: 'Alidade could not be reached' },
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(status: number, json: unknown): ApiError {
  const parsed = problemSchema.safeParse(json);
  if (!parsed.success) {
    return new ApiError({ type: 'malformed', status, title: `The server answered ${status}` });
  }
  const { data: problem } = parsed;
  const type = PROBLEM_TYPES.find((name) => problem.type === `urn:alidade:problem:${name}`);
  const { title, detail } = problem;
  return new ApiError({ type: type ?? 'internal', status, title, detail, problem });
}
