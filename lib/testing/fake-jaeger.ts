import { json, type Script } from '@/lib/testing/fake-upstream';

/** The trace that `span` puts its spans in. */
export const TRACE_ID = '0000000000000000000000000000ab01';

/** What a web server gives that has no such API: its page. */
export const PAGE: Script = (_, response) =>
  response.end('<!doctype html><title>Jaeger UI</title>');

export const notFound: Script = (_, response) => response.writeHead(404).end('404 page not found');

/** How Jaeger refuses a search without a time range, which tells that it has that search. */
export const needsRange = json(
  { error: { httpCode: 400, message: 'start_time_min is required' } },
  400,
);

/** A span of 1.5 microseconds in OTLP's JSON. */
export function span(id: string, startNs: string, more: object = {}) {
  return {
    traceId: TRACE_ID,
    spanId: id,
    name: `op ${id}`,
    startTimeUnixNano: startNs,
    endTimeUnixNano: String(BigInt(startNs) + 1_500n),
    ...more,
  };
}

/** An answer of API v3 with spans of one service. */
export function otlp(...spans: readonly object[]) {
  const attributes = [{ key: 'service.name', value: { stringValue: 'web.shop' } }];
  return { result: { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] } };
}

/** A Jaeger of some version: what it answers at some paths, and what everywhere else. */
export function jaeger(paths: Readonly<Record<string, Script>>, otherwise: Script = PAGE): Script {
  return (request, response) => {
    const path = request.target.replace(/\?.*/, '');
    (paths[path] ?? otherwise)(request, response);
  };
}
