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

/** Live figures of five minutes are for a moment on this grid. */
const MOMENT_MS = 5_000;

/** Viewers who look at the graph, each refreshing on its own beat. */
async function view(viewers: number, ms: number) {
  const until = performance.now() + ms;
  const taken: number[] = [];
  let failed = 0;
  const before = world.prometheus.asked().length;
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
  const began = performance.now();
  await Promise.all(Array.from({ length: viewers }, (_, index) => one(index)));
  const seconds = (performance.now() - began) / 1000;
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  const questions = world.prometheus.asked().slice(before);
  const figures = {
    viewers,
    seconds,
    requests: taken.length,
    failed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
  return { ...figures, ...momentsOf(questions) };
}

/**
 * What a graph asks at each of its moments. Which meshes are there at all is asked once a minute, whoever looks,
 * and left out.
 */
function momentsOf(questions: readonly URL[]) {
  const moments = new Map<string, string[]>();
  for (const { searchParams } of questions) {
    const [time, query] = [searchParams.get('time') ?? '', searchParams.get('query') ?? ''];
    if (query.includes('"mesh"')) continue;
    moments.set(time, [...(moments.get(time) ?? []), query]);
  }
  const each = [...moments.values()].map((queries) => queries.toSorted().join('\n'));
  const [queries = ''] = each;
  return {
    moments: each.length,
    queriesEach: [...new Set(each.map((text) => text.split('\n').length))],
    same: new Set(each).size === 1,
    queries,
  };
}

describe('viewers', () => {
  it('cost Prometheus what one costs: the same queries once for each moment', async () => {
    const [ms, viewers] = [sized(12_000, 120_000), sized(40, 500)];
    await view(1, 1000);
    const { queries, ...one } = await view(1, ms);
    const { queries: queriesOfMany, ...many } = await view(viewers, ms);
    figure('F1-F3', { one, many });
    expect(one).toMatchObject({ same: true, failed: 0 });
    expect(many).toMatchObject({ same: true, failed: 0, queriesEach: one.queriesEach });
    expect(queriesOfMany).toBe(queries);
    expect(many.moments).toBeLessThanOrEqual(Math.ceil((many.seconds * 1000) / MOMENT_MS) + 1);
  });
});

describe('two editors', () => {
  it('lose no update, whoever is first', async () => {
    const rounds = sized(10, 1000);
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
