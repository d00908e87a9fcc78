import { describe, expect, it } from 'vitest';
import { selector } from '@/lib/domain/promql';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { fakeMesh } from '@/lib/server/testing/fake-mesh';
import { fakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { testRuntime } from '@/lib/server/testing/test-runtime';
import { presentMeshes } from '@/lib/server/telemetry/presence';

const { signal } = new AbortController();
manyListeners(signal);
const NOTHING = { nodes: [], edges: [] };
const named = (id: string) => ({
  ...fakeMesh(NOTHING),
  id,
  presence: (offset: number) => selector(`${id}_total`, [], offset),
});

function setUp(present: readonly string[]) {
  const prometheus = fakePrometheus({
    instant: () => present.map((mesh) => ({ labels: new Map([['mesh', mesh]]), value: 1 })),
  });
  const clock = { now: 1_790_000_000_000 };
  const { caches } = testRuntime({ upstreams: { prometheus }, now: () => clock.now });
  const meshes = [named('one'), named('two'), fakeMesh(NOTHING)];
  const options = { prometheus, meshes, caches };
  const ask = (pinned = false) => presentMeshes(options, { atMs: clock.now, pinned }, 300, signal);
  return { ask, clock, prometheus };
}

describe('the meshes that report', () => {
  it('are found by one query for all, now and one window ago', async () => {
    const { ask, prometheus } = setUp(['two']);
    expect((await ask()).map(({ id }) => id)).toEqual(['two', 'fake']);
    expect(prometheus.sent).toHaveLength(1);
    expect(prometheus.sent[0]).toContain('two_total offset 5m');
  });

  it('are asked for again after a minute, not at every refresh', async () => {
    const { ask, clock, prometheus } = setUp(['one']);
    await ask();
    clock.now += 59_000;
    await ask();
    expect(prometheus.sent).toHaveLength(1);
    clock.now += 1_000;
    await ask();
    expect(prometheus.sent).toHaveLength(2);
  });

  it('are those of the moment, where one is pinned', async () => {
    const { ask, prometheus } = setUp(['one']);
    await ask();
    await ask(true);
    expect(prometheus.sent).toHaveLength(2);
  });
});
