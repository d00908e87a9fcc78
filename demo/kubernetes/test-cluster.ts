import { object } from './build';
import { destinationRule, toSubsets, virtualService } from '../meshes/istio/objects';
import { parseJson, type Json } from './json';
import { startKubernetes, type KubernetesServer } from './server';

export const COLLECTION = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices';
export const CART = `${COLLECTION}/cart`;
export const FIRST_WEIGHT = '/spec/http/0/route/0/weight';

const namespace = (name: string, labels = {}): ReturnType<typeof object> =>
  object('v1', 'Namespace', { name, labels }, { status: { phase: 'Active' } });

const OBJECTS = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  namespace('other'),
  virtualService(
    { namespace: 'shop', name: 'cart', labels: { team: 'red' } },
    { hosts: ['cart'], http: [{ route: toSubsets('cart', ['v1', 90], ['v2', 10]) }] },
  ),
  virtualService(
    { namespace: 'other', name: 'mail' },
    { hosts: ['mail'], http: [{ route: toSubsets('mail', ['v1']) }] },
  ),
  destinationRule('shop', 'cart', { v1: 'v1', v2: 'v2' }),
];

export interface Answer {
  readonly code: number;
  readonly body: Json;
}

interface Call {
  /** A person of the demo; the admin when it is left out. */
  readonly as?: string;
  readonly body?: Json;
  readonly type?: string;
}

/** A small cluster for tests, and a client of it. */
export interface TestCluster {
  readonly server: KubernetesServer;
  readonly call: (method: string, path: string, options?: Call) => Promise<Answer>;
  /** Sends a JSON patch. */
  readonly patch: (path: string, operations: Json, options?: Call) => Promise<Answer>;
}

/** Starts it on a free port. Close the server when the tests are over. */
export async function startTestCluster(webhook = true): Promise<TestCluster> {
  const server = await startKubernetes({ objects: OBJECTS, webhook });
  const call: TestCluster['call'] = async (method, path, options = {}) => {
    const { as = 'admin', body, type = 'application/json' } = options;
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer demo-${as}`, 'content-type': type, 'user-agent': 'test/1' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    return { code: response.status, body: isJson ? parseJson(text) : text };
  };
  return {
    server,
    call,
    patch: (path, operations, options = {}) =>
      call('PATCH', path, { type: 'application/json-patch+json', body: operations, ...options }),
  };
}
