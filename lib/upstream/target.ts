import 'server-only';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';

/**
 * Reads a configured base URL. Its path is kept, with a `/` at its end.
 *
 * @throws TypeError naming the upstream when it is not a plain http or https URL.
 */
export function readBaseUrl(upstream: UpstreamName, text: string): URL {
  if (!URL.canParse(text)) throw new TypeError(`the ${upstream} URL is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`the ${upstream} URL is neither http nor https`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`the ${upstream} URL holds a credential: give it as a token file`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError(`the ${upstream} URL has a query or a fragment`);
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * Builds the URL of a request below the base. Each segment becomes exactly one segment of the path,
 * whatever is in it: the result is checked to be on the base's origin and below its path.
 *
 * @throws UpstreamError `rejected` when a segment cannot be one (empty, `.`, `..`, a lone surrogate).
 */
export function targetUrl(
  upstream: UpstreamName,
  base: URL,
  segments: readonly string[],
  query?: URLSearchParams,
): URL {
  const path = base.pathname + segments.map((segment) => encode(upstream, segment)).join('/');
  const url = new URL(path, base);
  if (url.origin !== base.origin || url.pathname !== path) {
    throw new UpstreamError(upstream, 'rejected', 'the path would leave the base URL');
  }
  url.search = query?.toString() ?? '';
  return url;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function encode(upstream: UpstreamName, segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || LONE_SURROGATE.test(segment)) {
    throw new UpstreamError(upstream, 'rejected', `no path segment: ${JSON.stringify(segment)}`);
  }
  return encodeURIComponent(segment);
}
