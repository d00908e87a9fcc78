import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrayAt, stringAt, valueAt } from './json';
import { CART, COLLECTION, startTestCluster, type Answer, type TestCluster } from './test-cluster';

let cluster: TestCluster;
const call: TestCluster['call'] = (...call) => cluster.call(...call);
const patch: TestCluster['patch'] = (...call) => cluster.patch(...call);

beforeAll(async () => {
  cluster = await startTestCluster();
});

afterAll(() => cluster.server.close());

describe('who asks', () => {
  test('a request without a known token is told it is unauthorized, and no more', async () => {
    expect(await call('GET', CART, { as: 'nobody' })).toEqual({
      code: 401,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
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
      name: 'cart',
      group: 'networking.istio.io',
      kind: 'virtualservices',
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

  test('tells every version that a kind of the group has, as a real server orders them', async () => {
    const { body } = await call('GET', '/apis/policy.linkerd.io');
    expect(arrayAt(body, 'versions').map((each) => stringAt(each, 'version'))).toEqual([
      ...['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'],
    ]);
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
