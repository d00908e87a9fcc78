import 'server-only';
import { isAllowedHost } from '@/lib/server/guard/checks';

/**
 * The origin of the page of ours that sent a request, as its browser says; null when it says none, or its host is
 * not on the list. Unlike the Host header it tells the scheme, behind a proxy that ends TLS too; forwarded headers
 * could say anything.
 */
export function ownOrigin(request: Request, allowedHosts: readonly string[]): string | null {
  const text = request.headers.get('origin');
  if (text === null || !URL.canParse(text)) return null;
  const { origin, host } = new URL(text);
  if (origin !== text) return null;
  return isAllowedHost(host, { allowedHosts, addressesAllowed: false }) ? origin : null;
}

/** Whether the browser reached us over https. */
export function isSecure(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https://') === true;
}
