import 'server-only';
import { UpstreamError } from '@/lib/upstream/error';
import { refusal } from '@/lib/upstream/failure';
import type { Http, HttpAnswer } from '@/lib/upstream/http';

/** What a Jaeger at hand can do. */
export interface JaegerAbilities {
  /** Segments between the configured URL and `api`. */
  readonly base: readonly string[];
  readonly hasV3: boolean;
  /** From 2.19: search by summaries, and by tags in API v3. */
  readonly hasSummaries: boolean;
}

/** Where the API may be below the URL that was configured; Istio's addon is at `/jaeger`. */
const BASES: readonly (readonly string[])[] = [[], ['jaeger']];

/**
 * Finds out where a Jaeger's API is and which one it is. A page in place of JSON means that it is not there:
 * older versions answer every unknown path with their user interface.
 *
 * @throws UpstreamError as the store fails; `malformed` when it answers, but not as a Jaeger.
 */
export async function probeJaeger(http: Http, signal: AbortSignal): Promise<JaegerAbilities> {
  let last: HttpAnswer | null = null;
  for (const base of BASES) {
    const v3 = await get(http, [...base, 'api', 'v3', 'services'], signal);
    if (isJson(v3)) {
      const summaries = await get(http, [...base, 'api', 'v3', 'trace-summaries'], signal);
      // It refuses a question without a time range, in words that are no page.
      const hasSummaries = summaries.status === 400;
      return { base, hasV3: true, hasSummaries };
    }
    const legacy = await get(http, [...base, 'api', 'services'], signal);
    if (isJson(legacy)) return { base, hasV3: false, hasSummaries: false };
    last = v3;
  }
  if (last !== null && last.status !== 200 && last.status !== 404) {
    throw refusal('tracing', last, last.text);
  }
  throw new UpstreamError('tracing', 'malformed', 'no API of Jaeger is at this URL');
}

function get(http: Http, path: readonly string[], signal: AbortSignal): Promise<HttpAnswer> {
  return http.send({ method: 'GET', path }, signal);
}

function isJson({ status, text }: HttpAnswer): boolean {
  return status === 200 && text.trimStart().startsWith('{');
}
