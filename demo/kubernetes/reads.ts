import type { ServerResponse } from 'node:http';
import { isObject, parseJson, stringAt, withKey, type JsonObject } from './json';
import type { ResourcePath } from './request';
import { fieldSelector, labelSelector, type Selector } from './selectors';
import { ApiError, badRequest, expired } from './status';
import { nameOf, namespaceOf, type ObjectStore, type StoreEvent } from './store';
import { inVersion } from './writes';

function selectorOf(query: URLSearchParams): Selector {
  const label = labelSelector(query.get('labelSelector') ?? '');
  const field = fieldSelector(query.get('fieldSelector') ?? '');
  return (object) => label(object) && field(object);
}

interface Page {
  readonly revision: number;
  /** The key of the last object of the page before. */
  readonly after: string;
}

function encodePage({ revision, after }: Page): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: after };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodePage(token: string): Page {
  try {
    const page = parseJson(Buffer.from(token, 'base64url').toString('utf8'));
    const revision = isObject(page) ? page.rv : undefined;
    if (typeof revision === 'number') return { revision, after: stringAt(page, 'start') };
  } catch {
    // Told below, like any other token that is not ours.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') ?? '0';
  if (!/^\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text) === 0 ? Infinity : Number(text);
}

const keyOf = (object: JsonObject): string => `${namespaceOf(object)}/${nameOf(object)}`;

/** Lists a collection, in pages of `limit` that all show the same moment. @throws ApiError */
export function listObjects(
  path: ResourcePath,
  query: URLSearchParams,
  store: ObjectStore,
): JsonObject {
  const token = query.get('continue') ?? '';
  const page = token === '' ? { revision: store.revision(), after: '' } : decodePage(token);
  const all = store.list(path.kind, path.namespace, page.revision);
  if (all === undefined) {
    throw expired(
      'The provided continue parameter is too old to display a consistent list result.',
    );
  }
  const selects = selectorOf(query);
  const selected = all.filter((object) => keyOf(object) > page.after && selects(object));
  const items = selected.slice(0, limitOf(query));
  const remaining = selected.length - items.length;
  const last = items.at(-1);
  const unselected = !query.has('labelSelector') && !query.has('fieldSelector');
  return {
    kind: `${path.kind.kind}List`,
    apiVersion: stringAt(inVersion({}, path), 'apiVersion'),
    metadata: {
      resourceVersion: String(page.revision),
      ...(path.kind.custom && { continue: '' }),
      ...(remaining > 0 &&
        last !== undefined && {
          continue: encodePage({ revision: page.revision, after: keyOf(last) }),
          ...(unselected && { remainingItemCount: remaining }),
        }),
    },
    items: items.map((object) => listItem(object, path)),
  };
}

/** Items of core lists carry no kind of their own; custom resources do. */
function listItem(object: JsonObject, path: ResourcePath): JsonObject {
  if (path.kind.custom) return inVersion(object, path);
  return withKey(withKey(object, 'apiVersion', undefined), 'kind', undefined);
}

const DEFAULT_WATCH_SECONDS = 1800;
const BOOKMARK_INTERVAL_MS = 60_000;

/** Streams the writes of a collection as lines of JSON until the time asked for is over. */
export function watchObjects(
  path: ResourcePath,
  query: URLSearchParams,
  store: ObjectStore,
  response: ServerResponse,
): void {
  const selects = selectorOf(query);
  const from = revisionOf(query);
  const bookmarks = query.get('allowWatchBookmarks') === 'true';
  const send = (type: string, object: JsonObject): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const pass = (event: StoreEvent): void => {
    const seen = seenAs(event, path, selects);
    if (seen !== undefined) send(seen, inVersion(event.object, path));
  };
  const bookmark = (annotations?: JsonObject): void => {
    const metadata = { resourceVersion: String(store.revision()), annotations };
    send('BOOKMARK', inVersion({ kind: path.kind.kind, metadata }, path));
  };

  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-cache, private',
  });
  response.flushHeaders();
  const missed = from === 0 ? [] : store.since(from);
  if (missed === undefined) {
    const message = `too old resource version: ${String(from)} (${String(store.revision())})`;
    send('ERROR', expired(message).status());
    response.end();
    return;
  }
  if (from === 0) {
    for (const object of (store.list(path.kind, path.namespace) ?? []).filter(selects)) {
      send('ADDED', inVersion(object, path));
    }
    if (bookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
  }
  missed.forEach(pass);

  const unsubscribe = store.subscribe(pass);
  const ticking = setInterval(() => bookmarks && bookmark(), BOOKMARK_INTERVAL_MS);
  const ending = setTimeout(
    () => {
      if (bookmarks) bookmark();
      response.end();
    },
    watchSeconds(query) * 1000,
  );
  response.on('close', () => {
    unsubscribe();
    clearInterval(ticking);
    clearTimeout(ending);
  });
}

function revisionOf(query: URLSearchParams): number {
  const text = query.get('resourceVersion') ?? '';
  if (/^\d*$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  throw new ApiError(
    500,
    undefined,
    `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`,
  );
}

function watchSeconds(query: URLSearchParams): number {
  const asked = Number(query.get('timeoutSeconds') ?? '');
  return asked > 0 ? asked : DEFAULT_WATCH_SECONDS;
}

/** How a write looks to a watcher: entering and leaving its selection are ADDED and DELETED to it. */
function seenAs(event: StoreEvent, path: ResourcePath, selects: Selector): string | undefined {
  if (event.kind !== path.kind) return undefined;
  if (path.namespace !== '' && namespaceOf(event.object) !== path.namespace) return undefined;
  const was = event.previous !== undefined && selects(event.previous);
  const is = event.type !== 'DELETED' && selects(event.object);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}
