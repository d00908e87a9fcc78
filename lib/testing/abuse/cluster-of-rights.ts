import { json, type RecordedRequest, type Script } from '@/lib/testing/fake-upstream';
import { status } from '@/lib/testing/kubernetes-client';

/** What may be done with an API server, and what it serves. */
export interface Rights {
  readonly listsNamespaces: boolean;
  /** Whether SelfSubjectAccessReviews are answered at all. */
  readonly reviews: boolean;
  /** Namespaces that may be read, as a review says. */
  readonly readable: readonly string[];
  /** Where routes may be listed: `*` for the whole cluster at once. */
  readonly lists: readonly string[];
}

export const GROUP = 'networking.example.io';
export const ROUTES = { group: GROUP, kind: 'Route', plural: 'routes', versions: ['v2', 'v1'] };
export const ALL_NAMESPACES = ['bank', 'shop', 'vault'];

/** The token of the console itself, which lists namespaces and nothing else. */
export const OWN_TOKEN = 'operator';

/** An API server with a route in each namespace, that grants these rights to everybody but the console. */
export function clusterOfRights(rights: Rights): Script {
  return (request, response) => answerOf(request, rights)(request, response);
}

const forbidden = status(403, 'Forbidden', 'you may not');

function answerOf({ method, target, headers, body }: RecordedRequest, rights: Rights): Script {
  if (method === 'POST') return reviewOf(body, rights);
  const { pathname } = new URL(target, 'http://x');
  const isOwn = headers.authorization === `Bearer ${OWN_TOKEN}`;
  if (pathname === '/api/v1/namespaces') {
    return isOwn || rights.listsNamespaces ? json(listOf(ALL_NAMESPACES)) : forbidden;
  }
  const known = DISCOVERY.get(pathname);
  if (known !== undefined) return json(known);
  return method === 'GET' && !isOwn ? routesAt(pathname, rights) : forbidden;
}

const DISCOVERY: ReadonlyMap<string, object> = new Map([
  [`/apis/${GROUP}`, { versions: [{ version: 'v1' }] }],
  [`/apis/${GROUP}/v1`, { resources: [{ name: 'routes', kind: 'Route', namespaced: true }] }],
]);

function routesAt(pathname: string, { lists }: Rights): Script {
  const [, namespace] = /\/v1\/(?:namespaces\/([^/]+)\/)?routes$/.exec(pathname) ?? [];
  if (!lists.includes(namespace ?? '*') && !lists.includes('*')) return forbidden;
  const shown = namespace === undefined ? ALL_NAMESPACES : [namespace];
  const names = shown.map((each) => `route-${each}`);
  return json(listOf(names, shown));
}

function reviewOf(body: string, { reviews, readable }: Rights): Script {
  if (!reviews) return forbidden;
  const name = /"namespace":"([^"]+)"/.exec(body)?.[1] ?? '';
  const allowed = body.includes('"verb":"get"') && readable.includes(name);
  return json({ status: { allowed, reason: allowed ? 'rbac' : 'no rule' } }, 201);
}

function listOf(names: readonly string[], namespaces: readonly string[] = []) {
  const items = names.map((name, i) => ({ metadata: { name, namespace: namespaces[i] } }));
  return { metadata: { resourceVersion: '1' }, items };
}
