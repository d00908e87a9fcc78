import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { objectsQuerySchema } from '@/lib/contract/objects';
import {
  checksQuerySchema,
  graphQuerySchema,
  namespacesQuerySchema,
  splitsQuerySchema,
} from '@/lib/contract/queries';
import { tracesQuerySchema } from '@/lib/contract/traces-query';
import { identify } from '@/lib/server/access/identify';
import type { Identity } from '@/lib/server/access/identity';
import { sealSession } from '@/lib/server/access/session';
import { inBatches } from '@/lib/server/cache/in-batches';
import { manyListeners } from '@/lib/server/cache/shared-work';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { KEYS, MAPPED } from '@/lib/server/testing/oidc-runtime';
import { loadChecks } from '@/lib/server/use-cases/load-checks';
import { loadGraph } from '@/lib/server/use-cases/load-graph';
import { loadMeshObjects } from '@/lib/server/use-cases/load-mesh-objects';
import { loadNamespaces } from '@/lib/server/use-cases/load-namespaces';
import { loadNode } from '@/lib/server/use-cases/load-node';
import { loadFaults } from '@/lib/server/use-cases/load-resilience';
import { loadSignals } from '@/lib/server/use-cases/load-signals';
import { loadSplits } from '@/lib/server/use-cases/load-splits';
import { loadStatus } from '@/lib/server/use-cases/load-status';
import { loadTrace } from '@/lib/server/use-cases/load-trace';
import { loadTraces, loadTraceServices } from '@/lib/server/use-cases/load-traces';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime();
});
afterAll(() => world.close());

/** Everything a person can ask for, by name. */
const ANSWERS: Readonly<Record<string, (who: Identity) => Promise<unknown>>> = {
  status: (who) => loadStatus(world.runtime, who, signal),
  namespaces: (who) => loadNamespaces(world.runtime, who, namespacesQuerySchema.parse({}), signal),
  'graph by workload': (who) => loadGraph(world.runtime, who, graphQuerySchema.parse({}), signal),
  'graph by service': (who) =>
    loadGraph(world.runtime, who, graphQuerySchema.parse({ view: 'service' }), signal),
  'graph by app': (who) =>
    loadGraph(world.runtime, who, graphQuerySchema.parse({ view: 'app' }), signal),
  objects: (who) => loadMeshObjects(world.runtime, who, objectsQuerySchema.parse({}), signal),
  splits: (who) => loadSplits(world.runtime, who, splitsQuerySchema.parse({}), signal),
  checks: (who) => loadChecks(world.runtime, who, checksQuerySchema.parse({}), signal),
  faults: (who) => loadFaults(world.runtime, who, signal),
  'trace services': (who) => loadTraceServices(world.runtime, who, signal),
  traces: (who) =>
    loadTraces(
      world.runtime,
      who,
      tracesQuerySchema.parse({ service: 'api-gateway.shop' }),
      signal,
    ),
};

/** Somebody whose groups are mapped to namespaces, which we then read with our own identity. */
async function member(...groups: readonly string[]): Promise<Identity> {
  const { kubernetes, now } = world.runtime;
  const oidc = {
    ...{ issuer: 'https://issuer.example', clientId: 'alidade', clientSecret: null, scopes: [] },
    ...{ redirectUrl: null, caFile: undefined, signOutAtIssuer: false, rights: MAPPED },
  };
  const auth = 'oidc' as const;
  const config = { ...world.runtime.config, auth, oidc, sessionKeys: () => KEYS };
  const end = now() + 3_600_000;
  const issued = { subject: 'ada', tokenExpiresAt: end, renewAt: end, refreshToken: null };
  const session = { token: null, name: 'ada', groups, expiresAt: end };
  const sealed = await sealSession(
    { ...session, issued: { ...issued, issuer: oidc.issuer } },
    KEYS,
  );
  const headers = { cookie: `alidade-session.0=${sealed}` };
  const request = new Request('http://localhost/', { headers });
  const identity = await identify(request, { config, kubernetes, now });
  if (identity === null) throw new Error('a session makes an identity');
  return identity;
}

/** The namespaces of the demo that a `shop-viewer` may not read. */
const HIDDEN = /\b(analytics|warehouse|staging|legacy|ingress|istio-system)\b/;

/** PromQL and our own words may name what is in no namespace. */
function withoutQueries(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) =>
    key === 'queries' || key === 'evidence' ? undefined : value,
  );
}

