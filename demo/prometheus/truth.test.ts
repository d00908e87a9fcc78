import { describe, expect, it } from 'vitest';
import { HISTOGRAM_BOUNDS } from '../meshes/istio/series';
import { createShop } from '../meshes/istio/shop';
import { createTrafficModel } from '../model/traffic-model';
import { MESH_METRICS } from '../meshes/registry';
import type { TrueEdge } from '../model/types';
import { ModelStore } from './model-store';
import { answerInstant } from './query';
import { labelOf } from './labels';
import type { Sample } from './samples';

const NOW = 1_790_000_003;
const CHANGED = NOW - 130;

const model = createTrafficModel({
  topology: createShop({ seed: 5 }),
  seed: 5,
  meshes: MESH_METRICS,
});
model.setRoutes(
  [
    { service: 'shop/user-service', header: { v2: 1 }, rest: { v1: 0.4, v2: 0.6 } },
    { service: 'warehouse/shipping', header: {}, rest: { v1: 0.9, v3: 0.1 } },
  ],
  CHANGED,
);
const store = new ModelStore(model, 5);

const EDGE =
  'source_workload_namespace, source_workload, destination_workload_namespace, destination_workload, destination_service';

function vector(query: string, at = NOW): readonly Sample[] {
  const value = answerInstant(store, query, at * 1000);
  return value.type === 'vector' ? value.samples : [];
}

function named(namespace: string, workload: string): string {
  return workload === 'unknown' ? 'unknown' : `${namespace}/${workload}`;
}

function edgeKey({ labels }: Sample): string {
  const label = (name: string) => labelOf(labels, name);
  const source = named(label('source_workload_namespace'), label('source_workload'));
  const target = named(label('destination_workload_namespace'), label('destination_workload'));
  return `${source} → ${target} (${label('destination_service')})`;
}

function keyOf({ source, target, host }: TrueEdge): string {
  return `${source} → ${target} (${host})`;
}

function byEdge(query: string, at?: number): Map<string, number> {
  return new Map(vector(query, at).map((sample) => [edgeKey(sample), sample.value]));
}

/** Selects what the callee reports, or what only the caller can report. */
const SEEN_ONCE = ['reporter="destination"', 'reporter="source",destination_workload="unknown"'];

function eitherSide(query: (matchers: string) => string, at?: number): Map<string, number> {
  return new Map(SEEN_ONCE.flatMap((matchers) => [...byEdge(query(matchers), at)]));
}

/** A step in the rate a while before the window's end is extrapolated over the scrape at its start. */
const STEP_TOLERANCE = 0.02;

const moments = [
  ['long before routes change', CHANGED - 3_600, 0.01],
  ['while the change is within the window', NOW, STEP_TOLERANCE],
  ['after the change', CHANGED + 900, 0.01],
] as const;

