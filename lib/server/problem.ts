import 'server-only';
import { z } from 'zod';
import type { Cause, Problem, ProblemType } from '@/lib/contract/problem';
import { UpstreamError, type UpstreamFailure, type UpstreamName } from '@/lib/upstream/error';

/** Members of a problem that only some types have. */
export interface ProblemExtras {
  readonly detail?: string | undefined;
  /** For `refused`. */
  readonly rule?: string | undefined;
  /** For `refused`. */
  readonly causes?: readonly Cause[] | undefined;
  /** For `conflict`. */
  readonly current?: unknown;
  /** For `unauthenticated`: whether `POST /api/v1/session/renew` may mend it. */
  readonly renewable?: boolean | undefined;
  /** `Set-Cookie` headers to send along, for example of a session that is over. */
  readonly cookies?: readonly string[] | undefined;
  /** Sent as `retry-after`; seconds. */
  readonly retryAfterSeconds?: number | undefined;
  /** For `method-not-allowed`: sent as `allow`. */
  readonly allow?: string | undefined;
}

/** A request that is refused on purpose. Its `detail` is fit for the caller; a `cause` goes to the log. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly extras: ProblemExtras;
  /** Whether the audit log has a line of this refusal already. */
  audited = false;

  constructor(type: ProblemType, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(extras.detail ?? TITLES[type], options);
    this.type = type;
    this.extras = extras;
  }

  /** By name: Next bundles modules more than once, so an error may come from another copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ProblemError';
  }
}

const TITLES: Readonly<Record<ProblemType, string>> = {
  'invalid-request': 'The request is not valid',
  'unknown-host': 'This host name is not served here',
  'forbidden-origin': 'The request did not come from this console',
  'method-not-allowed': 'The method is not allowed here',
  'unsupported-media-type': 'The body must be JSON',
  'body-too-large': 'The body is too large',
  unauthenticated: 'Sign in first',
  forbidden: 'You may not do this',
  'embed-link-refused': 'This link does not open this panel',
  'not-found': 'There is no such thing',
  conflict: 'It was changed by somebody else meanwhile',
  refused: 'The change breaks a rule',
  'writes-off': 'Changes are switched off here',
  busy: 'Too much is being asked at once',
  'deadline-exceeded': 'It took too long',
  'upstream-unavailable': 'A source did not answer',
  'upstream-timeout': 'A source took too long',
  'upstream-rejected': 'A source refused the question',
  'upstream-malformed': 'A source answered in a form this console does not understand',
  'upstream-too-large': 'A source answered with more than this console takes',
  'not-configured': 'This source is not configured',
  internal: 'Something went wrong here',
};

const STATUS: Readonly<Record<ProblemType, number>> = {
  'invalid-request': 400,
  'unknown-host': 421,
  'forbidden-origin': 403,
  'method-not-allowed': 405,
  'unsupported-media-type': 415,
  'body-too-large': 413,
  unauthenticated: 401,
  forbidden: 403,
  'embed-link-refused': 403,
  'not-found': 404,
  conflict: 409,
  refused: 422,
  'writes-off': 403,
  busy: 503,
  'deadline-exceeded': 504,
  'upstream-unavailable': 502,
  'upstream-timeout': 504,
  'upstream-rejected': 502,
  'upstream-malformed': 502,
  'upstream-too-large': 502,
  'not-configured': 501,
  internal: 500,
};

/** The HTTP status of a kind of problem. */
export function statusOf(type: ProblemType): number {
  return STATUS[type];
}

/** How one failure of an upstream is told to a caller. Its own words go to the log only. */
const UPSTREAM_PROBLEM: Readonly<Record<UpstreamFailure, ProblemType>> = {
  unavailable: 'upstream-unavailable',
  timeout: 'upstream-timeout',
  rejected: 'upstream-rejected',
  malformed: 'upstream-malformed',
  'too-large': 'upstream-too-large',
  busy: 'busy',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
  invalid: 'refused',
  gone: 'upstream-unavailable',
};

const UPSTREAM_LABEL: Readonly<Record<UpstreamName, string>> = {
  prometheus: 'Prometheus',
  tracing: 'The tracing store',
  kubernetes: 'The Kubernetes API',
  issuer: 'The sign-in server',
};

const FAILURE_SAYS: Readonly<Record<UpstreamFailure, string>> = {
  unavailable: 'cannot be reached, or is starting.',
  timeout: 'took too long. A shorter time window may help.',
  rejected: 'refused the question.',
  malformed: 'answered in a form this console does not understand.',
  'too-large':
    'answered with more than this console takes. Fewer namespaces or a shorter window may help.',
  busy: 'is asked too much at once. Try again in a moment.',
  unauthenticated: 'does not accept these credentials.',
  forbidden: 'does not allow this.',
  'not-found': 'does not know it.',
  conflict: 'says that it was changed meanwhile.',
  invalid: 'refused the change.',
  gone: 'has forgotten what was asked for.',
};

/** One sentence for people about a failed upstream: never its own text, which may hold anything. */
export function sayUpstreamFailure(error: UpstreamError): string {
  return `${UPSTREAM_LABEL[error.upstream]} ${FAILURE_SAYS[error.failure]}`;
}

/**
 * Maps whatever was thrown to what the caller may know of it.
 *
 * The words of the Kubernetes API are passed on where it refused a person, since they say what to ask
 * the administrator for.
 */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof z.ZodError) {
    return new ProblemError('invalid-request', { detail: z.prettifyError(error) });
  }
  if (error instanceof UpstreamError) return fromUpstream(error);
  return new ProblemError(
    'internal',
    { detail: 'The error is in the server log.' },
    { cause: error },
  );
}

function fromUpstream(error: UpstreamError): ProblemError {
  // Only the Kubernetes API acts for the person; elsewhere a 401 or 403 is our own credential's.
  const isTheirs = error.upstream === 'kubernetes';
  const type = isTheirs ? UPSTREAM_PROBLEM[error.failure] : sharedUpstreamProblem(error.failure);
  const passedOn = isTheirs && error.body !== undefined ? error.body.message : null;
  const extras = {
    detail: passedOn ?? sayUpstreamFailure(error),
    ...(error.retryAfterMs === undefined
      ? {}
      : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }),
  };
  return new ProblemError(type, extras, { cause: error });
}

function sharedUpstreamProblem(failure: UpstreamFailure): ProblemType {
  const refusesUs = ['unauthenticated', 'forbidden', 'not-found', 'conflict', 'invalid'];
  return refusesUs.includes(failure) ? 'upstream-rejected' : UPSTREAM_PROBLEM[failure];
}

/** The document that is sent. */
export function problemDocument({ type, extras }: ProblemError): Problem {
  return {
    type: `urn:alidade:problem:${type}`,
    title: TITLES[type],
    status: STATUS[type],
    ...(extras.detail === undefined ? {} : { detail: extras.detail }),
    ...(extras.rule === undefined ? {} : { rule: extras.rule }),
    ...(extras.causes === undefined ? {} : { causes: [...extras.causes] }),
    ...(extras.current === undefined ? {} : { current: extras.current }),
    ...(extras.renewable === undefined ? {} : { renewable: extras.renewable }),
  };
}
