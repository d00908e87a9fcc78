import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SERVICES } from '@/demo/kubernetes/kinds';
import { tracesQuerySchema } from '@/lib/contract/traces-query';
import { edgeId, nodeId } from '@/lib/domain/model';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { loadTraces } from '@/lib/server/use-cases/load-traces';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

/** A service that is called otherwise than the app of the workloads behind it. */
const STOREFRONT = nodeId('Kubernetes', 'shop', 'service', 'storefront');

beforeAll(async () => {
  world = await startDemoRuntime();
  world.demo.kubernetes.store.put(SERVICES, {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'storefront', namespace: 'shop' } },
    spec: { selector: { app: 'orders' }, ports: [{ name: 'http', port: 80 }] },
  });
});
afterAll(() => world.close());

async function search(query: Readonly<Record<string, string>>) {
  const asked = tracesQuerySchema.parse({ limit: '20', ...query });
  return loadTraces(world.runtime, await world.as('viewer'), asked, signal);
}

describe('the traces of a service', () => {
  it('are found under the app of its workloads', async () => {
    const { traces, searched } = await search({ node: STOREFRONT });
    expect(searched.matched).toEqual(['orders.shop']);
    expect(searched.services).toEqual(expect.arrayContaining(['storefront.shop', 'orders.shop']));
    expect(traces).toHaveLength(20);
    for (const { services } of traces) {
      expect(services.map(({ name }) => name)).toContain('orders.shop');
    }
  });

  it('are told newest first', async () => {
    const { traces } = await search({ node: STOREFRONT });
    const starts = traces.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  });

  it('as a callee are those with a call that reached one of its workloads', async () => {
    const gateway = nodeId('Kubernetes', 'shop', 'app', 'api-gateway');
    const { traces } = await search({ edge: edgeId(gateway, STOREFRONT, 'http') });
    expect(traces.length).toBeGreaterThan(0);
    for (const { edgeDurationMs } of traces) expect(edgeDurationMs).toBeGreaterThan(0);
  });
});
