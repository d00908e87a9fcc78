import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { graphQuerySchema } from '@/lib/contract/queries';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { call, fakeMesh, workload } from '@/lib/server/testing/fake-mesh';
import { fakePrometheus, prometheusDown } from '@/lib/server/testing/fake-prometheus';
import { testRuntime } from '@/lib/server/testing/test-runtime';
import type { FakeAnswers } from '@/lib/server/testing/fake-prometheus';
import type { Identity } from '@/lib/server/access/identity';
import { loadGraph, loadGraphBody } from '@/lib/server/use-cases/load-graph';

const { signal } = new AbortController();
manyListeners(signal);
const NOBODY: Identity = {
  mode: 'kubeconfig',
  key: 'k',
  shared: true,
  name: null,
  groups: [],
  expiresAt: null,
  renewAt: null,
  onlyNamespaces: null,
  reader: null,
  writer: null,
};
const START = Date.UTC(2026, 10, 23, 12, 0, 3);
const [cart, pay] = [workload('shop', 'cart'), workload('bank', 'pay')];
const mesh = fakeMesh({ nodes: [cart, pay], edges: [call(cart, pay)] }, ['rates', 'latencies']);

function setUp(answers: FakeAnswers = {}) {
  const clock = { now: START };
  const prometheus = fakePrometheus(answers);
  const runtime = testRuntime({ upstreams: { prometheus }, meshes: [mesh], now: () => clock.now });
  const graph = (query: Record<string, string> = {}) =>
    loadGraph(runtime, NOBODY, graphQuerySchema.parse(query), signal);
  return { clock, prometheus, runtime, graph };
}

describe('the graph', () => {
  it('asks for the moment at the last mark of the grid, so that viewers share it', async () => {
    const asked: number[] = [];
    const { graph } = setUp({
      instant: (_, at) => {
        asked.push(at);
        return [];
      },
    });
    const { at } = await graph();
    expect(new Set(asked)).toEqual(new Set([START - 3000]));
    expect(at).toBe(START - 3000);
  });

  it.each([600_000, -600_000])(
    'asks for the moment by the clock of Prometheus, %d ms off ours',
    async (skewMs) => {
      const asked: number[] = [];
      const prometheus = fakePrometheus({
        instant: (_, at) => {
          asked.push(at);
          return [];
        },
      });
      const now = () => START;
      const runtime = testRuntime({ upstreams: { prometheus }, meshes: [mesh], now, skewMs });
      const { at } = await loadGraph(runtime, NOBODY, graphQuerySchema.parse({}), signal);
      expect(new Set(asked)).toEqual(new Set([START - 3000 + skewMs]));
      expect(at).toBe(START - 3000 + skewMs);
    },
  );

  it('asks the same few queries for any number of viewers at once', async () => {
    const { graph, prometheus } = setUp();
    await Promise.all(Array.from({ length: 100 }, () => graph()));
    await graph({ namespaces: 'shop' });
    expect(prometheus.sent).toEqual(['rates', 'latencies']);
  });

  it('passes on what keeps a mesh from telling all', async () => {
    const warning = { code: 'labels-missing', message: 'Nobody says who called.' };
    const halting = fakeMesh({ nodes: [], edges: [], warnings: [warning] }, ['rates']);
    const prometheus = fakePrometheus({});
    const runtime = testRuntime({ upstreams: { prometheus }, meshes: [halting, mesh] });
    const { warnings } = await loadGraph(runtime, NOBODY, graphQuerySchema.parse({}), signal);
    expect(warnings).toEqual([warning]);
  });

  it('asks again for the next mark, for another window and for another view', async () => {
    const { graph, prometheus, clock } = setUp();
    await graph();
    clock.now += 5000;
    await graph();
    await graph({ window: '10m' });
    await graph({ view: 'app' });
    expect(prometheus.sent).toHaveLength(8);
  });

  it('keeps a moment in the past apart from now, and asks for it once', async () => {
    const { graph, prometheus, clock } = setUp();
    const at = String(START / 1000 - 3600);
    expect((await graph({ at })).at).toBe(START - 3_600_000);
    clock.now += 60_000;
    await graph({ at });
    expect(prometheus.sent).toHaveLength(2);
  });

  it('shows what there is when one query fails, and says what is missing', async () => {
    const { graph } = setUp({
      instant: (promql) => {
        if (promql === 'latencies') throw prometheusDown();
        return [];
      },
    });
    const { edges, sources, warnings } = await graph();
    expect(edges).toHaveLength(1);
    expect(sources).toMatchObject([{ name: 'prometheus', state: 'partial' }]);
    expect(warnings).toEqual([
      {
        code: 'query-failed',
        message: 'No figures for latencies: Prometheus cannot be reached, or is starting.',
      },
    ]);
  });

  it('shows the last figures with their age while Prometheus is down, for five minutes', async () => {
    const state = { isDown: false };
    const { graph, clock } = setUp({
      instant: () => {
        if (state.isDown) throw prometheusDown();
        return [];
      },
    });
    await graph();
    state.isDown = true;
    clock.now += 4 * 60_000;
    const stale = await graph();
    expect(stale.at).toBe(START - 3000);
    expect(stale.sources).toEqual([
      {
        name: 'prometheus',
        state: 'stale',
        ageMs: 240_000,
        reason: 'Prometheus cannot be reached, or is starting.',
      },
    ]);
    clock.now += 61_000;
    await expect(graph()).rejects.toMatchObject({ failure: 'unavailable' });
    state.isDown = false;
    expect((await graph()).sources).toMatchObject([{ state: 'ok', ageMs: 0 }]);
  });

  it('is a bug, not an outage, when the code throws', async () => {
    const { graph } = setUp({
      instant: () => {
        throw new TypeError('a bug');
      },
    });
    await expect(graph()).rejects.toThrow(TypeError);
  });

  it('says that there is no Prometheus', async () => {
    const runtime = testRuntime({ meshes: [mesh] });
    const asked = loadGraph(runtime, NOBODY, graphQuerySchema.parse({}), signal);
    await expect(asked).rejects.toMatchObject({ type: 'not-configured' });
  });
});

