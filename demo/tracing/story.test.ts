import { describe, expect, test } from 'vitest';
import { indexRoutes, routeFor } from '../model/routing';
import { NOW, testMesh, testStore } from './test-store';
import type { DemoSpan, DemoTrace } from './types';

const MINUTE_US = 60 * 1e6;
const SEARCH = { fromUs: NOW * 1e6 - 30 * MINUTE_US, toUs: NOW * 1e6, limit: Infinity };
const TRACES = testStore().find({ ...SEARCH, tags: new Map() });
const SPANS = TRACES.flatMap(({ spans }) => spans);

const tag = ({ tags }: DemoSpan, key: string): string | undefined => {
  const found = tags.find(([name]) => name === key);
  return found && String(found[1]);
};
const isProxy = (span: DemoSpan): boolean => tag(span, 'component') === 'proxy';
const parentsIn = ({ spans }: DemoTrace): ReadonlyMap<string, DemoSpan> =>
  new Map(spans.map((span) => [span.spanId, span]));

test('the same seed tells the same traces, whenever it is asked', () => {
  const later = testStore(testMesh(), NOW + 600);
  for (const trace of TRACES.slice(0, 20)) {
    expect(later.get(trace.traceId)?.spans.map((span) => ({ ...span }))).toEqual(
      trace.spans.map((span) => ({ ...span })),
    );
  }
});

test('the ids of spans differ within a trace, and every parent is there', () => {
  for (const trace of TRACES) {
    const parents = parentsIn(trace);
    expect(parents.size).toBe(trace.spans.length);
    for (const { parentId } of trace.spans) {
      if (parentId !== undefined) expect(parents.has(parentId)).toBe(true);
    }
    expect(trace.spans.filter(({ parentId }) => parentId === undefined)).toHaveLength(1);
  }
});

test('a child begins after its parent', () => {
  for (const trace of TRACES) {
    const parents = parentsIn(trace);
    for (const span of trace.spans) {
      const parent = parents.get(span.parentId ?? '');
      if (parent) expect(span.startUs).toBeGreaterThanOrEqual(parent.startUs);
    }
  }
});

describe('the spans of proxies', () => {
  test('name their pod as Istio does', () => {
    for (const span of SPANS.filter(isProxy)) {
      expect(tag(span, 'node_id')).toMatch(
        /^(sidecar|router)~\d+\.\d+\.\d+\.\d+~[a-z0-9-]+-[bcdfghjklmnpqrstvwxz2456789]{10}-[a-z0-9]{5}\.([a-z]+)~\2\.svc\.cluster\.local$/,
      );
      expect(span.service).toBe(
        `${tag(span, 'istio.canonical_service') ?? ''}.${tag(span, 'istio.namespace') ?? ''}`,
      );
    }
  });

  test('say where a request went, on both sides of a hop', () => {
    for (const span of SPANS.filter(isProxy)) {
      const expected =
        span.kind === 'client' ? /^outbound\|\d+\|\w*\|[a-z0-9.-]+$/ : /^inbound\|\d+\|\|$/;
      expect(tag(span, 'upstream_cluster')).toMatch(expected);
    }
  });

  test('are named after the VirtualService where its route has several destinations', () => {
    const names = new Set(SPANS.filter(isProxy).map(({ operation }) => operation));
    expect(names).toContain('user-service:8080/*');
    expect(names).toContain('orders.shop.svc.cluster.local:8080/*');
    expect(names).not.toContain('user-service.shop.svc.cluster.local:8080/*');
  });

  test('carry the subset that the route chose', () => {
    const subsets = SPANS.map((span) => tag(span, 'upstream_cluster'));
    expect(subsets).toContain('outbound|8080|v2|user-service.shop.svc.cluster.local');
    expect(subsets).toContain('outbound|8080||orders.shop.svc.cluster.local');
  });

  test('are marked as errors by their status, and only then', () => {
    for (const span of SPANS.filter(isProxy)) {
      const grpcStatus = tag(span, 'grpc.status_code') ?? '0';
      const failed = /^(0|5..)$/.test(tag(span, 'http.status_code') ?? '') || grpcStatus !== '0';
      expect([span.error, tag(span, 'error') === 'true']).toEqual([failed, failed]);
    }
  });
});

describe('what there is to see', () => {
  test('a request that is tried again has one client span and two server spans', () => {
    const trace = TRACES.find(({ spans }) =>
      spans.some((span) => tag(span, 'retry.count') === '1'),
    );
    const client = trace?.spans.find((span) => tag(span, 'retry.count') === '1');
    const servers = trace?.spans.filter(({ parentId }) => parentId === client?.spanId) ?? [];
    expect(servers.map(({ kind }) => kind)).toEqual(['server', 'server']);
    expect(servers[0]?.error).toBe(true);
  });

  test('a request that is lost on its way has no server span', () => {
    const lost = SPANS.filter((span) => /^(UF|UH|UT|URX)$/.test(tag(span, 'response_flags') ?? ''));
    const parents = new Set(SPANS.map(({ parentId }) => parentId));
    const clients = lost.filter(({ kind }) => kind === 'client');
    expect(clients.length).toBeGreaterThan(0);
    expect(clients.some(({ spanId }) => parents.has(spanId))).toBe(false);
  });

  test('a workload that loses the headers begins new traces', () => {
    const roots = SPANS.filter(({ parentId }) => parentId === undefined);
    expect(roots.some(({ service }) => service === 'recommendation.shop')).toBe(true);
    const callers = SPANS.filter(({ service }) => service === 'recommendation.shop');
    const serving = new Set(callers.filter(({ kind }) => kind === 'server').map((s) => s.traceId));
    const calling = callers.filter(({ kind }) => kind === 'client').map((s) => s.traceId);
    expect(calling.some((traceId) => serving.has(traceId))).toBe(false);
  });

  test('some applications have spans of their own, with events where they fail', () => {
    const own = SPANS.filter((span) => !isProxy(span));
    expect(own.map(({ operation }) => operation)).toContain('GET /orders/{id}');
    const failed = own.filter(({ events }) => events.length > 0);
    expect(failed.every(({ error }) => error)).toBe(true);
  });

  test('some traces are deep', () => {
    expect(SPANS.map(({ operation }) => operation)).toContain('aggregate level 40');
  });

  test('the host outside has client spans only', () => {
    const outside = SPANS.filter(({ operation }) => operation.startsWith('api.cards.example'));
    expect(outside.length).toBeGreaterThan(0);
    expect(outside.every(({ kind }) => kind === 'client')).toBe(true);
  });
});

test('versions share the spans as the route shares the requests', () => {
  const served = SPANS.filter(
    ({ service, kind }) => service === 'shipping.warehouse' && kind === 'server',
  );
  const second = served.filter((span) => tag(span, 'istio.canonical_revision') === 'v2');
  expect(second.length / served.length).toBeGreaterThan(0.15);
  expect(second.length / served.length).toBeLessThan(0.35);
});

test('other routes send requests another way', () => {
  const mesh = testMesh();
  const route = routeFor(mesh.routing, 'warehouse/shipping', 'istio');
  if (route === undefined) throw new Error('the shop ships');
  const rest = { v1: 0, v2: 1 };
  const routing = indexRoutes([{ ...route, rest }]);
  const traces = testStore({ ...mesh, routing }).find({ ...SEARCH, tags: new Map() });
  const versions = traces
    .flatMap(({ spans }) => spans)
    .filter(({ service, kind }) => service === 'shipping.warehouse' && kind === 'server')
    .map((span) => tag(span, 'istio.canonical_revision'));
  expect(new Set(versions)).toEqual(new Set(['v2']));
});
