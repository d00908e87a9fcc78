import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawTrace } from '@/lib/domain/raw-trace';
import { epochMs } from '@/lib/domain/units';
import { createTracingClient, type TracingClient } from '@/lib/upstream/tracing/client';
import { until } from '../world/processes';
import { readWorld } from '../world/world';

const world = readWorld();
const never = new AbortController().signal;
const clientOf = (baseUrl: string) =>
  createTracingClient({ baseUrl, kind: 'auto', timeoutMs: 30_000 });

const demo = clientOf(world.demoTracingUrl);
const real = clientOf(world.jaegerUrl);

/** Long enough ago for every trace of it to have ended and to have arrived. */
const RANGE = {
  fromMs: epochMs((world.tracesFrom + 60) * 1000),
  toMs: epochMs((world.tracesFrom + 360) * 1000),
};
const EVERYTHING = { ...RANGE, tags: new Map<string, string>(), limit: 1000 };

let services: readonly string[];

beforeAll(async () => {
  await until('the spans have arrived', async () => {
    const { traces } = await real.search(
      { ...EVERYTHING, service: (await demo.services(never))[0] ?? '' },
      never,
    );
    return traces.length > 0;
  });
  services = await demo.services(never);
});

afterAll(async () => {
  await Promise.all([demo.close(), real.close()]);
});

async function both<T>(ask: (client: TracingClient) => Promise<T>): Promise<readonly [T, T]> {
  return Promise.all([ask(demo), ask(real)]);
}

/** The spans of the last half minute are still on their way; the names in them come with them. */
async function expectNames(told: readonly string[], ask: () => Promise<readonly string[]>) {
  await expect
    .poll(ask, { timeout: 60_000, interval: 1_000 })
    .toEqual(expect.arrayContaining([...told]));
}

/** Newest first. A real Jaeger sorts by the span that it was sent first, which need not be the earliest. */
function inOrder<T extends { readonly startMs: number; readonly traceId: string }>(
  traces: readonly T[],
): readonly T[] {
  return traces.toSorted((a, b) => b.startMs - a.startMs || a.traceId.localeCompare(b.traceId));
}

async function operationsOf(client: TracingClient): Promise<readonly string[]> {
  const lists = services.map(async (service) =>
    (await client.operations(service, never)).map((name) => `${service} ${name}`),
  );
  return (await Promise.all(lists)).flat();
}

/** What both stores must say of a trace. Tags that only one store adds for itself are left out. */
function essence({ traceId, startMs, spans, processes }: RawTrace) {
  return {
    traceId,
    startMs,
    spans: spans
      .map((span) => ({
        ...{ id: span.id, parentId: span.parentId, operation: span.operation, kind: span.kind },
        ...{ startUs: span.startUs, durationUs: span.durationUs, error: span.error },
        service: processes[span.process]?.service,
        tags: span.tags.map(([key, value]) => `${key}=${value}`).toSorted(),
        events: span.events.map(({ name, atUs }) => `${name} ${atUs}`),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

describe('the demo tracing store and a real Jaeger with the same spans', () => {
  it('know the same services', async () => {
    await expectNames(await demo.services(never), () => real.services(never));
  });

  it('find the same traces of each service', async () => {
    for (const service of services) {
      const [a, b] = await both((client) => client.search({ ...EVERYTHING, service }, never));
      expect(inOrder(b.traces)).toEqual(inOrder(a.traces));
    }
  });

  it.each([
    ['a shortest duration', { minDurationUs: 50_000 }],
    ['a longest duration', { maxDurationUs: 5_000 }],
    ['a tag', { tags: new Map([['component', 'proxy']]) }],
    [
      'two tags',
      {
        tags: new Map([
          ['component', 'proxy'],
          ['http.status_code', '200'],
        ]),
      },
    ],
    ['errors', { tags: new Map([['error', 'true']]) }],
    ['a tag that no span has', { tags: new Map([['no', 'such']]) }],
  ])('find the same traces by %s', async (_, more) => {
    for (const service of services.slice(0, 6)) {
      const [a, b] = await both((client) =>
        client.search({ ...EVERYTHING, ...more, service }, never),
      );
      const ids = (found: typeof a) => inOrder(found.traces).map(({ traceId }) => traceId);
      expect(ids(b)).toEqual(ids(a));
    }
  });

  it('find no more than the limit', async () => {
    const service = services[0] ?? '';
    const found = await both((client) =>
      client.search({ ...EVERYTHING, service, limit: 5 }, never),
    );
    expect(found.map(({ traces }) => traces.length)).toEqual([5, 5]);
  });

  it('tell each trace alike, span by span', async () => {
    const { traces } = await demo.search(
      { ...EVERYTHING, service: services[0] ?? '', limit: 20 },
      never,
    );
    expect(traces.length).toBeGreaterThan(0);
    for (const { traceId } of traces) {
      const [a, b] = await both((client) => client.trace(traceId, never));
      if (a === null || b === null) throw new Error(`${traceId} is missing`);
      expect(essence(b)).toEqual(essence(a));
    }
  });

  it('both say null of a trace that they do not have', async () => {
    expect(await both((client) => client.trace('f'.repeat(32), never))).toEqual([null, null]);
  });

  it('know the same operations of each service', async () => {
    // All at once: while one is waited for, the demo goes on and tells more of the others.
    const told = await operationsOf(demo);
    await expectNames(told, () => operationsOf(real));
  });
});
