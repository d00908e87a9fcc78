import { ZTUNNEL_BYTES, ZTUNNEL_CORES } from '@/demo/meshes/ambient/node-proxies';
import { NODES } from '@/demo/model/place';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { practicesSchema, type Practices } from '@/lib/contract/practices';
import { manyListeners } from '@/lib/server/cache/shared-work';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadPractices } from '@/lib/server/use-cases/load-practices';

const { signal } = new AbortController();
manyListeners(signal);

let demo: DemoRuntime;
let all: Practices;

beforeAll(async () => {
  demo = await startDemoRuntime();
  // The first question of all asks everything at once, and here all servers share one process.
  all = await vi.waitUntil(
    async () => {
      const answer = await practices('admin', []);
      return answer.sources.every(({ state }) => state === 'ok') ? answer : null;
    },
    { timeout: 60_000 },
  );
}, 90_000);

afterAll(() => demo.close());

const practices = async (person: DemoPerson, namespaces: readonly string[]): Promise<Practices> =>
  practicesSchema.parse(
    await loadPractices(
      demo.runtime,
      await demo.as(person),
      { namespaces: [...namespaces] },
      signal,
    ),
  );

function scoreOf({ namespaces }: Practices, namespace: string, id: string) {
  const found = namespaces
    .find(({ name }) => name === namespace)
    ?.scores.find((score) => score.id === id);
  if (found === undefined) throw new Error(`${namespace} ${id}`);
  return found;
}

describe('the practices of the demo', () => {
  it('are judged for each namespace, each practice once', () => {
    expect(all.namespaces.length).toBeGreaterThan(5);
    for (const { scores } of all.namespaces) {
      expect(scores.map(({ id }) => id)).toEqual(all.practices.map(({ id }) => id));
    }
  });

  it('find the proxies to which their injector gives no limits', () => {
    expect(scoreOf(all, 'shop', 'proxy-limits').state).toBe('met');
    expect(scoreOf(all, 'loyalty', 'proxy-limits').state).toBe('missing');
  });

  it('find the namespace that takes no part, and the one whose calls are in plain text', () => {
    expect(scoreOf(all, 'legacy', 'rollout').state).toBe('missing');
    expect(scoreOf(all, 'shop', 'rollout').state).toBe('met');
  });

  it('find the workload that drops trace headers, once its namespace is open', async () => {
    expect(scoreOf(all, 'shop', 'trace-headers').state).toBe('unknown');
    const shop = await practices('admin', ['shop']);
    const { state, evidence } = scoreOf(shop, 'shop', 'trace-headers');
    expect(state).toBe('partly');
    expect(evidence.join(' ')).toContain('recommendation');
    expect(evidence.join(' ')).not.toContain('orders a new');
    expect(shop.hops?.traces).toBeGreaterThan(10);
    expect(shop.hops?.betweenMs).toBeGreaterThan(0);
    expect(shop.hops?.serverProxyMs).toBeGreaterThan(0);
  });

  it('tell a person of no namespace that they may not read', async () => {
    const seen = await practices('shop-viewer', []);
    expect(seen.namespaces.map(({ name }) => name)).toEqual(['shop']);
    const other = await practices('shop-viewer', ['warehouse']);
    expect(other.namespaces).toEqual([]);
    expect(other.hops).toBeNull();
  });

  it('give what proxies cost as the model has it, in four queries for all', () => {
    const shop = all.namespaces.find(({ name }) => name === 'shop')?.cost;
    expect(shop?.cpuShare).toBeGreaterThan(0);
    expect(shop?.cpuShare).toBeLessThan(1);
    // Of each request 0.6 ms, a quarter more while its callee is busy, and what idles.
    const idle = demo.demo.model.topology.workloads
      .filter(({ namespace, mesh }) => namespace === 'shop' && mesh !== null)
      .reduce((sum, { pods }) => sum + pods.length * 0.004, 0);
    const perRequest = ((shop?.cpuCores ?? 0) - idle) / (shop?.requestRate ?? 1);
    expect(perRequest).toBeGreaterThan(0.0005);
    expect(perRequest).toBeLessThan(0.00085);
  });

  it('give what shared proxies cost, beside whom they serve', async () => {
    const ztunnel = all.shared.find(({ kind }) => kind === 'node');
    expect(ztunnel).toMatchObject({ namespace: 'istio-system', pods: NODES.length });
    expect(ztunnel?.serves).toEqual(expect.arrayContaining(['booking', 'depot']));
    expect(ztunnel?.cpuCores).toBeCloseTo(NODES.length * ZTUNNEL_CORES, 6);
    expect(ztunnel?.memoryBytes).toBe(NODES.length * ZTUNNEL_BYTES);
    const [waypoint, ...others] = all.shared.filter(({ kind }) => kind === 'waypoint');
    expect(waypoint).toMatchObject({ namespace: 'booking', serves: ['booking'] });
    expect(waypoint?.cpuCores).toBeGreaterThan(0);
    expect(others).toEqual([]);
    // It is the only proxy that runs there, so that the namespace has the same figure.
    const booking = all.namespaces.find(({ name }) => name === 'booking')?.cost;
    expect(waypoint?.cpuCores).toBeCloseTo(booking?.cpuCores ?? NaN, 6);
    expect((await practices('admin', ['shop'])).shared).toEqual([]);
    expect((await practices('shop-viewer', [])).shared).toEqual([]);
  });
});
