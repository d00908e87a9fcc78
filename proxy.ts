import { NextResponse, type NextRequest } from 'next/server';
import { signInHref } from '@/lib/contract/urls';
import { isSignedIn } from '@/lib/server/access/identify';
import { config as readEnvironment, isDevelopment } from '@/lib/server/env';
import { isAllowedHost } from '@/lib/server/guard/checks';
import { contentSecurityPolicy, FILE_POLICY, PAGE_HEADERS } from '@/lib/server/page-headers';

/** Answered by handlers with a guard of their own. */
const GUARDED = /^\/(api\/|healthz$|readyz$|metrics$)/;

/** What the page of somebody who has not signed in needs. */
const PUBLIC = /^\/(sign-in$|icon\.svg$|_next\/static\/)/;

/**
 * Holds every request against the list of hosts, and gives every page its security headers. It has no matcher,
 * so that nothing is left out. It protects no data: each handler of the API has the whole guard again.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const config = readEnvironment();
  const path = request.nextUrl.pathname;
  const isGuarded = GUARDED.test(path);
  if (!isGuarded) {
    const rules = { allowedHosts: config.allowedHosts, addressesAllowed: false };
    if (!isAllowedHost(request.headers.get('host'), rules)) return misdirected();
    const isOpen = PUBLIC.test(path) || (await isSignedIn(request, { config, now: Date.now }));
    if (!isOpen) return toSignIn(request);
  }

  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy({ nonce, development: isDevelopment() });
  const headers = new Headers(request.headers);
  // Next takes its nonce from this header: the caller's must never reach it.
  headers.set('content-security-policy', policy);
  headers.delete('content-security-policy-report-only');
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  if (isGuarded) return response;
  const isFile = path.startsWith('/_next/static/') && !isDevelopment();
  response.headers.set('content-security-policy', isFile ? FILE_POLICY : policy);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.headers.set(name, value);
  return response;
}

function misdirected(): Response {
  return new Response('This host name is not served here. See ALLOWED_HOSTS.\n', {
    status: 421,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...PAGE_HEADERS },
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
