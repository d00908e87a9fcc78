import 'server-only';
import { chunksOf, decoded, discard, readCapped } from '@/lib/upstream/body';
import { UpstreamError } from '@/lib/upstream/error';
import { failureOf, parseJson, parseValue } from '@/lib/upstream/failure';
import { headerOf, type Http } from '@/lib/upstream/http';
import type { ServedKind, WatchEvent } from '@/lib/upstream/kubernetes/types';
import { withKind } from '@/lib/upstream/kubernetes/objects';
import { objectPath } from '@/lib/upstream/kubernetes/paths';
import { refused, watchError } from '@/lib/upstream/kubernetes/status';
import { bookmarkSchema, objectSchema, watchLineSchema } from '@/lib/upstream/kubernetes/wire';
import { onAbort } from '@/lib/upstream/on-abort';

export interface WatchOptions {
  /** The API server sends a bookmark about every minute, so that silence means a dead connection. */
  readonly idleMs: number;
  readonly maxLineBytes: number;
}

/** How long the server is to keep one watch: short of the five minutes of a usual balancer. */
const WATCH_SECONDS = 290;

const ERROR_BODY_BYTES = 64 * 1024;

/** See `KubernetesClient.watch`. */
export async function* watchObjects(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  resourceVersion: string,
  signal: AbortSignal,
  options: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const controller = new AbortController();
  const stopListening = onAbort(signal, () => {
    controller.abort(signal.reason);
  });
  try {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion,
      timeoutSeconds: String(WATCH_SECONDS),
    });
    const path = objectPath(kind, namespace);
    const response = await http.open({ method: 'GET', path, query }, controller.signal);
    const body = decoded('kubernetes', response.body, headerOf(response)('content-encoding'));
    if (response.statusCode !== 200) {
      const { text } = await readCapped(body, ERROR_BODY_BYTES);
      throw refused({ status: response.statusCode, header: headerOf(response), text });
    }
    yield { type: 'bookmark', resourceVersion };
    try {
      for await (const line of linesOf(body, options, controller)) yield eventOf(kind, line);
    } finally {
      discard(response.body);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf('kubernetes', error);
  } finally {
    stopListening();
    controller.abort();
  }
}

async function* linesOf(
  body: Parameters<typeof chunksOf>[0],
  { idleMs, maxLineBytes }: WatchOptions,
  controller: AbortController,
): AsyncGenerator<string> {
  const idle = setTimeout(() => {
    const silence = `the watch said nothing for ${idleMs} ms`;
    controller.abort(new UpstreamError('kubernetes', 'timeout', silence));
  }, idleMs);
  let parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunksOf(body)) {
      idle.refresh();
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        parts.push(chunk.subarray(from, end));
        yield Buffer.concat(parts).toString('utf8');
        [parts, bytes, from] = [[], 0, end + 1];
      }
      parts.push(chunk.subarray(from));
      bytes += chunk.length - from;
      if (bytes > maxLineBytes) {
        throw new UpstreamError('kubernetes', 'too-large', `an event over ${maxLineBytes} bytes`);
      }
    }
  } finally {
    clearTimeout(idle);
  }
}

function eventOf(kind: ServedKind, line: string): WatchEvent {
  const { type, object } = parseJson('kubernetes', line, watchLineSchema);
  switch (type) {
    case 'ERROR':
      throw watchError(object);
    case 'BOOKMARK': {
      const { metadata } = parseValue('kubernetes', object, bookmarkSchema);
      return { type: 'bookmark', resourceVersion: metadata.resourceVersion };
    }
    case 'ADDED':
      return {
        type: 'added',
        object: withKind(kind, parseValue('kubernetes', object, objectSchema)),
      };
    case 'MODIFIED':
      return {
        type: 'modified',
        object: withKind(kind, parseValue('kubernetes', object, objectSchema)),
      };
    case 'DELETED':
      return {
        type: 'deleted',
        object: withKind(kind, parseValue('kubernetes', object, objectSchema)),
      };
  }
}
