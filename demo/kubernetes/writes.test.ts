import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrayAt, objectAt, stringAt, valueAt, type Json } from './json';
import { CART, COLLECTION, FIRST_WEIGHT, startTestCluster, type TestCluster } from './test-cluster';

let cluster: TestCluster;
const call: TestCluster['call'] = (...call) => cluster.call(...call);
const patch: TestCluster['patch'] = (...call) => cluster.patch(...call);

beforeAll(async () => {
  cluster = await startTestCluster();
});

afterAll(() => cluster.server.close());

describe('patches', () => {
  const weightOf = async (): Promise<Json | undefined> => {
    const { body } = await call('GET', CART);
    return valueAt(arrayAt(arrayAt(body, 'spec', 'http')[0], 'route')[0], 'weight');
  };

  test('a dry run gives the object as it would be and writes nothing', async () => {
    const before = cluster.server.store.revision();
    const operations = [{ op: 'replace', path: FIRST_WEIGHT, value: 50 }];
    const { code, body } = await patch(`${CART}?dryRun=All`, operations);
    expect(code).toBe(200);
    expect(JSON.stringify(body)).toContain('"weight":50');
    expect([await weightOf(), cluster.server.store.revision()]).toEqual([90, before]);
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
    const before = cluster.server.store.revision();
    expect((await patch(CART, [{ op: 'replace', path: FIRST_WEIGHT, value: 80 }])).code).toBe(200);
    expect(cluster.server.store.revision()).toBe(before);
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
    const before = cluster.server.store.revision();
    const { code: got, body } = await patch(CART, operations);
    expect([got, stringAt(body, 'reason')]).toEqual([code, reason]);
    expect(stringAt(body, 'kind')).toBe('Status');
    expect(cluster.server.store.revision()).toBe(before);
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
    const bare = await startTestCluster(false);
    const operations = [{ op: 'replace', path: FIRST_WEIGHT, value: -1 }];
    expect((await bare.patch(CART, operations)).code).toBe(200);
    await bare.server.close();
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
      ...objectAt(body),
      metadata: { name: 'cart', namespace: 'shop', resourceVersion: '1' },
    };
    expect((await call('PUT', CART, { body: stale })).code).toBe(409);
    const blind = { ...objectAt(body), metadata: { name: 'cart', namespace: 'shop' } };
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
