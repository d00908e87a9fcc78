import 'server-only';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

const DETAIL_CHARACTERS = 200;

/**
 * Turns what the library threw into an UpstreamError.
 *
 * - `forbidden`: the issuer, or the person there, said no; `unauthenticated`: a code or refresh token is not
 *   valid (any more); `malformed`: what came back does not hold (signature, claims, state);
 * - `rejected`: the issuer refused us, for example our client's secret.
 *
 * The error itself is left behind: its causes hold tokens and codes.
 */
export function refusedBy(error: unknown): unknown {
  if (error instanceof UpstreamError) return error;
  if (error instanceof AuthorizationResponseError) {
    return failed('forbidden', said(error.error, error.error_description));
  }
  if (error instanceof ResponseBodyError) {
    const failure = error.error === 'invalid_grant' ? 'unauthenticated' : 'rejected';
    return failed(failure, said(error.error, error.error_description));
  }
  if (!(error instanceof Error)) return error;
  if (error.cause instanceof UpstreamError) return error.cause;
  if (error.name === 'WWWAuthenticateChallengeError') {
    return failed('rejected', 'it does not accept this client');
  }
  return error instanceof ClientError ? failed('malformed', reasonOf(error)) : error;
}

function failed(failure: UpstreamFailure, detail: string): UpstreamError {
  return new UpstreamError('issuer', failure, detail);
}

/** What the issuer gave as its reason: text from outside, so cut and without control characters. */
function said(error: string, description: string | undefined): string {
  const whole = description === undefined ? error : `${error}: ${description}`;
  return whole.replace(/\p{Cc}/gu, ' ').slice(0, DETAIL_CHARACTERS);
}

/** The library's own words, which are fixed; the values stand in other members. */
function reasonOf(error: ClientError): string {
  const why = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${why}`.slice(0, DETAIL_CHARACTERS);
}
