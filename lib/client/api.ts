import type { ZodType } from 'zod';
import { LINK_HEADER } from '@/lib/contract/embed-link';
import {
  PROBLEM_TYPES,
  problemSchema,
  type Problem,
  type ProblemType,
} from '@/lib/contract/problem';
import { noticePresent } from '@/lib/client/present';

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

let renew: (() => Promise<unknown>) | null = null;

/** Says how a session is renewed. Panels that are embedded have none, and no code for it. */
export function renewWith(how: () => Promise<unknown>): void {
  renew = how;
}

/** Where the API of this page is: panels that are embedded have one of their own, which only reads. */
export function apiRoot(): string {
  const isPanel = typeof window !== 'undefined' && window.location.pathname.startsWith('/embed/');
  return isPanel ? PANEL_ROOT : '/api/v1';
}

const PANEL_ROOT = '/embed/api/v1';

/** The signed link of this panel. It is behind `#`, which no browser sends and no server logs; null without one. */
function linkOfPanel(): string | null {
  if (apiRoot() !== PANEL_ROOT) return null;
  return /^#link=([\w.-]+)$/.exec(window.location.hash)?.[1] ?? null;
}

/**
 * Asks, and once more when the session had to be renewed for it. What was refused for that was not done, so that
 * a write may be sent again too. Fails as `getJson` does.
 */
export async function request<T>(path: string, init: RequestInit, schema: ZodType<T>): Promise<T> {
  try {
    return await attempt(path, init, schema);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem?.renewable !== true) throw error;
    if (renew === null) throw error;
    await renew();
    return attempt(path, init, schema);
  }
}

/** Asks once. Fails as `getJson` does. */
export async function attempt<T>(path: string, init: RequestInit, schema: ZodType<T>): Promise<T> {
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
  const link = linkOfPanel();
  try {
    const response = await fetch(path, {
      ...init,
      // A panel only reads, so that there are no other headers.
      ...(link === null ? {} : { headers: { [LINK_HEADER]: link } }),
      cache: 'no-store',
      credentials: 'same-origin',
    });
    noticePresent(response.headers, Date.now());
    return response;
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
