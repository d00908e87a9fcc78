import { describe, expect, it } from 'vitest';
import { boundedReader } from '@/lib/server/access/bounded-reader';
import type { KubernetesReader } from '@/lib/server/access/identity';

const { signal } = new AbortController();
const PODS = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const NAMESPACES = { ...PODS, kind: 'Namespace', plural: 'namespaces', namespaced: false };
const NODES = { ...PODS, kind: 'Node', plural: 'nodes', namespaced: false };

/** A reader that may read everything, and notes what it was asked for. */
function ownReader() {
  const asked: string[] = [];
  const object = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' } };
  const own: KubernetesReader = {
    clusterName: 'c1',
    version: () => Promise.resolve({ version: 'v1.35.0' }),
    resolve: () => Promise.resolve(PODS),
    list(_, namespace) {
      asked.push(`list ${namespace ?? '*'}`);
      return Promise.resolve({ items: [], resourceVersion: '1' });
    },
    get(_, namespace, name) {
      asked.push(`get ${namespace ?? '*'}/${name}`);
      return Promise.resolve(object);
    },
    watch(_, namespace) {
      asked.push(`watch ${namespace ?? '*'}`);
      return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('end')) }) };
    },
    canI({ verb, namespace }) {
      asked.push(`canI ${verb} ${namespace ?? '*'}`);
      return Promise.resolve({ allowed: true, reason: null });
    },
    schemaOf: () => Promise.resolve(null),
    rules(namespace) {
      asked.push(`rules ${namespace}`);
      return Promise.resolve({ rules: [], incomplete: false });
    },
    whoAmI: () => Promise.resolve({ name: 'us', groups: [] }),
  };
  return { bounded: boundedReader(own, ['shop']), asked };
}

describe('our own reader within some namespaces', () => {
  it('reads what is in them, and they themselves', async () => {
    const { bounded, asked } = ownReader();
    await bounded.list(PODS, 'shop', signal);
    await bounded.get(PODS, 'shop', 'a', signal);
    await bounded.get(NAMESPACES, undefined, 'shop', signal);
    bounded.watch(PODS, 'shop', '1', signal);
    await bounded.rules('shop', signal);
    expect(asked).toEqual(['list shop', 'get shop/a', 'get */shop', 'watch shop', 'rules shop']);
  });

  it('reads nothing else, and asks nobody for it', async () => {
    const { bounded, asked } = ownReader();
    const refused = { upstream: 'kubernetes', failure: 'forbidden' };
    const attempts: readonly (() => unknown)[] = [
      () => bounded.list(PODS, undefined, signal),
      () => bounded.list(PODS, 'bank', signal),
      () => bounded.list(NAMESPACES, undefined, signal),
      () => bounded.get(PODS, 'bank', 'a', signal),
      () => bounded.get(NODES, undefined, 'shop', signal),
      () => bounded.get(NAMESPACES, undefined, 'bank', signal),
      () => bounded.watch(PODS, undefined, '1', signal),
      () => bounded.rules('bank', signal),
    ];
    for (const attempt of attempts) {
      await expect((async () => attempt())()).rejects.toMatchObject(refused);
    }
    expect(asked).toEqual([]);
  });

  it('may change nothing, whatever our own rights are', async () => {
    const { bounded } = ownReader();
    const question = { group: '', plural: 'pods', namespace: 'shop' };
    expect(await bounded.canI({ ...question, verb: 'get' }, signal)).toMatchObject({
      allowed: true,
    });
    for (const verb of ['create', 'update', 'patch', 'delete'] as const) {
      expect(await bounded.canI({ ...question, verb }, signal)).toMatchObject({ allowed: false });
    }
    expect('patch' in bounded).toBe(false);
  });
});
