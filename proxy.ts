import { NextResponse, type NextRequest } from 'next/server';
import { signInHref } from '@/lib/contract/urls';
import { isSignedIn } from '@/lib/server/access/identify';
import type { Config } from '@/lib/server/config/config';
import { config as readEnvironment, isDevelopment } from '@/lib/server/env';
import { isAllowedHost } from '@/lib/server/guard/checks';
import {
  contentSecurityPolicy,
  FILE_POLICY,
  NOT_WHERE_FRAMED,
  PAGE_HEADERS,
} from '@/lib/server/page-headers';

/** Answered by handlers with a guard of their own. */
const GUARDED = /^\/(api\/|embed\/api\/|healthz$|readyz$|metrics$)/;

/** Panels for frames of other origins. They need nobody's sign-in, and look at nobody's. */
const EMBEDDED = /^\/embed\/(graph|signals|splits|traces|trace)$/;

/** What the page of somebody who has not signed in needs. */
const PUBLIC = /^\/(sign-in$|icon\.svg$|_next\/static\/)/;

/**
 * Holds every request against the list of hosts, and gives every page its security headers. It has no matcher,
 * so that nothing is left out. It protects no data: each handler of the API has the whole guard again.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const config = readEnvironment();
  const path = request.nextUrl.pathname;
  if (GUARDED.test(path))
    return NextResponse.next({ request: { headers: passedOn(request).headers } });
  const refused = await turnedAway(request, config);
  if (refused !== null) return refused;

  const isEmbedded = EMBEDDED.test(path);
  const { headers, policy } = passedOn(request, isEmbedded ? config.embedAncestors : []);
  const response = NextResponse.next({ request: { headers } });
  const isFile = path.startsWith('/_next/static/') && !isDevelopment();
  response.headers.set('content-security-policy', isFile ? FILE_POLICY : policy);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) {
    if (!isEmbedded || !NOT_WHERE_FRAMED.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** What the renderer gets: the policy of this page with a nonce of its own, and none of the caller's. */
function passedOn(request: NextRequest, ancestors: readonly string[] = []) {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy({ nonce, development: isDevelopment(), ancestors });
  const headers = new Headers(request.headers);
  // Next takes its nonce from this header: the caller's must never reach it.
  headers.set('content-security-policy', policy);
  headers.delete('content-security-policy-report-only');
  headers.set('x-nonce', nonce);
  return { headers, policy };
}

/** The answer to who may not have a page or a file; null for everybody else. */
async function turnedAway(request: NextRequest, config: Config): Promise<Response | null> {
  const refused = refusalOf(request, config);
  if (refused !== null) return refused;
  const path = request.nextUrl.pathname;
  if (EMBEDDED.test(path)) return refusalOfPanel(request, config);
  const isOpen = PUBLIC.test(path) || (await isSignedIn(request, { config, now: Date.now }));
  return isOpen ? null : toSignIn(request);
}

function refusalOf(request: NextRequest, { allowedHosts }: Config): Response | null {
  const rules = { allowedHosts, addressesAllowed: false };
  if (isAllowedHost(request.headers.get('host'), rules)) return null;
  return refusal(421, 'This host name is not served here. See ALLOWED_HOSTS.');
}

/** The page of a panel holds no figures: whether its signed link holds is for the reads that it makes to find out. */
function refusalOfPanel(
  { method }: NextRequest,
  { embedNamespaces, embedLinkHours }: Config,
): Response | null {
  if (embedNamespaces === null && embedLinkHours === null) {
    return refusal(404, 'Nothing is embedded.');
  }
  if (method === 'GET' || method === 'HEAD') return null;
  return refusal(405, 'A panel can only be looked at.', { allow: 'GET, HEAD' });
}

function refusal(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...PAGE_HEADERS, ...headers },
  });
}

/**
 * Keeps where the person wanted to go; only paths of ours, so that no other site can be put there. Next takes an
 * absolute address alone, and makes it relative again before it is sent.
 */
function toSignIn(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const location = new URL(signInHref(pathname + search), request.nextUrl.href).href;
  return new Response(null, { status: 307, headers: { location, 'cache-control': 'no-store' } });
}
