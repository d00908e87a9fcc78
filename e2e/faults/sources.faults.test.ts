import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { graphSchema } from '@/lib/contract/graph';
import { splitsSchema, type SplitDto } from '@/lib/contract/splits';
import { statusSchema } from '@/lib/contract/status';
import { figure, sized, type Console } from './console';
import { firstWeight, weightedSplit } from './splits';
import { EDITOR_TOKEN, startWorld, type World } from './world';

let world: World;
let server: Console;
beforeAll(async () => {
  world = await startWorld();
  server = await world.console();
});
afterAll(() => world.close());

/** Writes the first two weights of a split past the console, as another tool would. */
async function writeBeside({ carrier }: SplitDto, first: number): Promise<void> {
  const { group, version, namespace, plural, name, path } = carrier;
  const address = `/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}`;
  const { statusCode, body } = await request(`${world.kubernetesUrl}${address}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${EDITOR_TOKEN}`,
      'content-type': 'application/json-patch+json',
    },
    body: JSON.stringify([
      { op: 'replace', path: `${path}/0/weight`, value: first },
      { op: 'replace', path: `${path}/1/weight`, value: 100 - first },
    ]),
  });
  await body.dump();
  expect(statusCode).toBe(200);
}

/** Milliseconds until the list of splits, which is fed by watches, shows a weight; null when it does not. */
async function shownAfter(id: string, weight: number, withinMs: number): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < withinMs) {
    const { text } = await server.get('/api/v1/splits?namespaces=shop');
    const found = splitsSchema.parse(JSON.parse(text)).splits.find((split) => split.id === id);
    if (found !== undefined && firstWeight(found) === weight) {
      return Math.round(performance.now() - began);
    }
    await wait(50);
  }
  return null;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}

/** A watch that has stood for a second is tried again sooner than one that fails time after time. */
const STOOD_MS = 1_200;

describe('a watch that cannot go on', () => {
  it.each([
    ['after it was disconnected', 'none', 300],
    ['after its version became too old', 'watch-expired', 300],
    ['while its version is too old each time', 'watch-gone', 20],
  ] as const)('misses no change %s', async (_how, fault, roundsOfLong) => {
    const rounds = sized(8, roundsOfLong);
    const split = await weightedSplit(server);
    const [took, missed] = [[] as number[], [] as number[]];
    for (let round = 0; round < rounds; round += 1) {
      const weight = 1 + (round % 98);
      await wait(STOOD_MS);
      world.kubernetes.fault(fault);
      world.kubernetes.disconnect();
      await writeBeside(split, weight);
      const ms = await shownAfter(split.id, weight, 30_000);
      if (ms === null) missed.push(weight);
      else took.push(ms);
      world.kubernetes.fault('none');
    }
    const [p50Ms, p99Ms] = [percentile(took, 0.5), percentile(took, 0.99)];
    figure('F16', { fault, rounds, missed: missed.length, p50Ms, p99Ms });
    expect(missed).toEqual([]);
  });

  // The console takes a watch for dead after 150 seconds of silence: bookmarks come each minute.
  it.runIf(sized(0, 1) === 1)('is given up when it says nothing', async () => {
    const split = await weightedSplit(server);
    world.kubernetes.fault('watch-stalled');
    world.kubernetes.disconnect();
    await wait(5_000);
    await writeBeside(split, 77);
    const ms = await shownAfter(split.id, 77, 200_000);
    world.kubernetes.fault('none');
    figure('F16', { fault: 'watch-stalled', ms });
    expect(ms).not.toBeNull();
  });
});

describe('tokens that are replaced while they are used', () => {
  it('cost nobody an answer', async () => {
    const rotations = sized(4, 50);
    const seen: Record<string, number> = {};
    const ended = new AbortController();
    const ask = async (path: string) => {
      while (!ended.signal.aborted) {
        const { status } = await server.get(path);
        seen[status] = (seen[status] ?? 0) + 1;
        await wait(100);
      }
    };
    const asking = ['/api/v1/graph?window=1m', '/api/v1/splits?namespaces=shop', '/api/v1/status'];
    const callers = asking.map(ask);
    for (let rotation = 0; rotation < rotations; rotation += 1) {
      await wait(1500);
      await world.rotateTokens();
      world.kubernetes.disconnect();
    }
    await wait(1500);
    ended.abort();
    await Promise.all(callers);
    figure('T30-tokens', { rotations, seen });
    expect(Object.keys(seen)).toEqual(['200']);
    const { text } = await server.get('/api/v1/graph?window=1m');
    const { sources } = graphSchema.parse(JSON.parse(text));
    expect(sources.map(({ state }) => state)).toEqual(['ok']);
  });
});

