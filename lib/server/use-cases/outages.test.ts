import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  namespacesQuerySchema,
  signalsQuerySchema,
  splitsQuerySchema,
} from '@/lib/contract/queries';
import { namespacesSchema } from '@/lib/contract/namespaces';
import { nodeDetailsSchema } from '@/lib/contract/node';
import { splitsSchema } from '@/lib/contract/splits';
import { statusSchema } from '@/lib/contract/status';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { fakePrometheus, prometheusDown } from '@/lib/server/testing/fake-prometheus';
import { testRuntime } from '@/lib/server/testing/test-runtime';
import { fakeMesh } from '@/lib/server/testing/fake-mesh';
import { loadNamespaces } from '@/lib/server/use-cases/load-namespaces';
import { loadNode } from '@/lib/server/use-cases/load-node';
import { loadSignals } from '@/lib/server/use-cases/load-signals';
import { loadSplits } from '@/lib/server/use-cases/load-splits';
import { loadStatus } from '@/lib/server/use-cases/load-status';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { signal } = new AbortController();
manyListeners(signal);
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
let world: DemoRuntime;

beforeAll(async () => {
  world = await startDemoRuntime({
    prometheus: { url: NOWHERE },
    tracing: { url: NOWHERE, kind: 'auto' },
  });
});
afterAll(() => world.close());

describe('with Prometheus and the tracing store down', () => {
  it('says so in the status, and still tells the meshes and the person', async () => {
    const status = await loadStatus(world.runtime, await world.as('viewer'), signal);
    expect(statusSchema.safeParse(status).success).toBe(true);
    expect(status.sources.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'prometheus down',
      'tracing down',
      'kubernetes ok',
    ]);
    expect(status.meshes.map(({ id }) => id)).toContain('istio');
    expect(status.identity.name).toBe('viewer');
  });

  it('lists the namespaces without figures, none of which is 0', async () => {
    const query = namespacesQuerySchema.parse({});
    const answer = await loadNamespaces(world.runtime, await world.as('viewer'), query, signal);
    expect(namespacesSchema.safeParse(answer).success).toBe(true);
    const shop = answer.namespaces.find(({ name }) => name === 'shop');
    expect(shop).toMatchObject({ injection: 'enabled', health: { status: 'unknown' } });
    expect(shop?.requestRate).toBeUndefined();
    expect(shop?.workloads).toBeGreaterThan(0);
  });

  it('shows splits with their weights, and nothing observed', async () => {
    const query = splitsQuerySchema.parse({ namespaces: 'shop' });
    const answer = await loadSplits(world.runtime, await world.as('viewer'), query, signal);
    expect(splitsSchema.safeParse(answer).success).toBe(true);
    expect(answer.splits.length).toBeGreaterThan(0);
    const observed = answer.splits.flatMap(({ targets }) => targets.map((each) => each.observed));
    expect(new Set(observed)).toEqual(new Set([null]));
  });

  it('shows the pods and the configuration of a service', async () => {
    const id = 'Kubernetes/shop/service/orders';
    const node = await loadNode(world.runtime, await world.as('shop-viewer'), id, signal);
    expect(nodeDetailsSchema.safeParse(node).success).toBe(true);
    expect(node.pods.every(({ inMesh }) => inMesh)).toBe(true);
    expect(node.related).toContainEqual({ node: 'Kubernetes/shop/workload/orders', version: 'v1' });
    expect(node.configuration.map(({ kind }) => kind)).toContain('VirtualService');
    expect(node.configuration.map(({ yaml }) => yaml).join()).not.toContain('managedFields');
  });
});

describe('a panel whose query fails', () => {
  it('says why it is empty, while the others have their lines', async () => {
    const node = 'c1/shop/workload/cart';
    const mesh = {
      ...fakeMesh({ nodes: [], edges: [] }),
      panels: () =>
        (['rate', 'latency', 'bytes'] as const).map((id) => ({
          id,
          unit: 'perSecond' as const,
          queries: [{ promql: id, nameOf: () => id }],
        })),
    };
    const prometheus = fakePrometheus({
      range: (promql) => {
        if (promql === 'latency') throw prometheusDown();
        return promql === 'rate' ? [{ labels: new Map(), points: [[1, 5]] }] : [];
      },
    });
    const runtime = testRuntime({ upstreams: { prometheus }, meshes: [mesh] });
    const identity = await runtime.identify(new Request('http://localhost/'));
    if (identity === null) throw new Error('AUTH=kubeconfig knows everybody');
    const query = signalsQuerySchema.parse({ node });
    const { panels, sources } = await loadSignals(runtime, identity, query, signal);
    expect(panels.map(({ id, missing }) => [id, missing])).toEqual([
      ['rate', null],
      ['latency', 'Prometheus cannot be reached, or is starting.'],
      ['bytes', 'Prometheus has no samples of this in the range.'],
    ]);
    expect(sources).toMatchObject([{ state: 'partial' }]);
  });
});
