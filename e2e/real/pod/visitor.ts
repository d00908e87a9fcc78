import { request } from 'undici';
import { graphSchema, type Graph } from '@/lib/contract/graph';
import { objectsSchema } from '@/lib/contract/objects';
import { OPERATIONS } from '@/lib/contract/openapi';
import { splitsSchema, type SplitDto } from '@/lib/contract/splits';
import { tracesSchema } from '@/lib/contract/traces';

export interface Visited {
  readonly status: number;
  readonly body: unknown;
}

/** Somebody at a browser who reaches a console by port-forward: the Host is localhost. */
export interface Visitor {
  ask(path: string): Promise<Visited>;
  /** Sends JSON as the console's own page does. */
  send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Visited>;
  /** Keeps the cookies of a sign-in. */
  signIn(token: string): Promise<void>;
  /** Has these cookies, as a `Set-Cookie` would give them. */
  keep(cookies: readonly string[]): void;
  /** What it sends as `Cookie`. */
  cookie(): string;
}

/** Creates a visitor of the console at a URL, whatever its address. */
export function createVisitor(url: string): Visitor {
  const host = `localhost:${new URL(url).port}`;
  let cookie = '';
  async function call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) {
    const ours = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin', 'x-alidade': '1' };
    const response = await request(url + path, {
      method,
      headers: {
        ...{ host, cookie },
        ...(body !== undefined && { ...ours, 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    const answer: unknown = /^[{[]/.test(text) ? JSON.parse(text) : text;
    return { status: response.statusCode, body: answer, headers: response.headers };
  }
  function keep(cookies: readonly string[]): void {
    cookie = cookies.map((each) => each.split(';')[0] ?? '').join('; ');
  }
  return {
    keep,
    cookie: () => cookie,
    ask: (path) => call('GET', path),
    send: call,
    async signIn(token) {
      const { status, headers, body } = await call('POST', '/api/v1/session', { token });
      if (status !== 200) throw new Error(`signing in: ${status} ${JSON.stringify(body)}`);
      keep([headers['set-cookie'] ?? []].flat());
    },
  };
}

/** What has to be asked of some routes; `ID` stands for one that the others gave. */
const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/node': '?node=ID',
  '/api/v1/resilience': '?node=ID',
  '/api/v1/routing': '?node=ID',
  '/api/v1/security/node': '?node=ID',
  '/api/v1/security/workload': '?node=ID',
  '/api/v1/security/edge': '?edge=ID',
  '/api/v1/signals': '?node=ID',
  '/api/v1/traces': '?service=orders.shop',
  '/api/v1/traces/operations': '?service=orders.shop',
};

/** Signing in is no question, and the session is not to be lost on the way; panels are off in these consoles. */
const UNASKED = /^\/(api\/v1\/session|embed)/u;

/**
 * Asks for everything that the API can be asked for, in every view.
 *
 * @returns The status by path; what needs an id is asked about the first that there is.
 */
export async function visitEverything(visitor: Visitor): Promise<Readonly<Record<string, number>>> {
  const ids = await firstIds(visitor);
  const seen: Record<string, number> = {};
  for (const { path, method } of OPERATIONS) {
    if (method !== 'get' || UNASKED.test(path)) continue;
    const id = encodeURIComponent(ids[path] ?? '');
    const asked = (path + (QUERIES[path] ?? '')).replace(/ID|\{id\}/, id);
    seen[path] = (await visitor.ask(asked)).status;
  }
  for (const view of ['service', 'app']) {
    seen[view] = (await visitor.ask(`/api/v1/graph?view=${view}`)).status;
  }
  return seen;
}

/** An id for each route that needs one. */
async function firstIds(visitor: Visitor): Promise<Readonly<Record<string, string | undefined>>> {
  const [workloads, services] = [
    await graphOf(visitor, 'workload'),
    await graphOf(visitor, 'service'),
  ];
  const { objects } = objectsSchema.parse((await visitor.ask('/api/v1/objects')).body);
  const found = await visitor.ask(`/api/v1/traces${QUERIES['/api/v1/traces'] ?? ''}`);
  const workload = firstOf(workloads, 'workload');
  const service = firstOf(services, 'service');
  const [object, split] = [objects[0]?.id, (await splitsOf(visitor))[0]?.id];
  return {
    ...{ '/api/v1/node': workload, '/api/v1/signals': workload },
    ...{ '/api/v1/resilience': service, '/api/v1/routing': service },
    '/api/v1/security/node': service,
    '/api/v1/security/workload': workload,
    '/api/v1/security/edge': workloads.edges[0]?.id,
    ...{ '/api/v1/objects/{id}': object, '/api/v1/objects/{id}/schema': object },
    '/api/v1/splits/{id}': split,
    '/api/v1/traces/{id}': tracesSchema.safeParse(found.body).data?.traces[0]?.traceId,
  };
}

const graphOf = async (visitor: Visitor, view: string) =>
  graphSchema.parse((await visitor.ask(`/api/v1/graph?view=${view}`)).body);

const firstOf = ({ nodes }: Graph, kind: Graph['nodes'][number]['kind']) =>
  nodes.find((node) => node.kind === kind)?.id;

/** The splits that a visitor sees. */
export async function splitsOf(visitor: Visitor): Promise<readonly SplitDto[]> {
  return splitsSchema.parse((await visitor.ask('/api/v1/splits')).body).splits;
}

/** The intent to leave a split as it is. */
export function sameAgain(split: SplitDto): unknown {
  return intentOf(split, weightsOf(split));
}

/**
 * Gives the first split that may be changed its weights in reverse, and takes that back: others find it as it was.
 *
 * @returns The answers to both changes.
 * @throws Error when there is no such split.
 */
export async function moveThereAndBack(visitor: Visitor): Promise<readonly Visited[]> {
  const split = (await splitsOf(visitor)).find(
    (each) => each.writable.allowed && new Set(weightsOf(each)).size > 1,
  );
  if (split === undefined) throw new Error('nothing can be changed');
  const path = `/api/v1/splits/${encodeURIComponent(split.id)}`;
  const before = weightsOf(split);
  const there = await visitor.send('PATCH', path, intentOf(split, before.toReversed()));
  const moved = (await splitsOf(visitor)).find(({ id }) => id === split.id) ?? split;
  return [there, await visitor.send('PATCH', path, intentOf(moved, before))];
}

const weightsOf = ({ targets }: SplitDto) => targets.map(({ weight }) => weight ?? 0);

function intentOf({ carrier, targets }: SplitDto, weights: readonly number[]): unknown {
  return {
    resourceVersion: carrier.resourceVersion,
    targets: targets.map(({ host, subset, port }, i) => ({
      ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
      weight: weights[i] ?? 0,
    })),
  };
}
