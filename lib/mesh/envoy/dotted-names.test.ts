import { describe, expect, it } from 'vitest';
import { keepSeries } from '@/demo/prometheus/kept-store';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';
import { answersFrom } from '@/lib/testing/mesh-answers';

/** A sample every 10 seconds for ten minutes, growing by so much each second. */
const growing = (perSecond: number) => Array.from({ length: 61 }, (_, i) => i * 10 * perSecond);
const NOW = 600;

const proxy = (service: string) => ({
  ...{ job: 'consul', instance: `${service}:20200`, namespace: 'shop', pod: `${service}-v2-abcde` },
  consul_source_service: service,
  consul_source_namespace: 'default',
  consul_source_datacenter: 'dc1',
});

/** The caller's cluster of a subset: of its dotted name Envoy keeps the first part, which is the subset. */
const toCanary = (service: string) => ({
  ...proxy('web'),
  envoy_cluster_name: 'v2',
  consul_destination_service: service,
  consul_destination_namespace: 'default',
  consul_destination_datacenter: 'dc1',
  consul_destination_service_subset: 'v2',
});

const cart = toCanary('cart');
const ledger = toCanary('ledger');
const live = ['web', 'cart', 'ledger'].map(
  (service) => ['envoy_server_live', proxy(service), growing(0).map(() => 1)] as const,
);

const STORE = keepSeries(
  ...live,
  ['envoy_cluster_upstream_rq', { ...cart, envoy_response_code: '200' }, growing(10)],
  ['envoy_cluster_upstream_rq_completed', cart, growing(10)],
  ['envoy_cluster_grpc_shop_Cart_Add_0', cart, growing(5)],
  ['envoy_cluster_grpc_shop_Cart_Add_14', cart, growing(1)],
  ['envoy_cluster_grpc_shop_Cart_List_0', cart, growing(3)],
  ['envoy_cluster_grpc_shop_Cart_List_14', cart, growing(1)],
  ['envoy_cluster_grpc_shop_Cart_List_total', cart, growing(4)],
  ['envoy_cluster_grpc_shop_Cart_List_request_message_count', cart, growing(4)],
  ['envoy_cluster_upstream_cx_tx_bytes_total', cart, growing(900)],
  ['envoy_cluster_upstream_cx_tx_bytes_total', ledger, growing(700)],
  ['envoy_cluster_upstream_cx_rx_bytes_total', ledger, growing(70)],
);

const mesh = envoyTelemetry(CONSUL_VOCABULARY);
const request = { windowSeconds: 300, view: 'workload', proxies: 'folded' } as const;
const { edges } = mesh.telemetry(answersFrom(STORE, mesh.telemetryQueries(request), NOW), request);
const callTo = (name: string) => edges.find(({ target }) => target.endsWith(`/${name}-v2`));

describe('clusters whose names have dots', () => {
  it('tell the statuses of gRPC by method, in the names of their counters', () => {
    const { protocol, signals } = callTo('cart') ?? {};
    expect(protocol).toBe('grpc');
    expect(signals?.requestRate).toBeCloseTo(10, 1);
    expect(signals?.errorRatio).toBeCloseTo(0.2, 3);
    expect(signals?.codes.map(({ grpcStatus }) => grpcStatus)).toEqual(['0', '14']);
  });

  it('are not taken for one another by a subset of the same name', () => {
    const { protocol, signals } = callTo('ledger') ?? {};
    expect(protocol).toBe('tcp');
    expect(signals?.requestBytesPerSecond).toBeCloseTo(700, 0);
    expect(signals?.responseBytesPerSecond).toBeCloseTo(70, 0);
  });

  it('are charted alike', () => {
    const edge = callTo('cart')?.id ?? '';
    const panels = mesh.panels({ kind: 'edge', edge }, 300);
    const sumOf = (id: string) => {
      const promql = panels.find((panel) => panel.id === id)?.queries[0]?.promql;
      const answers = promql === undefined ? [] : [{ key: id, promql }];
      const samples = answersFrom(STORE, answers, NOW).get(id) ?? [];
      return samples.reduce((sum, { value }) => sum + value, 0);
    };
    expect(sumOf('rate')).toBeCloseTo(10, 1);
    expect(sumOf('errors')).toBeCloseTo(0.2, 3);
  });
});
