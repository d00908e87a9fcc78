import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure, sized, type Console } from './console';
import { change, firstWeight, readSplit, weightedSplit } from './splits';
import { startWorld, type World } from './world';

let world: World;
let server: Console;
beforeAll(async () => {
  world = await startWorld();
  server = await world.console();
});
afterAll(() => world.close());

const REFRESH_MS = 5_000;

/** Viewers who look at the graph, each refreshing on its own beat. */
async function view(viewers: number, ms: number) {
  const until = performance.now() + ms;
  const taken: number[] = [];
  let failed = 0;
  const before = world.prometheus.count();
  const one = async (index: number) => {
    await wait((index / viewers) * REFRESH_MS);
    while (performance.now() < until) {
      const began = performance.now();
      const ok = await server.get('/api/v1/graph?window=5m').then(
        ({ status }) => status === 200,
        () => false,
      );
      taken.push(performance.now() - began);
      if (!ok) failed += 1;
      await wait(Math.max(0, REFRESH_MS - (performance.now() - began)));
    }
  };
  await Promise.all(Array.from({ length: viewers }, (_, index) => one(index)));
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  const queries = world.prometheus.count() - before;
  return { viewers, requests: taken.length, failed, queries, p50Ms: at(0.5), p99Ms: at(0.99) };
}

describe('500 viewers', () => {
  it('cost Prometheus what one costs', async () => {
    const ms = sized(15_000, 120_000);
    await view(1, 1000);
    const one = await view(1, ms);
    const many = await view(500, ms);
    figure('F1-F3', { seconds: ms / 1000, one, many });
    expect(many.failed).toBe(0);
    // One viewer may miss a tick of the cache that 500 do not.
    expect(many.queries).toBeLessThanOrEqual(Math.max(one.queries, 1) * 3);
  });
});

describe('two editors', () => {
  it('lose no update, whoever is first', async () => {
    const rounds = sized(60, 1000);
    const [split, seen] = [await weightedSplit(server), { lost: 0, mixed: 0, bothRefused: 0 }];
    for (let round = 0; round < rounds; round += 1) {
      const fresh = await readSplit(server, split.id);
      const wanted = [1 + (round % 49), 51 + (round % 49)];
      const said = await Promise.all(wanted.map((weight) => change(server, fresh, weight)));
      const won = wanted.filter((_, index) => said[index]?.status === 200);
      const now = firstWeight(await readSplit(server, split.id));
      if (won.length > 1) seen.lost += 1;
      if (won.length === 0) seen.bothRefused += 1;
      if (won.length === 1 && now !== won[0]) seen.mixed += 1;
    }
    figure('F11', { rounds, ...seen });
    expect(seen).toEqual({ lost: 0, mixed: 0, bothRefused: 0 });
  });
});