describe('a Prometheus that flaps', () => {
  it('is told as it is at each moment, and is back within one refresh', async () => {
    const until = performance.now() + sized(10_000, 120_000);
    const ended = new AbortController();
    const seen: Record<string, number> = {};
    const viewer = async () => {
      while (!ended.signal.aborted) {
        const window = 60 + Math.floor(Math.random() * 5_000);
        const { status } = await server.get(`/api/v1/graph?window=${window}`);
        seen[status] = (seen[status] ?? 0) + 1;
      }
    };
    const viewers = Array.from({ length: 4 }, viewer);
    for (let isDown = true; performance.now() < until; isDown = !isDown) {
      world.prometheus.fault(isDown ? 'refusing' : 'none');
      await wait(300);
    }
    world.prometheus.fault('none');
    ended.abort();
    await Promise.all(viewers);
    const began = performance.now();
    let back = 0;
    while (back !== 200 && performance.now() - began < 15_000) {
      back = (await server.get(`/api/v1/graph?window=${6000 + Math.floor(began % 1000)}`)).status;
    }
    figure('T32-flapping', { seen, backMs: Math.round(performance.now() - began) });
    expect(back).toBe(200);
    expect(
      Object.keys(seen).filter((status) => !['200', '502', '503', '504'].includes(status)),
    ).toEqual([]);
    expect((await server.get('/healthz')).status).toBe(200);
  });
});

describe('a tracing store that hangs', () => {
  it('keeps no figure waiting', async () => {
    // Moments that nobody has asked for, so that none comes from a cache.
    const times = async (secondsAgo: number) => {
      const took: number[] = [];
      for (let i = 0; i < sized(20, 200); i += 1) {
        const began = performance.now();
        const at = Math.floor(Date.now() / 1000) - secondsAgo - i * 5;
        const { status } = await server.get(`/api/v1/graph?window=1m&at=${at}`);
        expect(status).toBe(200);
        took.push(performance.now() - began);
      }
      return { p50Ms: percentile(took, 0.5), p99Ms: percentile(took, 0.99) };
    };
    const healthy = await times(60);
    world.tracing.fault('silent');
    const asked = server.get('/api/v1/traces?service=orders.shop');
    const hung = await times(1203);
    const { status } = await asked;
    world.tracing.fault('none');
    figure('F14', { healthy, hung, ofTraces: status });
    expect([502, 503, 504]).toContain(status);
  });
});

describe('a clock that is off', () => {
  it.each([600_000, -600_000])('by %d ms still shows figures, and is told', async (offMs) => {
    const clock = new URL('clock-off.mjs', import.meta.url).pathname;
    const off = await world.console({
      NODE_OPTIONS: `--import=${clock}`,
      CLOCK_OFF_MS: String(offMs),
    });
    // The first answers tell the clocks.
    const { text: said } = await off.get('/api/v1/status');
    const { status, text } = await off.get('/api/v1/graph?window=1m');
    expect({ status, problem: status === 200 ? null : text }).toEqual({
      status: 200,
      problem: null,
    });
    const graph = graphSchema.parse(JSON.parse(text));
    const aheadMs = graph.at - Date.now();
    const edges = graph.edges.filter(({ requestRate }) => (requestRate ?? 0) > 0).length;
    const { text: again } = await off.get('/api/v1/status');
    const warned = statusSchema
      .parse(JSON.parse(again))
      .warnings.filter(({ code }) => code === 'clock-skew');
    figure('T34-clock', { offMs, edges, ofMomentAheadMs: Math.round(aheadMs) });
    expect(z.object({ warnings: z.array(z.unknown()) }).safeParse(JSON.parse(said)).success).toBe(
      true,
    );
    expect(edges).toBeGreaterThan(20);
    expect(Math.abs(aheadMs)).toBeLessThan(30_000);
    expect(warned.map(({ message }) => message).join(' ')).toMatch(
      offMs > 0 ? /Prometheus is 10 min behind/ : /Prometheus is (9 min|10 min) ahead/,
    );
    await off.kill('SIGKILL');
  });
});
