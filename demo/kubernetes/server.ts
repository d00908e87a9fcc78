import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type Listening } from '../listen';
import { allowedBecause, mayReadPath, USERS, type User } from './access';
import { documentAt } from './discovery';
import { NAMESPACES } from './kinds';
import type { JsonObject } from './json';
import { openApiAt } from './openapi';
import { listObjects, watchObjects } from './reads';
import {
  isDryRun,
  managerOf,
  readBody,
  readOptions,
  resourceAt,
  type ResourcePath,
} from './request';
import { REVIEWS, type Review } from './reviews';
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

export interface KubernetesServer extends Listening {
  readonly store: ObjectStore;
}

interface Context {
  readonly store: ObjectStore;
  readonly now: () => Date;
  readonly webhook: boolean;
}

/** A request whose sender is known. */
interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly person: User;
  readonly context: Context;
}

interface Answer {
  readonly code: number;
  /** JSON, or plain text. */
  readonly body: JsonObject | string;
}

/** Serves objects as the Kubernetes API does, under the identities of `USERS`. */
export async function startKubernetes(options: KubernetesOptions): Promise<KubernetesServer> {
  const { host = '127.0.0.1', port = 0, now = () => new Date(), webhook = true } = options;
  const store = createObjectStore(options.objects, options.remembered);
  const context: Context = { store, now, webhook };
  const server = createServer((request, response) => {
    answer(request, response, context)
      .then((found) => found && send(response, found))
      .catch((error: unknown) => sendError(response, error));
  });
  return { ...(await listen(server, host, port)), store };
}

function send(response: ServerResponse, { code, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(code, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'cache-control': 'no-cache, private',
  });
  response.end(isText ? body : JSON.stringify(body));
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const told = error instanceof ApiError ? error : new ApiError(500, 'InternalError', message);
  send(response, { code: told.code, body: told.status() });
}

function personOf(request: IncomingMessage): User {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const found = USERS.find((user) => user.token === token);
  if (scheme?.toLowerCase() !== 'bearer' || found === undefined) throw unauthorized();
  return found;
}

/** Undefined when the response is a stream that has begun. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<Answer | undefined> {
  const person = personOf(request);
  const url = new URL(request.url ?? '/', 'http://demo');
  const asked: Asked = { request, url, person, context };
  const review = reviewAt(url.pathname);
  if (review !== undefined) return answerReview(asked, review);
  const path = resourceAt(url.pathname);
  if (path === undefined) return answerDocument(asked);
  const verb = verbOf(request, path, url.searchParams);
  authorize(person, verb, path);
  if (verb !== 'watch') return answerResource(asked, path, verb);
  watchObjects(path, url.searchParams, context.store, response);
  return undefined;
}

function reviewAt(path: string): Review | undefined {
  const [, group, resource] = /^\/apis\/([^/]+)\/v1\/([^/]+)$/.exec(path) ?? [];
  return REVIEWS[`${group ?? ''}/${resource ?? ''}`];
}

async function answerReview({ request, person, context }: Asked, review: Review): Promise<Answer> {
  if (request.method !== 'POST') throw methodNotAllowed();
  const body = await readBody(request, badRequest);
  return { code: 201, body: review(person, body, context.now()) };
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  POST: 'create',
  DELETE: 'delete',
};

function verbOf(request: IncomingMessage, { name }: ResourcePath, query: URLSearchParams): string {
  const verb = VERBS[request.method ?? ''];
  const isCollection = name === '';
  if (verb === 'get' && isCollection) {
    return ['1', 'true'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
  }
  if (verb === undefined || (verb === 'create') !== isCollection) throw methodNotAllowed();
  return verb;
}

function authorize(person: User, verb: string, { kind, namespace, name }: ResourcePath): void {
  // A namespace itself is read under the rights in that namespace.
  const scope = kind === NAMESPACES ? name : namespace;
  const access = { verb, group: kind.group, resource: kind.plural, namespace: scope };
  if (allowedBecause(person, access) === undefined) {
    throw forbiddenResource({ user: person.name, verb, kind, namespace: scope, name });
  }
}

function answerResource(asked: Asked, path: ResourcePath, verb: string): Answer | Promise<Answer> {
  const { url, context } = asked;
  if (verb === 'list')
    return { code: 200, body: listObjects(path, url.searchParams, context.store) };
  if (verb !== 'get') return answerWrite(asked, path, verb);
  const object = context.store.get(path.kind, path.namespace, path.name);
  if (object === undefined) throw notFound(path.kind, path.name);
  return { code: 200, body: inVersion(object, path) };
}

async function answerWrite(
  { request, url, context }: Asked,
  path: ResourcePath,
  verb: string,
): Promise<Answer> {
  const write: WriteContext = {
    store: context.store,
    author: { manager: managerOf(request, url.searchParams), now: context.now() },
    dryRun: isDryRun(url.searchParams, `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Options`),
    webhook: context.webhook,
  };
  if (verb === 'delete') {
    const options = await readOptions(request, (why) => badRequest(`error decoding: ${why}`));
    return { code: 200, body: deleteObject(path, options, write) };
  }
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim() ?? '';
  if (verb === 'patch') checkPatchType(mediaType);
  const body = await readBody(request, (why) => badRequest(`error decoding patch: ${why}`));
  if (verb === 'create') {
    return { code: 201, body: inVersion(createObject(path, body, write), path) };
  }
  const changed =
    verb === 'patch' ? patchObject(path, mediaType, body, write) : replaceObject(path, body, write);
  return { code: 200, body: inVersion(changed, path) };
}

function answerDocument({ request, url: { pathname }, person }: Asked): Answer {
  if (!mayReadPath(person, pathname)) {
    const verb = VERBS[request.method ?? ''] ?? 'get';
    throw forbidden(`forbidden: User "${person.name}" cannot ${verb} path "${pathname}"`, {});
  }
  if (request.method !== 'GET') throw methodNotAllowed();
  if (/^\/(healthz|livez|readyz)$/.test(pathname)) return { code: 200, body: 'ok' };
  const document = openApiAt(pathname) ?? documentAt(pathname, request.headers.host ?? '');
  return document ? { code: 200, body: document } : { code: 404, body: '404 page not found\n' };
}
