import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allowedBecause, mayReadPath, USERS, type User } from './access';
import { discoveryAt, VERSION } from './discovery';
import type { JsonObject } from './json';
import { listObjects, watchObjects } from './reads';
import { isDryRun, managerOf, readBody, resourceAt, type ResourcePath } from './request';
import { REVIEWS } from './reviews';
import {
  ApiError,
  badRequest,
  forbidden,
  forbiddenResource,
  methodNotAllowed,
  notFound,
  unauthorized,
} from './status';
import { createObjectStore, type ObjectStore } from './store';
import {
  checkPatchType,
  createObject,
  deleteObject,
  inVersion,
  patchObject,
  replaceObject,
  type WriteContext,
} from './writes';

export interface KubernetesOptions {
  readonly objects: readonly JsonObject[];
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Whether weights that Istio's admission webhook refuses are refused; a bare API server takes them. */
  readonly webhook?: boolean;
  /** How many writes can be watched from. */
  readonly remembered?: number;
}

export interface KubernetesServer {
  readonly url: string;
  readonly store: ObjectStore;
  close(): Promise<void>;
}

interface Context {
  readonly store: ObjectStore;
  readonly now: () => Date;
  readonly webhook: boolean;
}

/** Serves objects as the Kubernetes API does, under the identities of `USERS`. */
export async function startKubernetes(options: KubernetesOptions): Promise<KubernetesServer> {
  const { host = '127.0.0.1', port = 0, now = () => new Date(), webhook = true } = options;
  const store = createObjectStore(options.objects, options.remembered);
  const context: Context = { store, now, webhook };
  const server = createServer((request, response) => {
    answer(request, response, context).catch((error: unknown) => sendError(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound }: AddressInfo = addressOf(server.address());
  return {
    url: `http://${host}:${String(bound)}`,
    store,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address;
}

function sendJson(response: ServerResponse, code: number, body: JsonObject): void {
  response.writeHead(code, {
    'content-type': 'application/json',
    'cache-control': 'no-cache, private',
  });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof ApiError) return sendJson(response, error.code, error.status());
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, 500, new ApiError(500, 'InternalError', message).status());
}

function personOf(request: IncomingMessage): User {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const found = USERS.find((user) => user.token === token);
  if (scheme?.toLowerCase() !== 'bearer' || found === undefined) throw unauthorized();
  return found;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const person = personOf(request);
  const url = new URL(request.url ?? '/', 'http://demo');
  const review = reviewAt(url.pathname);
  if (review !== undefined) {
    if (request.method !== 'POST') throw methodNotAllowed();
    const body = await readBody(request, badRequest);
    return sendJson(response, 201, review(person, body, context.now()));
  }
  const path = resourceAt(url.pathname);
  if (path === undefined) return sendDocument(request, response, url, person);
  const verb = verbOf(request, path, url.searchParams);
  const { kind, namespace, name } = path;
  const access = { verb, group: kind.group, resource: kind.plural, namespace };
  // A namespace itself is read under the rights in that namespace.
  const scope = kind.plural === 'namespaces' ? { ...access, namespace: name } : access;
  if (allowedBecause(person, scope) === undefined) {
    throw forbiddenResource(person.name, verb, kind, scope.namespace, name);
  }
  if (verb === 'watch') return watchObjects(path, url.searchParams, context.store, response);
  if (verb === 'list') {
    return sendJson(response, 200, listObjects(path, url.searchParams, context.store));
  }
  if (verb === 'get') {
    const object = context.store.get(kind, namespace, name);
    if (object === undefined) throw notFound(kind, name);
    return sendJson(response, 200, inVersion(object, path));
  }
  return sendWrite(request, response, url.searchParams, { path, verb, context });
}

function reviewAt(path: string): (typeof REVIEWS)[string] | undefined {
  const [, group, resource] = /^\/apis\/([^/]+)\/v1\/([^/]+)$/.exec(path) ?? [];
  return REVIEWS[`${group ?? ''}/${resource ?? ''}`];
}

const VERBS: Readonly<Record<string, string>> = {
  ...{ GET: 'get', HEAD: 'get', PUT: 'update', PATCH: 'patch', POST: 'create', DELETE: 'delete' },
};

function verbOf(request: IncomingMessage, { name }: ResourcePath, query: URLSearchParams): string {
  const verb = VERBS[request.method ?? ''];
  if (verb === undefined || (verb === 'create') !== (name === '' && verb !== 'get')) {
    throw methodNotAllowed();
  }
  if (verb !== 'get' || name !== '') return verb;
  return ['1', 'true'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
}

async function sendWrite(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  { path, verb, context }: { path: ResourcePath; verb: string; context: Context },
): Promise<void> {
  const optionsKind = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Options`;
  const write: WriteContext = {
    store: context.store,
    author: { manager: managerOf(request, query), now: context.now() },
    dryRun: isDryRun(query, optionsKind),
    webhook: context.webhook,
  };
  if (verb === 'delete') return sendJson(response, 200, deleteObject(path, write));
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim() ?? '';
  if (verb === 'patch') checkPatchType(mediaType);
  const body = await readBody(request, (why) => badRequest(`error decoding patch: ${why}`));
  if (verb === 'create') {
    return sendJson(response, 201, inVersion(createObject(path, body, write), path));
  }
  const changed =
    verb === 'patch' ? patchObject(path, mediaType, body, write) : replaceObject(path, body, write);
  sendJson(response, 200, inVersion(changed, path));
}

function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname }: URL,
  person: User,
): void {
  if (!mayReadPath(person, pathname)) {
    const verb = VERBS[request.method ?? ''] ?? 'get';
    throw forbidden(`forbidden: User "${person.name}" cannot ${verb} path "${pathname}"`, {});
  }
  if (request.method !== 'GET') throw methodNotAllowed();
  if (pathname === '/version' || pathname === '/version/') return sendJson(response, 200, VERSION);
  const isProbe = /^\/(healthz|livez|readyz)$/.test(pathname);
  const document = discoveryAt(pathname, request.headers.host ?? '');
  if (document !== undefined) return sendJson(response, 200, document);
  response.writeHead(isProbe ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(isProbe ? 'ok' : '404 page not found\n');
}