describe.each(moments)('what Prometheus makes of the traffic %s', (_when, at, tolerance) => {
  const truth = model.truth(at, 300);
  const http = truth.filter(({ protocol }) => protocol !== 'tcp');

  it('has the true request rate of every edge', () => {
    const rates = eitherSide(
      (matchers) => `sum by (${EDGE}) (rate(istio_requests_total{${matchers}}[5m]))`,
      at,
    );
    expect([...rates.keys()].sort()).toEqual(http.map(keyOf).sort());
    for (const edge of http) {
      const rate = rates.get(keyOf(edge)) ?? NaN;
      expect(Math.abs(rate - edge.requestRate)).toBeLessThanOrEqual(tolerance * edge.requestRate);
    }
  });

  it('has the true error rate', () => {
    const failed = (matchers: string) =>
      `sum by (${EDGE}) (rate(istio_requests_total{${matchers},response_code=~"0|5.."}[5m]) or ` +
      `rate(istio_requests_total{${matchers},grpc_response_status=~"[1-9]|1[0-6]"}[5m]))`;
    const errors = eitherSide(failed, at);
    for (const edge of http) {
      const rate = errors.get(keyOf(edge)) ?? 0;
      expect(Math.abs(rate - edge.errorRate)).toBeLessThanOrEqual(tolerance * edge.errorRate);
    }
  });

  it.each([0.5, 0.95, 0.99] as const)('has quantile %d in the bucket of the true one', (q) => {
    const quantiles = eitherSide(
      (matchers) =>
        `histogram_quantile(${q}, sum by (le, ${EDGE}) (rate(istio_request_duration_milliseconds_bucket{${matchers}}[5m])))`,
      at,
    );
    for (const edge of http.filter(({ requestRate }) => requestRate > 0)) {
      const exact = edge.quantilesMs?.[`${q}`] ?? NaN;
      const upper = HISTOGRAM_BOUNDS.find((bound) => exact <= bound) ?? NaN;
      const lower = HISTOGRAM_BOUNDS.findLast((bound) => exact > bound) ?? 0;
      const estimate = quantiles.get(keyOf(edge)) ?? NaN;
      // A quantile right at a bound may fall on either side of it.
      expect(estimate).toBeGreaterThanOrEqual(lower * 0.99);
      expect(estimate).toBeLessThanOrEqual(upper * 1.01);
    }
  });

  it('has the true bytes of TCP, in both directions', () => {
    const received = byEdge(
      `sum by (${EDGE}) (rate(istio_tcp_received_bytes_total{reporter="destination"}[5m]))`,
      at,
    );
    const sent = byEdge(
      `sum by (${EDGE}) (rate(istio_tcp_sent_bytes_total{reporter="destination"}[5m]))`,
      at,
    );
    const edges = truth.filter(({ protocol }) => protocol === 'tcp');
    expect(edges.length).toBeGreaterThan(2);
    for (const edge of edges) {
      expect((received.get(keyOf(edge)) ?? NaN) / edge.requestBytesPerSecond).toBeCloseTo(1, 2);
      expect((sent.get(keyOf(edge)) ?? NaN) / edge.responseBytesPerSecond).toBeCloseTo(1, 2);
    }
  });

  it('has the true share of mutual TLS, and none where only the caller reports', () => {
    const all = `sum by (${EDGE}) (rate(istio_requests_total{reporter="destination"}[5m]))`;
    const secure = `sum by (${EDGE}) (rate(istio_requests_total{reporter="destination",connection_security_policy="mutual_tls"}[5m]))`;
    const shares = byEdge(`(${secure} or 0 * ${all}) / ${all}`, at);
    for (const edge of http) {
      const share = shares.get(keyOf(edge));
      if (edge.mtlsShare === null) expect(share === undefined || Number.isNaN(share)).toBe(true);
      else expect(share).toBeCloseTo(edge.mtlsShare, 6);
    }
    const partly = shares.get(
      'warehouse/stock-sync → shop/inventory (inventory.shop.svc.cluster.local)',
    );
    expect(partly).toBeCloseTo(0.65, 6);
  });
});

describe('saturation', () => {
  it('rolls up from pods to Deployments', () => {
    const cores = vector(`
      sum by (namespace, workload) (
        label_replace(
          sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!="", container!="POD"}[5m]))
          * on (namespace, pod) group_left (owner_name) max by (namespace, pod, owner_name) (kube_pod_owner{owner_kind="ReplicaSet"}),
          "replicaset", "$1", "owner_name", "(.+)")
        * on (namespace, replicaset) group_left (workload)
          label_replace(max by (namespace, replicaset, owner_name) (kube_replicaset_owner{owner_kind="Deployment"}), "workload", "$1", "owner_name", "(.+)"))`);
    expect(cores).toHaveLength(model.topology.workloads.length);
    for (const { value } of cores) expect(value).toBeGreaterThan(0);
  });

  it('keeps within the limits of the containers', () => {
    const used = vector(
      'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""}) / ' +
        'max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"} or kube_pod_init_container_resource_limits{resource="memory"})',
    );
    expect(used.length).toBeGreaterThan(40);
    for (const { value } of used) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
    }
  });

  it('shows the slow dependency throttled', () => {
    const [throttled] = vector(
      'sum(rate(container_cpu_cfs_throttled_periods_total{container="reports"}[5m])) / ' +
        'sum(rate(container_cpu_cfs_periods_total{container="reports"}[5m]))',
    );
    expect(throttled?.value).toBeCloseTo(0.42, 6);
  });
});