describe('the written graph', () => {
  it('is the graph, and is made once for equal viewers', async () => {
    const { runtime, clock } = setUp();
    const body = (namespaces: string) =>
      loadGraphBody(runtime, NOBODY, graphQuerySchema.parse({ namespaces }), signal);
    const [one, two, other] = await Promise.all([body(''), body(''), body('shop')]);
    expect(one.bytes).toBe(two.bytes);
    expect(other.bytes).not.toBe(one.bytes);
    const graph = await loadGraph(runtime, NOBODY, graphQuerySchema.parse({}), signal);
    expect(JSON.parse(new TextDecoder().decode(one.bytes))).toEqual(
      JSON.parse(JSON.stringify(graph)),
    );
    clock.now += 5000;
    const later = await body('');
    expect(later.bytes).not.toBe(one.bytes);
    expect(later.etag).not.toBe(one.etag);
  });

  it('is compressed once for equal viewers', async () => {
    const { runtime } = setUp();
    const body = () => loadGraphBody(runtime, NOBODY, graphQuerySchema.parse({}), signal);
    const [one, two] = await Promise.all([body(), body()]);
    const [first, second] = await Promise.all([one.compressed(), two.compressed()]);
    expect(second).toBe(first);
    expect(await (await body()).compressed()).toBe(first);
    expect(gunzipSync(first).equals(one.bytes)).toBe(true);
  });
});

describe('the query of the graph', () => {
  it.each([
    { window: '0m' },
    { window: '-5m' },
    { window: '5m)' },
    { window: '10y' },
    { window: '14' },
    { window: '25h' },
    { view: 'pod' },
    { at: 'now()' },
    { at: '1e9' },
    { at: '-1' },
    { namespaces: 'shop"} or up{a="' },
    { namespaces: 'Shop' },
    { namespaces: '../kube-system' },
    { namespaces: 'a'.repeat(64) },
    { namespaces: Array.from({ length: 1001 }, (_, i) => `n${i}`).join(',') },
    { unknown: '1' },
  ])('refuses %o', (query) => {
    expect(graphQuerySchema.safeParse(query).success).toBe(false);
  });
});