describe('what a person with one namespace is told', () => {
  it('names no other namespace, after and during requests of a person who may see all', async () => {
    const people: readonly DemoPerson[] = ['admin', 'shop-viewer', 'viewer', 'shop-viewer'];
    const identities = await Promise.all(people.map((person) => world.as(person)));
    const asked = Object.entries(ANSWERS).flatMap(([name, load]) =>
      identities.map((who, index) => ({ name, who, load, person: people[index] })),
    );
    const shuffled = asked.toSorted((a, b) =>
      a.name + (a.person ?? '') < b.name + (b.person ?? '') ? 1 : -1,
    );
    // Demo and console share this process: more at once would wait for each other longer than either may.
    const answers = await inBatches(
      [...asked, ...shuffled],
      people.length * 2,
      async ({ name, who, load, person }) => ({
        name,
        person,
        text: withoutQueries(await load(who)),
      }),
    );
    for (const { name, person, text } of answers) {
      if (person === 'shop-viewer') expect(HIDDEN.exec(text)?.[0] ?? null, name).toBeNull();
    }
    const seenByAdmin = answers.filter(({ person }) => person === 'admin').map(({ text }) => text);
    expect(seenByAdmin.join('')).toMatch(HIDDEN);
  });

  it('still shows calls that leave the namespace, to one node without a name', async () => {
    const graph = await loadGraph(
      world.runtime,
      await world.as('shop-viewer'),
      graphQuerySchema.parse({}),
      signal,
    );
    expect(graph.nodes.some(({ namespace }) => namespace === 'shop')).toBe(true);
    const outside = graph.nodes.filter(({ name }) => name === 'outside your namespaces');
    expect(outside).toHaveLength(1);
    const ids = new Set(graph.nodes.map(({ id }) => id));
    for (const { source, target } of graph.edges) {
      expect(ids.has(source) && ids.has(target)).toBe(true);
    }
  });

  it('is refused what lies in another namespace, by name', async () => {
    const viewer = await world.as('shop-viewer');
    const node = 'Kubernetes/warehouse/workload/stock';
    const forbidden = { type: 'forbidden' };
    await expect(loadNode(world.runtime, viewer, node, signal)).rejects.toMatchObject(forbidden);
    const query = { node, direction: 'inbound' } as const;
    await expect(loadSignals(world.runtime, viewer, query, signal)).rejects.toMatchObject(
      forbidden,
    );
    const search = tracesQuerySchema.parse({ service: 'stock.warehouse' });
    await expect(loadTraces(world.runtime, viewer, search, signal)).rejects.toMatchObject(
      forbidden,
    );
  });

  it('sees a trace with the spans of other namespaces blank', async () => {
    const { runtime } = world;
    const [admin, viewer] = [await world.as('admin'), await world.as('shop-viewer')];
    const search = tracesQuerySchema.parse({ service: 'orders.shop', limit: '20' });
    const { traces } = await loadTraces(runtime, admin, search, signal);
    const crossing = traces.find(({ services }) => services.some(({ name }) => HIDDEN.test(name)));
    expect(crossing).toBeDefined();

    const id = crossing?.traceId ?? '';
    const whole = await loadTrace(runtime, admin, id, signal);
    const seen = await loadTrace(runtime, viewer, id, signal);
    expect(seen.spans).toHaveLength(whole.spans.length);
    expect(seen.services.map(({ name }) => name)).toContain('outside your namespaces');
    const blank = seen.spans.filter(({ operation }) => operation === '–');
    expect(blank.length).toBeGreaterThan(0);
    for (const span of blank) {
      expect(span).toMatchObject({ tags: [], events: [] });
      expect(span).not.toHaveProperty('node');
    }
    for (const { name } of seen.services) expect(name).not.toMatch(HIDDEN);
  });

  it('is nothing at all for a token that the API server does not know', async () => {
    const request = new Request('http://localhost/', {
      headers: { authorization: 'Bearer forged' },
    });
    const stranger = await world.runtime.identify(request);
    if (stranger === null) throw new Error('a bearer token makes an identity');
    for (const [name, load] of Object.entries(ANSWERS)) {
      await expect(load(stranger), name).rejects.toMatchObject({ type: 'unauthenticated' });
    }
  });

  it('costs Prometheus no more for more viewers and more scopes', async () => {
    const { runtime } = world;
    const at = Math.floor(Date.now() / 1000) - 60;
    const ask = async (person: DemoPerson) =>
      loadGraph(
        runtime,
        await world.as(person),
        graphQuerySchema.parse({ at: String(at) }),
        signal,
      );
    const callsSoFar = async () => {
      const { text } = await runtime.metrics.expose();
      return Number(/cache="telemetry",result="miss"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const before = await callsSoFar();
    await ask('admin');
    expect(await callsSoFar()).toBe(before + 1);
    for (const person of ['viewer', 'shop-viewer', 'editor'] as const) await ask(person);
    expect(await callsSoFar()).toBe(before + 1);
  });
});

describe('what a person with a mapped group is told', () => {
  it('names no other namespace, though we read with our own identity, which sees all', async () => {
    const people = await Promise.all([
      member('shop-team'),
      member('platform'),
      world.as('admin'),
      member('shop-team', 'unknown'),
    ]);
    const answers = await Promise.all(
      Object.entries(ANSWERS).flatMap(([name, load]) =>
        people.map(async (who) => ({
          ...{ name, bound: who.onlyNamespaces !== null },
          text: withoutQueries(await load(who)),
        })),
      ),
    );
    for (const { name, bound, text } of answers) {
      if (bound) expect(HIDDEN.exec(text)?.[0] ?? null, name).toBeNull();
    }
    const free = answers.filter(({ bound }) => !bound).map(({ text }) => text);
    expect(free.join('')).toMatch(HIDDEN);
    expect(
      answers.find(({ name, bound }) => bound && name === 'graph by workload')?.text,
    ).toContain('"namespace":"shop"');
  });

  it('lets nobody change anything, whatever our own identity may do', async () => {
    for (const who of [await member('shop-team'), await member('platform')]) {
      expect(who.writer).toBeNull();
      const { splits } = await loadSplits(world.runtime, who, splitsQuerySchema.parse({}), signal);
      expect(splits.length).toBeGreaterThan(0);
      for (const { writable } of splits) expect(writable.allowed).toBe(false);
    }
  });

  it('is refused what lies in another namespace, by name', async () => {
    const who = await member('shop-team');
    const node = 'Kubernetes/warehouse/workload/stock';
    const forbidden = { type: 'forbidden' };
    await expect(loadNode(world.runtime, who, node, signal)).rejects.toMatchObject(forbidden);
    const search = tracesQuerySchema.parse({ service: 'stock.warehouse' });
    await expect(loadTraces(world.runtime, who, search, signal)).rejects.toMatchObject(forbidden);
  });
});
