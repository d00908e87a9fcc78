import 'server-only';
import { z } from 'zod';
import type { Identity } from '@/lib/server/access/identity';
import { panelIdentity, type PanelQuestion } from '@/lib/server/access/panel-identity';
import { passOnEncoding } from '@/lib/server/bodies/outgoing';
import { manyListeners, unlessAborted } from '@/lib/server/cache/shared-work';
import { PRESENT_HEADER } from '@/lib/contract/common';
import { CHECKS, isSafe, type Check } from '@/lib/server/guard/checks';
import { API_HEADERS } from '@/lib/server/guard/headers';
import { readJsonBody } from '@/lib/server/guard/read-body';
import { readQuery } from '@/lib/server/guard/read-query';
import { withCookies } from '@/lib/server/guard/with-cookies';
import { ProblemError, problemDocument, statusOf, toProblemError } from '@/lib/server/problem';
import { runtime, type Runtime } from '@/lib/server/runtime';

/** Budget of a request, from its arrival to its answer. */
const DEADLINE_MS = 10_000;

/** What proxies log when the caller hung up. Nobody reads it; only the metric tells it apart. */
const CALLER_GONE = 499;

/** What a route takes. */
export interface RouteOptions<Q> {
  /** The pattern, never the raw path, so that the metric has few label values. */
  readonly route: string;
  /** Strict; `NO_QUERY` where none is taken. */
  readonly query: z.ZodType<Q>;
  readonly deadlineMs?: number;
  /** Where bodies may be larger than `MAX_BODY_BYTES`. */
  readonly maxBodyBytes?: number;
  /** For probes and scrapes: see `GuardRules.addressesAllowed`. */
  readonly addressesAllowed?: boolean;
}

/** What a route of a panel takes, and which view of what that asks for: a signed link is for one. */
export interface PanelRouteOptions<Q> extends RouteOptions<Q> {
  readonly asks: (query: Q, params: Readonly<Record<string, string>>) => PanelQuestion;
}

/** For routes that take no query. */
export const NO_QUERY = z.strictObject({});

/** A request that has passed the guard. */
export interface OpenCall<Q = unknown> {
  readonly runtime: Runtime;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  /** Fires when the caller has gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** Reads the body, with a cap. Throws ProblemError, or ZodError when it does not fit the schema. */
  readonly readBody: <T>(schema: z.ZodType<T>) => Promise<T>;
}

/** The same, from somebody known. */
export interface Call<Q = unknown> extends OpenCall<Q> {
  readonly identity: Identity;
}

type Work<C> = (call: C) => Promise<unknown>;

