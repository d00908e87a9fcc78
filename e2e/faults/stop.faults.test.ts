import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure, sized, type Console } from './console';
import { change, firstWeight, readSplit, weightedSplit } from './splits';
import { startWorld, type World } from './world';

function inWorld(): () => World {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.close());
  return () => {
    if (world === undefined) throw new Error('the world has not begun');
    return world;
  };
}

/** Callers behind a balancer that heeds `readyz`, callers that go on while anybody listens, and requests under way at the signal. */
const CALLERS = { heeding: 20, heedless: 20, underWay: 20 };

type Tally = Record<string, number>;

function count(tally: Tally, outcome: string): void {
  tally[outcome] = (tally[outcome] ?? 0) + 1;
}

const outcomeOf = (server: Console, path: string): Promise<string> =>
  server.get(path).then(({ status }) => String(status), failureOf);

const failureOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? `${String(error.code)} ${error.message}`
    : String(error);

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Asks again and again until the balancer before it sends nothing here any more, or nobody listens. */
async function keepAsking(server: Console, path: string, until: AbortSignal, tally: Tally) {
  while (!until.aborted) {
    const outcome = await outcomeOf(server, path);
    if (outcome.startsWith('ECONNREFUSED')) return;
    count(tally, outcome);
  }
}

/** Has the balancer send nothing here any more once `readyz` says no. */
async function heedReadiness(server: Console, balanced: AbortController): Promise<number> {
  const began = performance.now();
  while ((await outcomeOf(server, '/readyz')) === '200') await wait(200);
  balanced.abort();
  return Math.round(performance.now() - began);
}

async function untilNobodyListens({ url }: Console): Promise<void> {
  const { port } = new URL(url);
  for (let listens = true; listens;) {
    await wait(50);
    const socket = connect(Number(port), '127.0.0.1');
    listens = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
  }
}

/** One stop under load. Prometheus answers what is under way at the signal only when nobody listens any more. */
async function stopUnderLoad(world: World, window: number) {
  const server = await world.console();
  const [balanced, ended] = [new AbortController(), new AbortController()];
  const tally: Tally = {};
  const heedless: Tally = {};
  // Of a moment in the past, so that it is asked of Prometheus once.
  const cached = `/api/v1/graph?window=1m&at=${Math.floor(Date.now() / 1000) - 60}`;
  expect(await outcomeOf(server, cached)).toBe('200');
  const callers = [
    ...times(CALLERS.heeding, () => keepAsking(server, cached, balanced.signal, tally)),
    ...times(CALLERS.heedless, () => keepAsking(server, cached, ended.signal, heedless)),
  ];
  try {
    await wait(1000);
    world.prometheus.fault('held');
    const underWay = times(CALLERS.underWay, () =>
      server
        .get(`/api/v1/graph?window=${window}`)
        .then(({ status, connection }) => `${status} ${connection}`, failureOf),
    );
    await wait(200);
    const gone = server.kill('SIGTERM');
    const heeded = heedReadiness(server, balanced);
    await untilNobodyListens(server);
    world.prometheus.fault('none');
    for (const outcome of await Promise.all(underWay)) count(tally, `under way ${outcome}`);
    await Promise.all(callers);
    const exit = await gone;
    const stopped = server.log().find((line) => line.includes('"event":"stopped"')) ?? '';
    return { ...exit, heededMs: await heeded, tally, heedless, stopped };
  } finally {
    ended.abort();
    world.prometheus.fault('none');
  }
}

describe('kill -TERM under load', () => {
  const world = inWorld();

  it('says that it is not ready, fails nothing it took, and is gone within 10 s', async () => {
    const restarts = sized(2, 20);
    const total: Tally = {};
    let reset = 0;
    let [slowestExitMs, slowestHeedMs] = [0, 0];
    for (let round = 0; round < restarts; round += 1) {
      const { code, ms, heededMs, tally, heedless, stopped } = await stopUnderLoad(
        world(),
        100 + round,
      );
      for (const [how, count] of Object.entries(tally)) total[how] = (total[how] ?? 0) + count;
      // Who connects while listening ends, and was not accepted, is reset by the operating system: once.
      const { 200: answered = 0, ...others } = heedless;
      const resets = Object.values(others).reduce((sum, each) => sum + each, 0);
      expect(answered).toBeGreaterThan(0);
      expect(resets).toBeLessThanOrEqual(CALLERS.heedless);
      reset += resets;
      slowestExitMs = Math.max(slowestExitMs, ms);
      slowestHeedMs = Math.max(slowestHeedMs, heededMs);
      expect(code).toBe(0);
      expect(stopped).toContain('"cut":false');
    }
    figure('F15', {
      restarts,
      callers: CALLERS,
      total,
      heedlessReset: reset,
      slowestExitMs,
      slowestHeedMs,
    });
    expect(Object.keys(total).toSorted()).toEqual(['200', 'under way 200 close']);
    expect(slowestExitMs).toBeLessThanOrEqual(10_000);
  });
});

describe('kill -KILL during writes', () => {
  const world = inWorld();

  it('loses nothing that was confirmed, and is ready again', async () => {
    const rounds = sized(2, 20);
    let [confirmed, lost, slowestReadyMs] = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const server = await world().console();
      const written = await writeUntilKilled(server);
      confirmed += written.confirmed;
      const began = performance.now();
      const again = await world().console();
      slowestReadyMs = Math.max(slowestReadyMs, performance.now() - began);
      const now = firstWeight(await readSplit(again, written.id));
      if (now !== written.lastConfirmed && now !== written.asked) lost += 1;
      await again.kill('SIGKILL');
    }
    figure('T35-kill', { rounds, confirmed, lost, slowestReadyMs: Math.round(slowestReadyMs) });
    expect(confirmed).toBeGreaterThanOrEqual(rounds * BEFORE_KILL);
    expect(lost).toBe(0);
  });
});

/** The process is killed at some moment after so many confirmed writes. */
const BEFORE_KILL = 5;

async function writeUntilKilled(server: Console) {
  let split = await weightedSplit(server);
  const { id } = split;
  let [confirmed, lastConfirmed, asked] = [0, firstWeight(split), firstWeight(split)];
  let killed: Promise<unknown> | null = null;
  try {
    for (let weight = 1; ; weight = (weight % 99) + 1) {
      asked = weight;
      if ((await change(server, split, weight)).status !== 200) break;
      lastConfirmed = weight;
      confirmed += 1;
      if (confirmed === BEFORE_KILL) {
        killed = wait(Math.random() * 100).then(() => server.kill('SIGKILL'));
      }
      split = await readSplit(server, id);
    }
  } catch {
    // The process is gone.
  }
  await killed;
  return { id, confirmed, lastConfirmed, asked };
}
