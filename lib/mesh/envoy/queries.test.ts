import { describe, expect, it } from 'vitest';
import { edgeId, nodeId } from '@/lib/domain/model';
import type { SeriesTarget } from '@/lib/mesh/adapter';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';
import { isPromQl } from '@/lib/testing/is-promql';

const mesh = envoyTelemetry(CONSUL_VOCABULARY);

/** A mesh without any of what is optional. */
const bare = envoyTelemetry({
  ...CONSUL_VOCABULARY,
  ownLabels: [],
  outbound: { matchers: [], labels: ['envoy_cluster_name'] },
  gateways: null,
  plaintext: null,
  mtls: 'by handshakes',
  ownedBy: () => null,
  leadingTo: () => null,
});

describe.each([
  ['Consul', mesh],
  ['a mesh with the least of it', bare],
])('the queries of %s', (_, { telemetryQueries, ...others }) => {
  it.each(['workload', 'service', 'app'] as const)('are at most 8 for the view %s', (view) => {
    const queries = telemetryQueries({ windowSeconds: 300, view, proxies: 'folded' });
    expect(queries.length).toBeLessThanOrEqual(8);
    for (const { promql } of queries) expect(isPromQl(promql), promql).toBe(true);
  });

  it('are PromQL for the overview, for observed shares and for its presence', () => {
    const overview = others.namespaceQueries(120);
    expect(overview.map(({ key }) => key)).toEqual(['rate', 'errors', 'p95']);
    const all = [...overview, ...others.observationQueries(60)].map(({ promql }) => promql);
    for (const promql of [...all, others.presence(300)]) {
      expect(promql !== null && isPromQl(promql), String(promql)).toBe(true);
    }
  });
});

const workload = nodeId('Kubernetes', 'billing', 'workload', 'ledger');
const service = nodeId('Kubernetes', 'billing', 'service', 'ledger');
const outside = nodeId('Kubernetes', '', 'external', 'tax.virtual.consul');
const nobody = nodeId('Kubernetes', '', 'unknown', 'unknown');
const node = (id: string, direction: 'inbound' | 'outbound' = 'inbound'): SeriesTarget => ({
  kind: 'node',
  node: id,
  direction,
});
const edge = (a: string, b: string, protocol: 'http' | 'grpc' | 'tcp'): SeriesTarget => ({
  kind: 'edge',
  edge: edgeId(a, b, protocol),
});

describe('panels', () => {
  it.each([
    [node(workload), ['rate', 'errors', 'latency', 'bytes', 'cpu', 'memory']],
    [node(service, 'outbound'), ['rate', 'errors', 'latency', 'bytes']],
    [node(outside), ['rate', 'errors', 'latency', 'bytes']],
    [node(outside, 'outbound'), []],
    [node(nobody), []],
    [edge(workload, service, 'grpc'), ['rate', 'errors', 'latency']],
    [edge(service, outside, 'http'), ['rate', 'errors', 'latency']],
    [edge(nobody, workload, 'http'), ['rate', 'errors', 'latency']],
    [edge(workload, workload, 'tcp'), ['bytes']],
    [edge(workload, nobody, 'http'), []],
    [node('nonsense'), []],
    [{ kind: 'edge', edge: 'a>b>http' } as const, []],
  ])('of %j are %j, all of them PromQL', (target, ids) => {
    const found = mesh.panels(target, 300);
    expect(found.map(({ id }) => id)).toEqual(ids);
    for (const { promql } of found.flatMap(({ queries }) => queries)) {
      expect(isPromQl(promql), promql).toBe(true);
    }
  });

  it.each(['x"} or up{a="', '.*', 'a|b'])('take the name %j for nothing but a name', (name) => {
    const hostile = nodeId('c', 'billing', 'workload', name);
    for (const { promql } of mesh.panels(node(hostile), 300).flatMap(({ queries }) => queries)) {
      expect(isPromQl(promql), promql).toBe(true);
      expect(promql).not.toContain('or up{a="');
      expect(promql).not.toContain('pod=~"a|b');
      expect(promql).not.toContain('pod=~".*');
    }
  });
});
