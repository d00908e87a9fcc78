import 'server-only';

export type UpstreamName = 'prometheus' | 'tracing' | 'kubernetes' | 'issuer';

/**
 * How a call to an upstream failed.
 *
 * - `unavailable`: no connection, broken off, or a 5xx; `timeout`: its deadline passed;
 * - `busy`: it (429), or our own queue in front of it, is full; see `retryAfterMs`;
 * - `rejected`: it understood and refused the question (PromQL error, other 4xx);
 * - `malformed`: the answer is not what its API promises; `too-large`: the answer passed our cap;
 * - `unauthenticated` 401, `forbidden` 403, `not-found` 404, `conflict` 409, `gone` 410, `invalid` 422.
 */
export type UpstreamFailure =
  | 'unavailable'
  | 'timeout'
  | 'rejected'
  | 'malformed'
  | 'too-large'
  | 'busy'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'gone';

/** The parts of a Kubernetes Status object that say why a request was refused. */
export interface KubeStatus {
  readonly reason: string;
  readonly message: string;
  readonly code: number;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

export interface UpstreamErrorDetails {
  readonly cause?: unknown;
  readonly status?: number | undefined;
  readonly body?: KubeStatus | undefined;
  readonly retryAfterMs?: number | undefined;
}

const BRAND = Symbol.for('alidade.upstream-error');

/**
 * A failed call to an upstream. A call that its own caller gave up is not one: then the reason of
 * the caller's signal is thrown as it is.
 */
export class UpstreamError extends Error {
  readonly [BRAND] = true;
  readonly upstream: UpstreamName;
  readonly failure: UpstreamFailure;
  /** For the log. Holds text from the upstream, never a credential. */
  readonly detail: string;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;
  /** What the Kubernetes API said; only from Kubernetes. May be shown to the person it refused. */
  readonly body: KubeStatus | undefined;
  /** For `busy` and some `unavailable`: how long the upstream asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(
    upstream: UpstreamName,
    failure: UpstreamFailure,
    detail: string,
    { cause, status, body, retryAfterMs }: UpstreamErrorDetails = {},
  ) {
    super(`${upstream} ${failure}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = 'UpstreamError';
    this.upstream = upstream;
    this.failure = failure;
    this.detail = detail;
    this.status = status;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /**
   * The clients are made once, by the start-up code, and their errors are caught by routes. Next
   * bundles the two apart, so each has its own copy of this class: the brand is what they share.
   */
  static override [Symbol.hasInstance](value: unknown): value is UpstreamError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