interface RouteContext {
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

/** What Next calls. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

const guarded = new WeakSet();

/** Whether a handler came from a guard. A test holds every route against it. */
export function isGuarded(handler: unknown): boolean {
  return typeof handler === 'function' && guarded.has(handler);
}

export interface Guard {
  /** For routes that answer people: somebody must be signed in. What the work returns is sent as JSON. */
  withGuards: <Q>(options: RouteOptions<Q>, work: Work<Call<Q>>) => RouteHandler;
  /** For panels that are embedded: only GET, and always as `panelIdentity`. `not-found` where nothing is embedded. */
  withEmbedGuards: <Q>(options: PanelRouteOptions<Q>, work: Work<Call<Q>>) => RouteHandler;
  /** For probes, signing in and documentation: every protection but the identity. */
  withOpenGuards: <Q>(options: RouteOptions<Q>, work: Work<OpenCall<Q>>) => RouteHandler;
}

/**
 * Creates the guard. Tests leave out a check to show what it keeps away.
 *
 * @param getRuntime Called at each request, so that importing a route starts nothing.
 */
export function createGuard(getRuntime: () => Runtime, checks: readonly Check[] = CHECKS): Guard {
  function withOpenGuards<Q>(options: RouteOptions<Q>, work: Work<OpenCall<Q>>): RouteHandler {
    const handler: RouteHandler = async (request, context) => {
      const rt = getRuntime();
      const startedAt = performance.now();
      const response = await answer(rt, checks, options, request, context, work);
      for (const [name, value] of Object.entries(API_HEADERS)) response.headers.set(name, value);
      response.headers.set(PRESENT_HEADER, String(Math.round(rt.dataNow())));
      passOnEncoding(response);
      const seconds = (performance.now() - startedAt) / 1000;
      rt.metrics.request(options.route, request.method, response.status, seconds);
      return response;
    };
    guarded.add(handler);
    return handler;
  }

  return {
    withOpenGuards,
    withEmbedGuards: (options, work) =>
      withOpenGuards(options, async (call) => {
        if (call.request.method !== 'GET' && call.request.method !== 'HEAD') {
          throw new ProblemError('method-not-allowed', { allow: 'GET, HEAD' });
        }
        const question = options.asks(call.query, call.params);
        const identity = await panelIdentity(call.request, question, call.runtime);
        return work({ ...call, identity });
      }),
    withGuards: (options, work) =>
      withOpenGuards(options, async (call) => {
        const identity = await call.runtime.identify(call.request);
        if (identity === null) throw new ProblemError('unauthenticated');
        return work({ ...call, identity });
      }),
  };
}

async function answer<Q>(
  rt: Runtime,
  checks: readonly Check[],
  options: RouteOptions<Q>,
  request: Request,
  context: RouteContext,
  work: Work<OpenCall<Q>>,
): Promise<Response> {
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  const signal = AbortSignal.any([request.signal, deadline]);
  manyListeners(signal);
  const guardedWork = async () => {
    const { allowedHosts } = rt.config;
    const rules = { allowedHosts, addressesAllowed: options.addressesAllowed ?? false };
    for (const check of checks) check(request, rules);
    const query = readQuery(request.url, options.query);
    const params = await readParams(context);
    const readBody = async <T>(schema: z.ZodType<T>) =>
      schema.parse(await readJsonBody(request, options.maxBodyBytes));
    return work({ runtime: rt, request, params, query, signal, readBody });
  };
  try {
    const value = await unlessAborted(guardedWork(), signal);
    return value instanceof Response ? value : Response.json(value);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: CALLER_GONE });
    const late = deadline.aborted && !(error instanceof ProblemError);
    return refuse(
      rt,
      request.method,
      options.route,
      late ? new ProblemError('deadline-exceeded') : error,
    );
  }
}

/** The dynamic segments of the path; Next gives none at all where a route has no such segment. */
async function readParams({ params }: RouteContext): Promise<Record<string, string>> {
  const given = Object.entries((await params) ?? {});
  return Object.fromEntries(
    given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function refuse(rt: Runtime, method: string, route: string, error: unknown): Response {
  const problem = toProblemError(error);
  if (!isSafe(method) && !problem.audited) {
    const entry = { audit: 'request', method, route, outcome: 'refused', problem: problem.type };
    rt.log.info(entry, 'refused a request that may change something');
  }
  if (problem.cause !== undefined || statusOf(problem.type) >= 500) {
    rt.log.warn({ route, problem: problem.type, err: problem.cause ?? problem }, 'request failed');
  }
  const { retryAfterSeconds, allow, cookies = [] } = problem.extras;
  const response = new Response(JSON.stringify(problemDocument(problem)), {
    status: statusOf(problem.type),
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(allow === undefined ? {} : { allow }),
    },
  });
  return withCookies(response, cookies);
}

const REFUSED_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof REFUSED_METHODS)[number];

/**
 * Completes the handlers of a route: every method that it does not have is refused with a problem that
 * names those it has.
 */
export function methodsOf(
  route: string,
  handlers: Partial<Record<Method, RouteHandler>>,
): Record<Method, RouteHandler> {
  const has = REFUSED_METHODS.filter((method) => handlers[method] !== undefined);
  const refuseMethod = withOpenGuards({ route, query: z.looseObject({}) }, () =>
    Promise.reject(new ProblemError('method-not-allowed', { allow: has.join(', ') })),
  );
  const of = (method: Method) => handlers[method] ?? refuseMethod;
  return {
    GET: of('GET'),
    POST: of('POST'),
    PUT: of('PUT'),
    PATCH: of('PATCH'),
    DELETE: of('DELETE'),
    OPTIONS: of('OPTIONS'),
  };
}

/** The guard of this process. */
export const { withGuards, withOpenGuards, withEmbedGuards } = createGuard(runtime);
