import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { kubernetesClientOf } from '@/lib/testing/kubernetes-client';
import { PODS, scriptedPods } from '@/lib/testing/scripted-pods';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createObjectCache, type ObjectCache } from '@/lib/upstream/kubernetes/object-cache';

const never = new AbortController().signal;

let server: FakeUpstream;
let client: KubernetesClient;
let cache: ObjectCache;
let pods: ReturnType<typeof scriptedPods>;

function start(watchIdleMs = 60_000) {
  client = kubernetesClientOf(server, { watchIdleMs });
  cache = createObjectCache({ client, kind: PODS, maxBackoffMs: 5 });
}

const names = () => cache.list().map(({ metadata }) => metadata.name);

beforeEach(async () => {
  server = await startFakeUpstream();
  pods = scriptedPods();
  server.answer(pods.serve);
  pods.put('b');
  pods.put('a');
});

afterEach(async () => {
  cache.close();
  await client.close();
  await server.close();
});

describe('an object cache', () => {
  it('holds what is there, in order, and then every change', async () => {
    start();
    expect(await cache.settled(never)).toMatchObject({ status: 'ready', reason: null });
    expect(names()).toEqual(['a', 'b']);
    const before = cache.list();
    expect(cache.list()).toBe(before);
    await expect.poll(() => pods.watches.size).toBe(1);

    let changes = 0;
    const stop = cache.onChange(() => (changes += 1));
    pods.put('c');
    pods.delete('a');
    pods.put('b');
    await expect.poll(() => cache.get('shop', 'b')?.metadata.resourceVersion).toBe('6');
    expect(names()).toEqual(['b', 'c']);
    expect(changes).toBe(3);
    stop();
    pods.put('d');
    await expect.poll(names).toEqual(['b', 'c', 'd']);
    expect(changes).toBe(3);
  });

  it('goes on from a bookmark without listing again', async () => {
    start();
    await cache.settled(never);
    await expect.poll(() => pods.watches.size).toBe(1);
    pods.say('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"90"}}}');
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    pods.endWatches();
    await expect
      .poll(
        () => server.requests.filter(({ target }) => target.includes('resourceVersion=90')).length,
      )
      .toBeGreaterThan(0);
    expect(server.requests.filter(({ target }) => target.includes('limit=')).length).toBe(1);
  });

  it('ignores an event that is older than what it holds', async () => {
    start();
    await cache.settled(never);
    await expect.poll(() => pods.watches.size).toBe(1);
    const old = { metadata: { name: 'a', namespace: 'shop', resourceVersion: '1' } };
    pods.say(JSON.stringify({ type: 'DELETED', object: old }));
    pods.say(JSON.stringify({ type: 'MODIFIED', object: old }));
    pods.put('c');
    await expect.poll(names).toEqual(['a', 'b', 'c']);
    expect(cache.get('shop', 'a')?.metadata.resourceVersion).toBe('3');
  });

  it('misses nothing when the watch breaks, ends, stalls or expires', async () => {
    start(100);
    await cache.settled(never);
    const faults = [
      () => pods.breakOff(),
      () => pods.endWatches(),
      () => {
        pods.forgetHistory();
        pods.breakOff();
      },
      () => pods.say('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}'),
      () => pods.say('no JSON'),
      // Silence: changes are made that this watch never tells of.
      () => pods.watches.clear(),
    ];
    for (const [round, fault] of [...faults, ...faults].entries()) {
      await expect.poll(() => pods.watches.size).toBeGreaterThan(0);
      fault();
      pods.put(`pod-${round}`);
      pods.delete(`pod-${round - 2}`);
      pods.put('a');
      await expect.poll(names, { timeout: 5_000 }).toEqual(pods.names());
    }
    await expect.poll(() => cache.state().status).toBe('ready');
  });

  it('keeps what it has, marked stale, while the API is away, and recovers', async () => {
    start();
    await cache.settled(never);
    await expect.poll(() => pods.watches.size).toBe(1);
    pods.refuse([503, 'ServiceUnavailable']);
    pods.breakOff();
    await expect
      .poll(() => cache.state())
      .toMatchObject({ status: 'stale', failure: 'unavailable' });
    expect(names()).toEqual(['a', 'b']);
    expect(cache.state().currentAt).not.toBeNull();
    pods.put('c');
    pods.refuse(null);
    await expect.poll(() => cache.state().status).toBe('ready');
    await expect.poll(names).toEqual(['a', 'b', 'c']);
  });

  it('says in the words of the API why it has nothing, and has it once it may', async () => {
    pods.refuse([403, 'Forbidden']);
    start();
    expect(await cache.settled(never)).toMatchObject({
      status: 'failed',
      failure: 'forbidden',
      reason: 'Forbidden',
      currentAt: null,
    });
    pods.refuse(null);
    await expect.poll(() => cache.state().status).toBe('ready');
    expect(names()).toEqual(['a', 'b']);
  });

  it('says that a kind is absent where it is not served', async () => {
    server.answer(json({ resources: [] }));
    start();
    expect(await cache.settled(never)).toMatchObject({ status: 'absent', failure: null });
    expect(cache.list()).toEqual([]);
  });

  it('stops asking when it is closed', async () => {
    start();
    await cache.settled(never);
    await expect.poll(() => pods.watches.size).toBe(1);
    cache.close();
    await expect.poll(() => pods.watches.size).toBe(0);
    const asked = server.requests.length;
    pods.put('c');
    expect(server.requests.length).toBe(asked);
    expect(names()).toEqual(['a', 'b']);
  });
});
