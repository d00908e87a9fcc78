import { describe, expect, it } from 'vitest';
import { edgeId, nodeId } from '@/lib/domain/model';
import type { SeriesTarget } from '@/lib/mesh/adapter';
import { observationQueries } from '@/lib/mesh/linkerd/observe';
import { namespaceQueries } from '@/lib/mesh/linkerd/overview-queries';
import { panels } from '@/lib/mesh/linkerd/panels';
import { OUTSIDE } from '@/lib/mesh/linkerd/places';
import { presence, telemetryQueries } from '@/lib/mesh/linkerd/queries';
import { isPromQl } from '@/lib/testing/is-promql';

const id = (kind: 'workload' | 'app' | 'service' | 'external' | 'unknown', name: string) =>
  nodeId('Kubernetes', kind === 'external' || kind === 'unknown' ? '' : 'shop', kind, name);
const cart = id('workload', 'cart-v1');
const web = id('workload', 'web');
const node = (of: string, direction: 'inbound' | 'outbound' = 'inbound'): SeriesTarget => ({
  kind: 'node',
  node: of,
  direction,
});
const edge = (source: string, target: string, protocol: 'http' | 'grpc' | 'tcp'): SeriesTarget => ({
  kind: 'edge',
  edge: edgeId(source, target, protocol),
});

const REQUESTS = ['rate', 'errors', 'latency'];
const ALL = [...REQUESTS, 'bytes'];

describe('telemetryQueries', () => {
  it.each(['workload', 'service', 'app'] as const)('asks 8 well-formed queries for %s', (view) => {
    const queries = telemetryQueries({ windowSeconds: 300, view, proxies: 'folded' });
    expect(queries).toHaveLength(8);
    for (const { promql } of queries) expect(isPromQl(promql), promql).toBe(true);
  });
});

describe('panels', () => {
  it.each([
    { target: node(cart), ids: [...ALL, 'cpu', 'memory'] },
    { target: node(cart, 'outbound'), ids: [...ALL, 'cpu', 'memory'] },
    { target: node(id('service', 'cart')), ids: ALL },
    { target: node(id('app', 'cart')), ids: ALL },
    { target: node(id('app', 'cart'), 'outbound'), ids: ALL },
    { target: node(id('service', 'cart'), 'outbound'), ids: ALL },
    { target: node(id('external', 'api.example')), ids: ALL },
    { target: node(id('external', OUTSIDE)), ids: ALL },
    { target: node(id('external', OUTSIDE), 'outbound'), ids: [] },
    { target: node(id('unknown', 'unknown'), 'outbound'), ids: ALL },
    { target: node(id('unknown', 'unknown')), ids: [] },
    { target: edge(web, cart, 'http'), ids: REQUESTS },
    { target: edge(web, cart, 'grpc'), ids: REQUESTS },
    { target: edge(web, cart, 'tcp'), ids: ['bytes'] },
    { target: edge(web, id('app', 'cart'), 'http'), ids: REQUESTS },
    { target: edge(id('app', 'web'), id('service', 'cart'), 'http'), ids: REQUESTS },
    { target: edge(id('unknown', 'unknown'), cart, 'http'), ids: REQUESTS },
    { target: edge(id('unknown', 'unknown'), id('service', 'cart'), 'http'), ids: [] },
    { target: edge(web, id('unknown', 'unknown'), 'http'), ids: [] },
    { target: node('nonsense'), ids: [] },
    { target: { kind: 'edge', edge: 'a>b>http' } as const, ids: [] },
  ])('gives $ids for $target', ({ target, ids }) => {
    const found = panels(target, 300);
    expect(found.map((panel) => panel.id)).toEqual(ids);
    for (const { promql } of found.flatMap(({ queries }) => queries)) {
      expect(isPromQl(promql), promql).toBe(true);
    }
  });

  it('cannot be talked out of its matcher by a name', () => {
    const hostile = id('workload', 'x"} or up{a="');
    for (const { promql } of panels(node(hostile), 300).flatMap(({ queries }) => queries)) {
      expect(isPromQl(promql), promql).toBe(true);
      expect(promql).not.toContain('or up{a="');
    }
  });

  it('names lines by code, gRPC status, own failure and quantile', () => {
    const [rate, , latency] = panels(node(cart), 300);
    const named = (labels: Record<string, string>) =>
      rate?.queries[0]?.nameOf(new Map(Object.entries(labels)));
    expect(named({ status_code: '200', grpc_status: '' })).toBe('200');
    expect(named({ status_code: '200', grpc_status: '14' })).toBe('gRPC 14');
    expect(named({ status_code: '', error: '' })).toBe('no response');
    expect(named({ status_code: '', error: 'FAIL_FAST' })).toBe('no response (FAIL_FAST)');
    expect(latency?.queries.map(({ nameOf }) => nameOf(new Map()))).toEqual(['p50', 'p95', 'p99']);
  });
});

describe('fixed queries', () => {
  it.each([
    ...namespaceQueries(120),
    ...observationQueries(120),
    { key: 'presence', promql: presence(0) },
    { key: 'presence before', promql: presence(300) },
  ])('$key is PromQL', ({ promql }) => {
    expect(isPromQl(promql), promql).toBe(true);
  });

  it('are three for the overview, whatever the number of namespaces', () => {
    expect(namespaceQueries(120).map(({ key }) => key)).toEqual(['rate', 'errors', 'p95']);
  });
});
