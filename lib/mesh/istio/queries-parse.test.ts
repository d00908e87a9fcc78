import { describe, expect, it } from 'vitest';
import { edgeId, nodeId } from '@/lib/domain/model';
import type { SeriesTarget } from '@/lib/mesh/adapter';
import { observationQueries } from '@/lib/mesh/istio/observe';
import { namespaceQueries } from '@/lib/mesh/istio/overview-queries';
import { panels } from '@/lib/mesh/istio/panels';
import { isPromQl } from '@/lib/testing/is-promql';

const cart = nodeId('Kubernetes', 'shop', 'workload', 'cart-v1');
const web = nodeId('Kubernetes', 'shop', 'workload', 'web');
const node = (id: string, direction: 'inbound' | 'outbound' = 'inbound'): SeriesTarget => ({
  kind: 'node',
  node: id,
  direction,
});

describe('panels', () => {
  it.each([
    { target: node(cart), ids: ['rate', 'errors', 'latency', 'bytes', 'cpu', 'memory'] },
    {
      target: node(nodeId('c', 'shop', 'service', 'cart')),
      ids: ['rate', 'errors', 'latency', 'bytes'],
    },
    {
      target: node(nodeId('c', 'shop', 'app', 'cart'), 'outbound'),
      ids: ['rate', 'errors', 'latency', 'bytes'],
    },
    {
      target: node(nodeId('c', '', 'external', 'api.example')),
      ids: ['rate', 'errors', 'latency', 'bytes'],
    },
    {
      target: node(nodeId('c', '', 'unknown', 'unknown'), 'outbound'),
      ids: ['rate', 'errors', 'latency', 'bytes'],
    },
    {
      target: { kind: 'edge', edge: edgeId(web, cart, 'http') },
      ids: ['rate', 'errors', 'latency'],
    },
    { target: { kind: 'edge', edge: edgeId(web, cart, 'tcp') }, ids: ['bytes'] },
    { target: node('nonsense'), ids: [] },
    { target: { kind: 'edge', edge: 'a>b>http' }, ids: [] },
  ] as const)('gives $ids for $target', ({ target, ids }) => {
    const found = panels(target, 300);
    expect(found.map(({ id }) => id)).toEqual(ids);
    for (const { queries } of found) {
      for (const { promql } of queries) expect(isPromQl(promql), promql).toBe(true);
    }
  });

  it('cannot be talked out of its matcher by a name', () => {
    const hostile = nodeId('c', 'shop', 'workload', 'x"} or up{a="');
    for (const { queries } of panels(node(hostile), 300)) {
      for (const { promql } of queries) {
        expect(isPromQl(promql), promql).toBe(true);
        expect(promql).not.toContain('or up{a="');
      }
    }
  });

  it('names lines by code, gRPC status, quantile and pod', () => {
    const [rate, , latency, , cpu] = panels(node(cart), 300);
    const named = (labels: Record<string, string>) =>
      rate?.queries[0]?.nameOf(new Map(Object.entries(labels)));
    expect(named({ response_code: '200' })).toBe('200');
    expect(named({ response_code: '0' })).toBe('no response');
    expect(named({ response_code: '200', grpc_response_status: '14' })).toBe('gRPC 14');
    expect(latency?.queries.map(({ nameOf }) => nameOf(new Map()))).toEqual(['p50', 'p95', 'p99']);
    expect(cpu?.queries.map(({ nameOf }) => nameOf(new Map([['pod', 'cart-0']])))).toEqual([
      'cart-0',
      'request',
      'limit',
    ]);
  });
});

describe('fixed queries', () => {
  it.each([...namespaceQueries(120), ...observationQueries(120)])(
    '$key is PromQL',
    ({ promql }) => {
      expect(isPromQl(promql), promql).toBe(true);
    },
  );

  it('are three for the overview, whatever the number of namespaces', () => {
    expect(namespaceQueries(120).map(({ key }) => key)).toEqual(['rate', 'errors', 'p95']);
  });
});
