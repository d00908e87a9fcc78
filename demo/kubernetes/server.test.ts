import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { object } from './build';
import { destinationRule, toSubsets, virtualService } from './istio-objects';
import { arrayAt, parseJson, stringAt, valueAt, type Json } from './json';
import { startKubernetes, type KubernetesServer } from './server';

const COLLECTION = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices';
const CART = `${COLLECTION}/cart`;
const JSON_PATCH = 'application/json-patch+json';
const FIRST_WEIGHT = '/spec/http/0/route/0/weight';

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

interface Answer {
  readonly code: number;
  readonly body: Json;
}

let server: KubernetesServer;

interface Call {
  readonly as?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly on?: KubernetesServer;
}

async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
  const { as = 'admin', body, type = 'application/json', on = server } = options;
  const response = await fetch(`${on.url}${path}`, {
    method,
    headers: { authorization: `Bearer demo-${as}`, 'content-type': type, 'user-agent': 'test/1' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { code: response.status, body: isJson ? parseJson(text) : text };
}

const patch = (path: string, operations: unknown, options: Call = {}): Promise<Answer> =>
  call('PATCH', path, { type: JSON_PATCH, body: operations, ...options });

beforeAll(async () => {
  server = await startKubernetes({ objects: OBJECTS });
});

afterAll(() => server.close());

describe('who asks', () => {
  test('a request without a known token is told it is unauthorized, and no more', async () => {
    expect(await call('GET', CART, { as: 'nobody' })).toEqual({
      code: 401,
      body: {
        ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
        ...{ message: 'Unauthorized', reason: 'Unauthorized', code: 401 },
      },
    });
  });

  test('a viewer who writes is told which right is missing', async () => {
    const { code, body } = await patch(CART, [], { as: 'viewer' });
    expect(code).toBe(403);
    expect(stringAt(body, 'message')).toBe(
      'virtualservices.networking.istio.io "cart" is forbidden: User "viewer" cannot patch resource ' +
        '"virtualservices" in API group "networking.istio.io" in the namespace "shop"',
    );
    expect(valueAt(body, 'details')).toEqual({
      ...{ name: 'cart', group: 'networking.istio.io', kind: 'virtualservices' },
    });
  });

  test('rights in one namespace end at its border', async () => {
    const as = 'shop-viewer';
    expect((await call('GET', COLLECTION, { as })).code).toBe(200);
    expect((await call('GET', COLLECTION.replace('shop', 'other'), { as })).code).toBe(403);
    expect((await call('GET', '/api/v1/namespaces/shop', { as })).code).toBe(200);
    const { code, body } = await call('GET', '/api/v1/namespaces', { as });
    expect(code).toBe(403);
    expect(stringAt(body, 'message')).toBe(
      'namespaces is forbidden: User "shop-viewer" cannot list resource "namespaces" in API group "" ' +
        'at the cluster scope',
    );
  });

  test('an editor may change the mesh and nothing else', async () => {
    expect((await patch(CART, [], { as: 'editor' })).code).toBe(200);
    expect((await call('DELETE', '/api/v1/namespaces/other', { as: 'editor' })).code).toBe(403);
  });

  test.each([
    ['editor', 'patch', true],
    ['viewer', 'patch', false],
    ['viewer', 'list', true],
    ['shop-viewer', 'list', true],
  ])('%s asks whether it may %s', async (as, verb, allowed) => {
    const attributes = {
      namespace: 'shop',
      verb,
      group: 'networking.istio.io',
      resource: 'virtualservices',
    };
    const { code, body } = await call(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { as, body: { spec: { resourceAttributes: attributes } } },
    );
    expect([code, valueAt(body, 'status', 'allowed')]).toEqual([201, allowed]);
  });

  test('the rules of a person differ by namespace', async () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
    const rulesIn = async (name: string): Promise<number> => {
      const { body } = await call('POST', path, {
        as: 'shop-viewer',
        body: { spec: { namespace: name } },
      });
      return arrayAt(body, 'status', 'resourceRules').length;
    };
    expect(await rulesIn('shop')).toBe((await rulesIn('other')) + 1);
    expect((await call('POST', path, { body: { spec: {} } })).code).toBe(400);
  });

  test('a person can ask for its own name', async () => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { body } = await call('POST', path, { as: 'editor', body: {} });
    expect(valueAt(body, 'status', 'userInfo')).toMatchObject({ username: 'editor', uid: '2' });
  });
});

describe('discovery', () => {
  test('tells groups, versions and resources', async () => {
    const { body } = await call('GET', '/apis/networking.istio.io');
    expect(arrayAt(body, 'versions').map((each) => stringAt(each, 'version'))).toEqual([
      ...['v1', 'v1beta1', 'v1alpha3'],
    ]);
    const list = await call('GET', '/apis/networking.istio.io/v1beta1');
    const names = arrayAt(list.body, 'resources').map((each) => stringAt(each, 'name'));
    expect(names).toContain('virtualservices');
  });

  test.each([
    '/apis/nope',
    '/apis/networking.istio.io/v9',
    '/api/v2',
    '/apis/networking.istio.io/v1/nope',
  ])('answers %s as a page that is not there', async (path) => {
    expect(await call('GET', path)).toEqual({ code: 404, body: '404 page not found\n' });
  });

  test('an object can be read in each version of its group', async () => {
    const { body } = await call('GET', CART.replace('/v1/', '/v1alpha3/'));
    expect(stringAt(body, 'apiVersion')).toBe('networking.istio.io/v1alpha3');
  });
});

