import { describe, expect, it } from 'vitest';
import type { Identity, KubernetesReader } from '@/lib/server/access/identity';
import { readableScope, scopeOf } from '@/lib/server/access/scope';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { testRuntime } from '@/lib/server/testing/test-runtime';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

const { signal } = new AbortController();
manyListeners(signal);

interface Rights {
  /** Null: may not list them. */
  readonly lists: readonly string[] | null;
  readonly gets?: readonly string[];
}

/** An API server that knows only namespaces and rights on them. */
function reader(rights: Rights, fails: { with: UpstreamFailure | null } = { with: null }) {
  const asked: string[] = [];
  const unused = () => Promise.reject(new Error('not asked for here'));
  const made: KubernetesReader = {
    clusterName: 'c1',
    version: unused,
    resolve: unused,
    get: unused,
    schemaOf: unused,
    rules: unused,
    whoAmI: unused,
    watch: () => ({ [Symbol.asyncIterator]: () => ({ next: unused }) }),
    list() {
      asked.push('list');
      if (fails.with !== null) throw new UpstreamError('kubernetes', fails.with, 'told to');
      if (rights.lists === null) throw new UpstreamError('kubernetes', 'forbidden', 'no');
      const items = rights.lists.map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      }));
      return Promise.resolve({ items, resourceVersion: '1' });
    },
    canI({ verb, namespace }) {
      asked.push(`${verb} ${namespace ?? ''}`);
      const allowed = rights.gets?.includes(namespace ?? '') ?? false;
      return Promise.resolve({ allowed, reason: null });
    },
  };
  return { made, asked };
}

function person(
  key: string,
  made: KubernetesReader | null,
  mode: Identity['mode'] = 'token',
): Identity {
  const unknown = { name: null, groups: [], expiresAt: null, renewAt: null };
  const facts = { ...unknown, onlyNamespaces: null, writer: null };
  return { ...facts, mode, key, shared: false, reader: made };
}

