import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { kubernetesClientOf, status } from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

const never = new AbortController().signal;
const GROUP = 'networking.istio.io';
const ROUTES: ServedKind = {
  group: GROUP,
  version: 'v1',
  kind: 'VirtualService',
  plural: 'virtualservices',
  namespaced: true,
};
const NAMESPACES: ServedKind = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

let server: FakeUpstream;
let client: KubernetesClient;

beforeEach(async () => {
  server = await startFakeUpstream();
  client = kubernetesClientOf(server);
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const object = (name: string, resourceVersion: string) => ({
  metadata: { name, namespace: 'shop', resourceVersion },
});
describe('discovery', () => {
  const kind = {
    group: GROUP,
    plural: 'virtualservices',
    kind: 'VirtualService',
    versions: ['v1', 'v1beta1', 'v1alpha3'],
  };

  it('takes the first wanted version that is served, and asks once', async () => {
    server.answer((request, response) => {
      const answers: Record<string, unknown> = {
        [`/apis/${GROUP}`]: { versions: [{ version: 'v1alpha3' }, { version: 'v1beta1' }] },
        [`/apis/${GROUP}/v1beta1`]: {
          resources: [{ name: 'virtualservices', kind: 'VirtualService', namespaced: true }],
        },
      };
      json(answers[request.target])(request, response);
    });
    expect(await client.resolve(kind, never)).toEqual({ ...ROUTES, version: 'v1beta1' });
    await client.withToken('alice').resolve(kind, never);
    expect(server.requests).toHaveLength(2);
  });

  it('says null for a group or a kind that is not installed', async () => {
    server.answer(status(404, 'NotFound', 'no'));
    expect(await client.resolve(kind, never)).toBeNull();
  });

  it('fails, and does not say null, when it may not look', async () => {
    server.answer(status(403, 'Forbidden', 'no'));
    await expect(client.resolve(kind, never)).rejects.toMatchObject({ failure: 'forbidden' });
  });
});

describe('a list', () => {
  it('is fetched in pages, and its items get their kind', async () => {
    server.answer(({ target }, response) => {
      const isSecond = target.includes('continue=more');
      response.end(
        JSON.stringify({
          metadata: { resourceVersion: '7', ...(isSecond ? {} : { continue: 'more' }) },
          items: [object(isSecond ? 'b' : 'a', '1')],
        }),
      );
    });
    const { items, resourceVersion } = await client.list(ROUTES, 'shop', never);
    expect(resourceVersion).toBe('7');
    expect(
      items.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name]),
    ).toEqual([
      ['VirtualService', `${GROUP}/v1`, 'a'],
      ['VirtualService', `${GROUP}/v1`, 'b'],
    ]);
    expect(server.requests.map(({ target }) => target)).toEqual([
      `/apis/${GROUP}/v1/namespaces/shop/virtualservices?limit=500`,
      `/apis/${GROUP}/v1/namespaces/shop/virtualservices?limit=500&continue=more`,
    ]);
  });

  it('starts afresh when its pages have expired', async () => {
    let expired = 0;
    server.answer((request, response) => {
      if (!request.target.includes('continue')) {
        const more = expired < 1 ? { continue: 'old' } : {};
        json({ metadata: { resourceVersion: '1', ...more }, items: [object('a', '1')] })(
          request,
          response,
        );
      } else {
        expired += 1;
        status(410, 'Expired', 'too old')(request, response);
      }
    });
    expect((await client.list(NAMESPACES, undefined, never)).items).toHaveLength(1);
    server.answer(status(410, 'Expired', 'too old'));
    await expect(client.list(NAMESPACES, undefined, never)).rejects.toMatchObject({
      failure: 'gone',
    });
  });

  it('keeps who wrote an object, not every field they wrote', async () => {
    const managedFields = [{ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': {} } }];
    server.answer(
      json({
        metadata: { resourceVersion: '1' },
        items: [{ metadata: { name: 'a', managedFields } }],
      }),
    );
    const [item] = (await client.list(NAMESPACES, undefined, never)).items;
    expect(item?.metadata.managedFields).toEqual([{ manager: 'kubectl', operation: 'Update' }]);
  });

  it.each([
    ['an item without a name', { metadata: { resourceVersion: '1' }, items: [{ metadata: {} }] }],
    ['no version', { metadata: {}, items: [] }],
    ['no items', { metadata: { resourceVersion: '1' } }],
  ])('with %s is malformed', async (_, body) => {
    server.answer(json(body));
    await expect(client.list(ROUTES, 'shop', never)).rejects.toMatchObject({
      failure: 'malformed',
    });
  });
});

describe('a path', () => {
  it.each([
    '..%2f',
    '%2e%2e',
    '%252f',
    ';',
    '//',
    '\\',
    '?',
    '#',
    'https://evil/',
    '@evil',
    '',
    '.',
    '..',
    'a/../b',
    'A',
    'a b',
    'a\n',
    'a'.repeat(254),
  ])('with the name %j is never asked for', async (name) => {
    server.answer(json(object('a', '1')));
    await expect(client.get(ROUTES, 'shop', name, never)).rejects.toMatchObject({
      failure: 'rejected',
    });
    await expect(client.get(ROUTES, name, 'a', never)).rejects.toMatchObject({
      failure: 'rejected',
    });
    await expect(
      client.get({ ...ROUTES, group: name || '.' }, 'shop', 'a', never),
    ).rejects.toMatchObject({ failure: 'rejected' });
    await expect(
      client.get({ ...ROUTES, version: name }, 'shop', 'a', never),
    ).rejects.toMatchObject({ failure: 'rejected' });
    await expect(client.get({ ...ROUTES, plural: name }, 'shop', 'a', never)).rejects.toMatchObject(
      { failure: 'rejected' },
    );
    await expect(client.rules(name, never)).rejects.toMatchObject({ failure: 'rejected' });
    expect(server.requests).toEqual([]);
  });

  it('of one object needs its namespace, of a cluster-wide kind has none', async () => {
    await expect(client.get(ROUTES, undefined, 'a', never)).rejects.toMatchObject({
      failure: 'rejected',
    });
    await expect(client.get(NAMESPACES, 'shop', 'a', never)).rejects.toMatchObject({
      failure: 'rejected',
    });
    server.answer(json(object('a.b-c', '1')));
    await client.get(NAMESPACES, undefined, 'a.b-c', never);
    expect(server.requests.map(({ target }) => target)).toEqual(['/api/v1/namespaces/a.b-c']);
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'Unauthorized', 'unauthenticated'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [409, 'Conflict', 'conflict'],
    [410, 'Expired', 'gone'],
    [422, 'Invalid', 'invalid'],
    [429, 'TooManyRequests', 'busy'],
    [500, 'InternalError', 'unavailable'],
    [504, 'Timeout', 'timeout'],
  ])('%i %s is told as %s, in the words of the API server', async (code, reason, failure) => {
    server.answer(status(code, reason, 'because', [{ field: 'spec.x', message: 'bad' }]));
    await expect(client.get(ROUTES, 'shop', 'a', never)).rejects.toMatchObject({
      failure,
      status: code,
      body: { reason, message: 'because', code, causes: [{ field: 'spec.x', message: 'bad' }] },
    });
  });

  it('without a Status is told by its code', async () => {
    server.answer((_, response) => response.writeHead(503, { 'retry-after': '3' }).end('<html>'));
    await expect(client.get(ROUTES, 'shop', 'a', never)).rejects.toMatchObject({
      failure: 'unavailable',
      body: undefined,
      retryAfterMs: 3000,
    });
  });

  it.each([
    'testing value /metadata/resourceVersion failed: test failed',
    'replace operation does not apply: doc is missing key: /spec/http/5: missing value',
  ])('of a patch whose test failed is a conflict: %s', async (message) => {
    const causes = [{ reason: 'UnexpectedServerResponse', message }];
    server.answer(status(422, '', 'the server rejected our request', causes));
    await expect(
      client.patch(ROUTES, 'shop', 'a', [], { dryRun: false, fieldManager: 'alidade' }, never),
    ).rejects.toMatchObject({ failure: 'conflict' });
  });
});

describe('a patch', () => {
  it('is sent as JSON Patch under our name, and as a dry run only when asked to', async () => {
    server.answer(json(object('a', '2')));
    const operations = [
      { op: 'test', path: '/metadata/resourceVersion', value: '1' },
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 10 },
    ] as const;
    for (const dryRun of [true, false]) {
      await client.patch(
        ROUTES,
        'shop',
        'a',
        operations,
        { dryRun, fieldManager: 'alidade' },
        never,
      );
    }
    const path = `/apis/${GROUP}/v1/namespaces/shop/virtualservices/a?fieldManager=alidade`;
    expect(server.requests.map(({ method, target }) => [method, target])).toEqual([
      ['PATCH', `${path}&dryRun=All`],
      ['PATCH', path],
    ]);
    expect(server.requests[0]?.headers['content-type']).toBe('application/json-patch+json');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(operations);
  });
});

describe('reviews', () => {
  it('ask what one may do', async () => {
    server.answer(json({ status: { allowed: false, reason: 'no rule' } }, 201));
    const question = {
      verb: 'patch',
      group: GROUP,
      plural: 'virtualservices',
      namespace: 'shop',
    } as const;
    expect(await client.canI(question, never)).toEqual({ allowed: false, reason: 'no rule' });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          verb: 'patch',
          group: GROUP,
          resource: 'virtualservices',
          namespace: 'shop',
        },
      },
    });
  });

  it('ask for all rights in a namespace', async () => {
    const resourceRules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
    server.answer(json({ status: { resourceRules, incomplete: true } }, 201));
    expect(await client.rules('shop', never)).toEqual({
      rules: [{ verbs: ['get'], groups: [''], resources: ['pods'], names: [] }],
      incomplete: true,
    });
  });

  it('ask who one is, with the token of the person and no other', async () => {
    server.answer(json({ status: { userInfo: { username: 'alice', groups: ['dev'] } } }, 201));
    expect(await client.withToken('alice-token').whoAmI(never)).toEqual({
      name: 'alice',
      groups: ['dev'],
    });
    await client.whoAmI(never);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer alice-token',
      'Bearer operator',
    ]);
  });

  it('with a token that would break the header are not sent', async () => {
    const person = client.withToken('a\r\nImpersonate-User: root');
    await expect(person.whoAmI(never)).rejects.toMatchObject({ failure: 'unauthenticated' });
    expect(server.requests).toEqual([]);
  });
});
