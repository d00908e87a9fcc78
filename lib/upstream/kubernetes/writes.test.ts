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

const object = (name: string, resourceVersion: string) => ({
  metadata: { name, namespace: 'shop', resourceVersion },
});

describe('a new object and one that goes', () => {
  const options = { dryRun: true, fieldManager: 'alidade', strict: true };

  it('are sent to the collection, strictly, and to the object, if it is still that version', async () => {
    server.answer(json(object('a', '2'), 201));
    await client.create(ROUTES, 'shop', object('a', '1'), options, never);
    await client.remove(ROUTES, 'shop', 'a', { dryRun: false, resourceVersion: '7' }, never);
    const path = `/apis/${GROUP}/v1/namespaces/shop/virtualservices`;
    expect(server.requests.map(({ method, target }) => [method, target])).toEqual([
      ['POST', `${path}?fieldManager=alidade&dryRun=All&fieldValidation=Strict`],
      ['DELETE', `${path}/a`],
    ]);
    expect(JSON.parse(server.requests[1]?.body ?? '')).toMatchObject({
      kind: 'DeleteOptions',
      preconditions: { resourceVersion: '7' },
    });
  });

  it('that exists, or has changed, is a conflict', async () => {
    server.answer(status(409, 'AlreadyExists', 'there is one'));
    await expect(client.create(ROUTES, 'shop', {}, options, never)).rejects.toMatchObject({
      failure: 'conflict',
    });
  });

  it('is never asked for where a name breaks the grammar', async () => {
    const created = client.create(ROUTES, '../x', {}, options, never);
    await expect(created).rejects.toMatchObject({ failure: 'rejected' });
    const gone = client.remove(ROUTES, 'shop', '', { dryRun: true, resourceVersion: '1' }, never);
    await expect(gone).rejects.toMatchObject({ failure: 'rejected' });
    expect(server.requests).toEqual([]);
  });
});
