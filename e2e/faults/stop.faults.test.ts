import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure, sized, type Console } from './console';
import { change, firstWeight, readSplit, weightedSplit } from './splits';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const CALLERS = 20;

/** Asks again and again while the balancer before it would send it here; gives what each answer was. */
async function load({ get }: Console, until: AbortSignal): Promise<string[]> {
  const seen: string[] = [];
  while (!until.aborted) {
    const outcome = await get('/api/v1/graph?window=1m').then(
      ({ status }) => String(status),
      (error: unknown) =>
        error instanceof Error && 'code' in error ? String(error.code) : String(error),
    );
    seen.push(outcome);
  }
  return seen;
}

describe('kill -TERM under load', () => {
  it('says that it is not ready, fails nothing it took, and is gone within 10 s', async () => {
    const restarts = sized(2, 20);
    let [answered, failed, slowest] = [0, 0, 0];
    const how: Record<string, number> = {};
    for (let round = 0; round < restarts; round += 1) {
      const server = await world.console();
      const end = new AbortController();
      const callers = Array.from({ length: CALLERS }, () => load(server, end.signal));
      await wait(1000);
      world.prometheus.fault('slow');
      const long = server.get(`/api/v1/graph?window=${100 + round}s`);
      await wait(100);
      const gone = server.kill('SIGTERM');
      await wait(300);
      expect((await server.get('/readyz')).status).toBe(503);
      end.abort();
      const outcomes = [await long.then(({ status }) => [String(status)])];
      outcomes.push(...(await Promise.all(callers)));
      const { code, ms } = await gone;
      world.prometheus.fault('none');
      expect(code).toBe(0);
      slowest = Math.max(slowest, ms);
      const all = outcomes.flat();
      answered += all.length;
      const bad = all.filter((outcome) => outcome !== '200');
      for (const outcome of bad) how[outcome] = (how[outcome] ?? 0) + 1;
      failed += bad.length;
      expect(server.log().join('\n')).toContain('"event":"stopped"');
    }
    figure('F15', { restarts, callers: CALLERS, answered, failed, how, slowestExitMs: slowest });
    expect({ failed, inTime: slowest <= 10_000 }).toEqual({ failed: 0, inTime: true });
  });
});

describe('kill -KILL during writes', () => {
  it('loses nothing that was confirmed, and is ready again', async () => {
    const rounds = sized(2, 20);
    let [confirmed, lost, slowestReadyMs] = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const server = await world.console();
      let split = await weightedSplit(server);
      let [lastConfirmed, asked] = [firstWeight(split), firstWeight(split)];
      const killed = wait(700).then(() => server.kill('SIGKILL'));
      try {
        for (let weight = 1; ; weight = (weight % 99) + 1) {
          asked = weight;
          if ((await change(server, split, weight)).status !== 200) break;
          lastConfirmed = weight;
          confirmed += 1;
          split = await readSplit(server, split.id);
        }
      } catch {
        // The process is gone.
      }
      await killed;
      const began = performance.now();
      const again = await world.console();
      slowestReadyMs = Math.max(slowestReadyMs, performance.now() - began);
      const now = firstWeight(await readSplit(again, split.id));
      if (now !== lastConfirmed && now !== asked) lost += 1;
      await again.kill('SIGKILL');
    }
    figure('T35-kill', { rounds, confirmed, lost, slowestReadyMs: Math.round(slowestReadyMs) });
    expect(confirmed).toBeGreaterThan(0);
    expect(lost).toBe(0);
  });
});
