import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { kubernetesClientOf, status } from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

const never = new AbortController().signal;
const GROUP = 'networking.istio.io';
const ROUTES = {
  group: GROUP,
  version: 'v1',
  kind: 'VirtualService',
  plural: 'virtualservices',
  namespaced: true,
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

describe('the schema of a kind', () => {
  const gvk = { group: GROUP, version: 'v1', kind: 'VirtualService' };
  const spec = { type: 'object', properties: { hosts: { type: 'array' } } };

  it('is that of its group, version and kind', async () => {
    const of = (kind: string, properties: object) => ({
      'x-kubernetes-group-version-kind': [{ ...gvk, kind }],
      properties: { metadata: { allOf: [{ $ref: '#/elsewhere' }] }, ...properties },
    });
    const schemas = { a: {}, b: of('Gateway', {}), c: of('VirtualService', { spec }) };
    server.answer(json({ openapi: '3.0.0', components: { schemas } }));
    const schema = await client.schemaOf(ROUTES, never);
    expect(schema?.['properties']).toMatchObject({ spec, metadata: { type: 'object' } });
    expect(JSON.stringify(schema)).not.toContain('$ref');
    expect(server.requests.map(({ target }) => target)).toEqual([`/openapi/v3/apis/${GROUP}/v1`]);
  });

  it('is none where the cluster serves none, or none of that kind', async () => {
    server.answer(status(404, 'NotFound', 'no'));
    expect(await client.schemaOf(ROUTES, never)).toBeNull();
    server.answer(json({ openapi: '3.0.0' }));
    expect(await client.schemaOf(ROUTES, never)).toBeNull();
  });
});