describe('lists', () => {
  const namesIn = ({ body }: Answer): readonly string[] =>
    arrayAt(body, 'items').map((item) => stringAt(item, 'metadata', 'name'));

  test.each([
    ['/apis/networking.istio.io/v1/virtualservices', ['mail', 'cart']],
    [COLLECTION, ['cart']],
    ['/apis/networking.istio.io/v1/virtualservices?labelSelector=team%3Dred', ['cart']],
    ['/apis/networking.istio.io/v1/virtualservices?labelSelector=!team', ['mail']],
    ['/apis/networking.istio.io/v1/virtualservices?labelSelector=team%20in%20(red,blue)', ['cart']],
    ['/apis/networking.istio.io/v1/virtualservices?labelSelector=team%20notin%20(red)', ['mail']],
    ['/apis/networking.istio.io/v1/virtualservices?fieldSelector=metadata.name%3Dmail', ['mail']],
    [
      '/apis/networking.istio.io/v1/virtualservices?fieldSelector=metadata.namespace!%3Dshop',
      ['mail'],
    ],
    ['/api/v1/pods', []],
  ])('%s', async (path, names) => {
    expect(namesIn(await call('GET', path))).toEqual(names);
  });

  test('pages show one moment, whatever is written between them', async () => {
    const all = '/apis/networking.istio.io/v1/virtualservices';
    const first = await call('GET', `${all}?limit=1`);
    expect(valueAt(first.body, 'metadata', 'remainingItemCount')).toBe(1);
    const metadata = { name: 'aaa' };
    const made = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata };
    const spec = { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' } }] }] };
    expect((await call('POST', COLLECTION, { body: { ...made, spec } })).code).toBe(201);
    const token = stringAt(first.body, 'metadata', 'continue');
    const second = await call('GET', `${all}?limit=1&continue=${token}`);
    expect([...namesIn(first), ...namesIn(second)]).toEqual(['mail', 'cart']);
    expect(stringAt(second.body, 'metadata', 'continue')).toBe('');
    expect((await call('DELETE', `${COLLECTION}/aaa`)).code).toBe(200);
  });

  test.each([
    ['limit=a', 'strconv.ParseInt: parsing "a": invalid syntax'],
    ['continue=zork', 'invalid continue token: continue key is not valid'],
    ['fieldSelector=spec.a%3Db', 'field label not supported: spec.a'],
    ['labelSelector=%26%26', "unable to parse requirement: found '&&'"],
  ])('refuses ?%s', async (query, message) => {
    const { code, body } = await call('GET', `${COLLECTION}?${query}`);
    expect([code, stringAt(body, 'message')]).toEqual([400, message]);
  });
});

