import { afterEach, describe, expect, it, vi } from 'vitest';
import { graphQuerySchema, namespacesQuerySchema, splitsQuerySchema } from '@/lib/contract/queries';
import type { Identity } from '@/lib/server/access/identity';
import { manyListeners } from '@/lib/server/cache/shared-work';
import type { Config } from '@/lib/server/config/config';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { loadGraph } from '@/lib/server/use-cases/load-graph';
import { loadNamespaces } from '@/lib/server/use-cases/load-namespaces';
import { loadSplits } from '@/lib/server/use-cases/load-splits';
import { loadStatus } from '@/lib/server/use-cases/load-status';
import { createKubernetesClient } from '@/lib/upstream/kubernetes/client';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { signal } = new AbortController();
manyListeners(signal);
let world: DemoRuntime | null = null;

afterEach(async () => {
  await world?.close();
  world = null;
});

async function start(auth: Config['auth'], namespaces: readonly string[]): Promise<DemoRuntime> {
  world = await startDemoRuntime({ auth, namespaces, writes: false });
  return world;
}

async function visitor({ runtime }: DemoRuntime): Promise<Identity> {
  const identity = await runtime.identify(new Request('http://localhost/'));
  if (identity === null) throw new Error('nobody is known');
  return identity;
}

async function everything({ runtime }: DemoRuntime, who: Identity) {
  const [status, namespaces, graph, splits] = await Promise.all([
    loadStatus(runtime, who, signal),
    loadNamespaces(runtime, who, namespacesQuerySchema.parse({}), signal),
    loadGraph(runtime, who, graphQuerySchema.parse({}), signal),
    loadSplits(runtime, who, splitsQuerySchema.parse({}), signal),
  ]);
  return { status, namespaces, graph, splits };
}

/** Namespaces of the demo that the tests leave out; a query may still name them. */
const LEFT_OUT = /\b(analytics|staging|legacy|istio-system)\b/;

function withoutQueries(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) =>
    key === 'queries' || key === 'evidence' ? undefined : value,
  );
}

describe('a console that is kept to two namespaces', () => {
  it('shows these two, whoever runs it, and nothing of the others', async () => {
    const started = await start('kubeconfig', ['shop', 'warehouse']);
    const seen = await everything(started, await visitor(started));
    expect(seen.namespaces.namespaces.map(({ name }) => name)).toEqual(['shop', 'warehouse']);
    expect(seen.namespaces.namespaces.map(({ injection }) => injection)).toEqual([
      'enabled',
      'enabled',
    ]);
    expect(seen.splits.splits.length).toBeGreaterThan(0);
    expect(LEFT_OUT.exec(withoutQueries(seen))?.[0] ?? null).toBeNull();
    expect(seen.status.warnings).toEqual([]);
  });

  it('asks for nothing outside of them', async () => {
    const started = await start('anonymous', ['shop', 'warehouse']);
    const { kubernetes } = started.runtime;
    const asked = vi.spyOn(started.runtime.caches.watches, 'of');
    if (kubernetes === null) throw new Error('it has no Kubernetes API');
    const listed = vi.spyOn(kubernetes, 'list');
    await everything(started, await visitor(started));
    expect(new Set(asked.mock.calls.map(([, , namespace]) => namespace))).toEqual(
      new Set(['shop', 'warehouse']),
    );
    expect(listed).not.toHaveBeenCalledWith(expect.anything(), undefined, expect.anything());
  });

  it('shows a person those of the two that this person may read', async () => {
    const started = await start('header', ['shop', 'warehouse']);
    const person = await started.as('shop-viewer');
    const seen = await everything(started, person);
    expect(seen.namespaces.namespaces.map(({ name }) => name)).toEqual(['shop']);
    const admin = await everything(started, await started.as('admin'));
    expect(admin.namespaces.namespaces.map(({ name }) => name)).toEqual(['shop', 'warehouse']);
  });

  it('needs no rights of its own where people bring theirs', async () => {
    const started = await start('header', ['shop', 'warehouse']);
    const { runtime } = started;
    const own = createKubernetesClient({ kubeconfig: started.demo.kubeconfigs['admin'] });
    const powerless = own.withToken('nobody');
    const seen = await everything(
      { ...started, runtime: { ...runtime, kubernetes: powerless } },
      await started.as('shop-viewer'),
    );
    expect(seen.namespaces.namespaces.map(({ name }) => name)).toEqual(['shop']);
    await own.close();
  });
});