describe('readableScope', () => {
  it('is everything for those who may list namespaces', async () => {
    const { caches } = testRuntime();
    const { made } = reader({ lists: ['b', 'a'] });
    const scope = await readableScope(
      person('p', made),
      { cache: caches.scopes, own: null, within: null },
      signal,
    );
    expect(scope).toMatchObject({ all: true, namespaces: ['a', 'b'] });
  });

  it('is what each of them may get, of the names that we may list', async () => {
    const { caches } = testRuntime();
    const own = reader({ lists: ['a', 'b', 'c'] }).made;
    const { made, asked } = reader({ lists: null, gets: ['b'] });
    const scope = await readableScope(
      person('p', made),
      { cache: caches.scopes, own, within: null },
      signal,
    );
    expect(scope).toMatchObject({ all: false, namespaces: ['b'] });
    expect(asked.toSorted()).toEqual(['get a', 'get b', 'get c', 'list']);
  });

  it('is nothing, and says why, when no names can be had', async () => {
    const { caches } = testRuntime();
    const own = reader({ lists: null }).made;
    const { made } = reader({ lists: null, gets: ['b'] });
    const scope = await readableScope(
      person('p', made),
      { cache: caches.scopes, own, within: null },
      signal,
    );
    expect(scope).toMatchObject({ all: false, namespaces: [] });
    expect(scope.warnings).toMatchObject([{ code: 'namespaces-not-listed' }]);
  });

  it.each(['token', 'anonymous'] as const)(
    'is, for a console kept to some namespaces, those of them that %s may get; none is listed',
    async (mode) => {
      const { caches } = testRuntime();
      const { made, asked } = reader({ lists: ['a', 'b', 'c'], gets: ['a', 'c'] });
      const options = { cache: caches.scopes, own: made, within: ['a', 'b'] };
      const scope = await readableScope(person('p', made, mode), options, signal);
      expect(scope).toMatchObject({ all: false, namespaces: ['a'], warnings: [] });
      expect(asked.toSorted()).toEqual(['get a', 'get b']);
    },
  );

  it('is never more than the namespaces that the console is kept to', async () => {
    const { caches } = testRuntime();
    const options = { cache: caches.scopes, own: null, within: ['a'] };
    const nobody = person('p', null, 'kubeconfig');
    expect(await readableScope(nobody, options, signal)).toMatchObject({
      ...{ all: false, namespaces: ['a'] },
    });
    const down = reader({ lists: [] }, { with: 'unavailable' }).made;
    const broken = {
      ...down,
      canI: () => Promise.reject(new UpstreamError('kubernetes', 'unavailable', 'x')),
    };
    expect(await readableScope(person('q', broken, 'kubeconfig'), options, signal)).toMatchObject({
      ...{ all: false, namespaces: ['a'] },
    });
  });

  it('looks at a thousand namespaces at most', async () => {
    const { caches } = testRuntime();
    const many = Array.from({ length: 1200 }, (_, i) => `n${String(i).padStart(4, '0')}`);
    const own = reader({ lists: many }).made;
    const { made, asked } = reader({ lists: null, gets: ['n0001', 'n1100'] });
    const scope = await readableScope(
      person('p', made),
      { cache: caches.scopes, own, within: null },
      signal,
    );
    expect(scope.namespaces).toEqual(['n0001']);
    expect(scope.warnings).toMatchObject([{ code: 'namespaces-cut' }]);
    expect(asked).toHaveLength(1001);
  });

  it('is asked once in 30 s for a person, and apart for each', async () => {
    const clock = { now: 1e12 };
    const { caches } = testRuntime({ now: () => clock.now });
    const options = { cache: caches.scopes, own: null, within: null };
    const [ada, bob] = [reader({ lists: ['a'] }), reader({ lists: ['b'] })];
    await readableScope(person('ada', ada.made), options, signal);
    clock.now += 29_999;
    const again = await readableScope(person('ada', ada.made), options, signal);
    const other = await readableScope(person('bob', bob.made), options, signal);
    expect(again.namespaces).toEqual(['a']);
    expect(other.namespaces).toEqual(['b']);
    expect(ada.asked).toHaveLength(1);
    clock.now += 1;
    await readableScope(person('ada', ada.made), options, signal);
    expect(ada.asked).toHaveLength(2);
  });

  it('is over at once when the credentials are no longer accepted', async () => {
    const clock = { now: 1e12 };
    const fails: { with: UpstreamFailure | null } = { with: null };
    const { caches } = testRuntime({ now: () => clock.now });
    const { made } = reader({ lists: ['a'] }, fails);
    const options = { cache: caches.scopes, own: null, within: null };
    await readableScope(person('p', made), options, signal);
    fails.with = 'unauthenticated';
    clock.now += 30_000;
    await expect(readableScope(person('p', made), options, signal)).rejects.toMatchObject({
      type: 'unauthenticated',
    });
  });

  it('outlives an API server that is down for five minutes, then closes', async () => {
    const clock = { now: 1e12 };
    const fails: { with: UpstreamFailure | null } = { with: null };
    const { caches } = testRuntime({ now: () => clock.now });
    const { made } = reader({ lists: ['a'] }, fails);
    const options = { cache: caches.scopes, own: null, within: null };
    await readableScope(person('p', made), options, signal);
    fails.with = 'unavailable';
    clock.now += 299_000;
    expect((await readableScope(person('p', made), options, signal)).namespaces).toEqual(['a']);
    clock.now += 1000;
    const closed = readableScope(person('p', made), options, signal);
    await expect(closed).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it.each([
    ['kubeconfig', true],
    ['anonymous', false],
    ['token', false],
    ['header', false],
  ] as const)('opens for %s while the API server was never reached: %s', async (mode, opens) => {
    const { caches } = testRuntime();
    const { made } = reader({ lists: [] }, { with: 'unavailable' });
    const asked = readableScope(
      person('p', made, mode),
      { cache: caches.scopes, own: null, within: null },
      signal,
    );
    if (opens) expect((await asked).warnings).toMatchObject([{ code: 'namespaces-unknown' }]);
    else await expect(asked).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('is everything where no Kubernetes is configured', async () => {
    const { caches } = testRuntime();
    const nobody = person('p', null, 'kubeconfig');
    const scope = await readableScope(
      nobody,
      { cache: caches.scopes, own: null, within: null },
      signal,
    );
    expect(scope.all).toBe(true);
  });
});

describe('the key of a scope', () => {
  it('is the same for the same namespaces in any order, and differs for others', () => {
    expect(scopeOf(['a', 'b']).key).toBe(scopeOf(['b', 'a', 'a']).key);
    const keys = [scopeOf([]), scopeOf(['a']), scopeOf(['a', 'b']), scopeOf(['a'], { all: true })];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(4);
  });
});