describe('patches', () => {
  const weightOf = async (): Promise<Json | undefined> => {
    const { body } = await call('GET', CART);
    return valueAt(arrayAt(arrayAt(body, 'spec', 'http')[0], 'route')[0], 'weight');
  };

  test('a dry run gives the object as it would be and writes nothing', async () => {
    const before = server.store.revision();
    const operations = [{ op: 'replace', path: FIRST_WEIGHT, value: 50 }];
    const { code, body } = await patch(`${CART}?dryRun=All`, operations);
    expect(code).toBe(200);
    expect(JSON.stringify(body)).toContain('"weight":50');
    expect([await weightOf(), server.store.revision()]).toEqual([90, before]);
  });

  test('an accepted patch is a new generation, and names its author', async () => {
    const before = await call('GET', CART);
    const { body } = await patch(`${CART}?fieldManager=alidade`, [
      { op: 'test', path: FIRST_WEIGHT, value: 90 },
      { op: 'replace', path: FIRST_WEIGHT, value: 80 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 20 },
    ]);
    const generation = (of: Json): number => Number(valueAt(of, 'metadata', 'generation'));
    expect(generation(body)).toBe(generation(before.body) + 1);
    const managers = arrayAt(body, 'metadata', 'managedFields');
    expect(managers.map((each) => [stringAt(each, 'manager'), valueAt(each, 'fieldsV1')])).toEqual([
      ['kubectl-client-side-apply', { 'f:spec': { 'f:hosts': {} } }],
      ['alidade', { 'f:spec': { 'f:http': {} } }],
    ]);
    expect(await weightOf()).toBe(80);
  });

  test('a patch that changes nothing is not a write', async () => {
    const before = server.store.revision();
    expect((await patch(CART, [{ op: 'replace', path: FIRST_WEIGHT, value: 80 }])).code).toBe(200);
    expect(server.store.revision()).toBe(before);
  });

  test.each([
    ['a failed test', [{ op: 'test', path: FIRST_WEIGHT, value: 1 }], 422, 'Invalid'],
    [
      'a test of an old resourceVersion',
      [{ op: 'test', path: '/metadata/resourceVersion', value: '3' }],
      422,
      'Invalid',
    ],
    [
      'an old resourceVersion',
      [{ op: 'replace', path: '/metadata/resourceVersion', value: '3' }],
      409,
      'Conflict',
    ],
    ['another name', [{ op: 'replace', path: '/metadata/name', value: 'q' }], 400, 'BadRequest'],
    ['a weight that is text', [{ op: 'replace', path: FIRST_WEIGHT, value: '80' }], 422, 'Invalid'],
    [
      'a weight with a fraction',
      [{ op: 'replace', path: FIRST_WEIGHT, value: 1.5 }],
      422,
      'Invalid',
    ],
    ['a list that is no list', {}, 400, 'BadRequest'],
    ['no JSON', '[{', 400, 'BadRequest'],
  ])('refuses %s', async (_name, operations, code, reason) => {
    const before = server.store.revision();
    const { code: got, body } = await patch(CART, operations);
    expect([got, stringAt(body, 'reason')]).toEqual([code, reason]);
    expect(stringAt(body, 'kind')).toBe('Status');
    expect(server.store.revision()).toBe(before);
  });

  test('a value of the wrong type is named by its path', async () => {
    const { body } = await patch(CART, [{ op: 'replace', path: FIRST_WEIGHT, value: 'a' }]);
    expect(arrayAt(body, 'details', 'causes')[0]).toEqual({
      reason: 'FieldValueTypeInvalid',
      field: 'spec.http[0].route[0].weight',
      message:
        'Invalid value: "string": spec.http[0].route[0].weight in body must be of type integer: "string"',
    });
  });

  test.each([
    [[{ op: 'replace', path: FIRST_WEIGHT, value: -1 }], 'weight -1 < 0'],
    [
      [
        { op: 'replace', path: FIRST_WEIGHT, value: 0 },
        { op: 'replace', path: '/spec/http/0/route/1/weight', value: 0 },
      ],
      'total destination weight = 0',
    ],
    [
      [{ op: 'remove', path: '/spec/http' }],
      'http, tcp or tls must be provided in virtual service',
    ],
  ])("Istio's webhook refuses %j", async (operations, why) => {
    const { code, body } = await patch(`${CART}?dryRun=All`, operations);
    expect(code).toBe(400);
    expect(stringAt(body, 'message')).toBe(
      `admission webhook "validation.istio.io" denied the request: configuration is invalid: ${why}`,
    );
  });

  test('without the webhook, what only Istio refuses is taken', async () => {
    const bare = await startKubernetes({ objects: OBJECTS, webhook: false });
    const operations = [{ op: 'replace', path: FIRST_WEIGHT, value: -1 }];
    expect((await patch(CART, operations, { on: bare })).code).toBe(200);
    await bare.close();
  });

  test('a strategic merge patch is not known for custom resources', async () => {
    const type = 'application/strategic-merge-patch+json';
    const { code, body } = await call('PATCH', CART, { type, body: {} });
    expect([code, stringAt(body, 'reason')]).toEqual([415, 'UnsupportedMediaType']);
  });

  test('a dry run of anything but all is refused', async () => {
    const { code, body } = await patch(`${CART}?dryRun=Some`, []);
    expect([code, stringAt(body, 'details', 'kind')]).toEqual([422, 'PatchOptions']);
  });

  test('what is not there cannot be patched', async () => {
    const { code, body } = await patch(`${COLLECTION}/nope`, []);
    expect(code).toBe(404);
    expect(stringAt(body, 'message')).toBe('virtualservices.networking.istio.io "nope" not found');
  });
});

describe('other writes', () => {
  test('a PUT with an old resourceVersion is a conflict, and without one invalid', async () => {
    const { body } = await call('GET', CART);
    const stale = {
      ...Object(body),
      metadata: { name: 'cart', namespace: 'shop', resourceVersion: '1' },
    };
    expect((await call('PUT', CART, { body: stale })).code).toBe(409);
    const blind = { ...Object(body), metadata: { name: 'cart', namespace: 'shop' } };
    expect((await call('PUT', CART, { body: blind })).code).toBe(422);
    expect((await call('PUT', CART, { body })).code).toBe(200);
  });

  test.each([
    ['twice', { name: 'cart' }, COLLECTION, 409],
    ['in a namespace that is not there', { name: 'a' }, COLLECTION.replace('shop', 'zap'), 404],
    ['in another namespace than the path says', { name: 'a', namespace: 'other' }, COLLECTION, 400],
    ['without a name', {}, COLLECTION, 422],
  ])('nothing is made %s', async (_name, metadata, path, code) => {
    const spec = { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' } }] }] };
    const made = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec };
    expect((await call('POST', path, { body: made })).code).toBe(code);
  });

  test('a method that a path does not take is refused', async () => {
    expect((await call('POST', CART, { body: {} })).code).toBe(405);
    expect((await call('DELETE', '/version')).code).toBe(405);
  });
});
