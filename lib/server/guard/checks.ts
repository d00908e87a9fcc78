import 'server-only';
import { isIP } from 'node:net';
import { ProblemError } from '@/lib/server/problem';

/** What a request is held against. */
export interface GuardRules {
  /** Lower case, without a port. */
  readonly allowedHosts: readonly string[];
  /**
   * Whether an IP address is a good host too. For probes and scrapes, which address the pod: DNS
   * rebinding needs a name, so an address cannot come from a web page that is not ours.
   */
  readonly addressesAllowed: boolean;
}

/** One protection. Throws ProblemError when the request must not go on; asks nobody. */
export type Check = (request: Request, rules: GuardRules) => void;

/**
 * Refuses hosts that are not on the list, on any port: a page that has rebound its own name to this
 * address still sends that name. Forwarded headers are never looked at.
 */
export const checkHost: Check = (request, rules) => {
  if (isAllowedHost(request.headers.get('host'), rules)) return;
  throw new ProblemError('unknown-host', {
    detail: 'Add the host name to ALLOWED_HOSTS if this console is meant to be reached by it.',
  });
};

/** Whether a Host header names this console. An absent or repeated header does not. */
export function isAllowedHost(host: string | null, rules: GuardRules): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?$/.exec(
    (host ?? '').toLowerCase(),
  )?.[1];
  if (name === undefined) return false;
  if (rules.allowedHosts.includes(name)) return true;
  return rules.addressesAllowed && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

/**
 * Refuses writes that another site's page sent. Cookies do not tell: every port of localhost is the same
 * site. Without `Sec-Fetch-Site` (which browsers send to trustworthy origins) the origin must be this
 * host over plain http, exactly.
 */
export const checkOrigin: Check = (request) => {
  if (isSafe(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOurs =
    site === null
      ? origin === `http://${request.headers.get('host') ?? ''}`
      : site === 'same-origin';
  if (isOurs && origin !== 'null') return;
  throw new ProblemError('forbidden-origin');
};

/** Refuses writes without our header, which a page of another origin can only send after asking. */
export const checkMarker: Check = (request) => {
  if (isSafe(request.method) || request.headers.get('x-alidade') !== null) return;
  throw new ProblemError('forbidden-origin', { detail: 'The header x-alidade is missing.' });
};

/** Refuses bodies of a type that a form can send. */
export const checkMediaType: Check = (request) => {
  if (isSafe(request.method)) return;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new ProblemError('unsupported-media-type', { detail: 'Send application/json.' });
};

/** All of them, in order. Each has a test that shows what gets through without it. */
export const CHECKS: readonly Check[] = [checkHost, checkOrigin, checkMarker, checkMediaType];

/** Whether a method only reads. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
