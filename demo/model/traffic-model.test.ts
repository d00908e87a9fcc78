import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLargeMesh } from './large-mesh';
import { createShop } from '../meshes/istio/shop';
import { createTrafficModel } from './traffic-model';
import { MESH_METRICS } from '../meshes/registry';
import type { DemoRoute, DemoSeries, TrafficModel, TrueEdge } from './types';

const NOW = 1_790_000_000;
const HOST = 'user-service.shop.svc.cluster.local';

function createModel(seed = 1): TrafficModel {
  return createTrafficModel({ topology: createShop({ seed }), seed, meshes: MESH_METRICS });
}

function userRoute(rest: DemoRoute['rest'], header: DemoRoute['header'] = {}): DemoRoute {
  return { service: 'shop/user-service', header, rest };
}

function edgesTo(model: TrafficModel, host: string, at: number, window = 300): TrueEdge[] {
  return model.truth(at, window).filter((edge) => edge.host === host);
}

function rateTo(edges: readonly TrueEdge[], target?: string): number {
  return edges
    .filter((edge) => target === undefined || edge.target === target)
    .reduce((sum, { requestRate }) => sum + requestRate, 0);
}

function shareOf(model: TrafficModel, target: string, at: number): number {
  const edges = edgesTo(model, HOST, at);
  return rateTo(edges, target) / rateTo(edges);
}

function where(
  series: readonly DemoSeries[],
  labels: Readonly<Record<string, string>>,
): DemoSeries[] {
  return series.filter((each) =>
    Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  );
}

const someShares = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Object.fromEntries(weights.map((weight, index) => [`v${index + 1}`, weight / total]));
  });

describe('the traffic of the shop', () => {
  it('is the same for the same seed, and another for another', () => {
    const values = (model: TrafficModel) =>
      model.series('istio_requests_total').map((series) => series.valueAt(NOW));
    expect(values(createModel())).toEqual(values(createModel()));
    expect(values(createModel(2))).not.toEqual(values(createModel()));
  });

  it('never lets a counter fall, whatever happens to the routes', () => {
    const model = createModel();
    model.setRoutes([userRoute({ v2: 1 })], NOW);
    model.setRoutes([userRoute({ v1: 1 })], NOW + 60);
    model.setRoutes([userRoute({ v1: 0.001, v2: 0.999 })], NOW + 120);
    const counters = model.series().filter(({ type }) => type !== 'gauge');
    for (let at = NOW - 10; at < NOW + 200; at += 5) {
      const falling = counters.filter((each) => each.valueAt(at + 5) < each.valueAt(at));
      expect(falling.map(({ name }) => name)).toEqual([]);
    }
  });

  it('has a daily rhythm around the rate that the topology gives', () => {
    const [edge] = edgesTo(createModel(), 'api-gateway.shop.svc.cluster.local', NOW, 86_400 * 5);
    expect(edge?.requestRate).toBeCloseTo(62, 0);
  });

  it('gives the same totals however the routes share it out', () => {
    const model = createModel();
    const before = rateTo(edgesTo(model, HOST, NOW));
    fc.assert(
      fc.property(someShares, someShares, (rest, header) => {
        model.setRoutes([userRoute(rest, header)], NOW - 400);
        expect(rateTo(edgesTo(model, HOST, NOW))).toBeCloseTo(before, 6);
      }),
      { numRuns: 50 },
    );
  });
});

describe('routes', () => {
  it('send the header its way, and share out the rest', () => {
    const shareOfV2 = shareOf(createModel(), 'shop/user-service-v2', NOW);
    expect(shareOfV2).toBeCloseTo(0.03 + 0.97 * 0.1, 6);
  });

  it('hold from their moment on, and leave the past as it was', () => {
    const model = createModel();
    const before = model.truth(NOW, 300);
    model.setRoutes([userRoute({ v1: 0.5, v2: 0.5 })], NOW);
    expect(model.truth(NOW, 300)).toEqual(before);
    expect(shareOf(model, 'shop/user-service-v2', NOW + 300)).toBeCloseTo(0.5, 6);
    expect(shareOf(model, 'shop/user-service-v2', NOW + 150)).toBeGreaterThan(0.2);
    expect(shareOf(model, 'shop/user-service-v2', NOW + 150)).toBeLessThan(0.4);
  });

  it('forget what was to come later', () => {
    const model = createModel();
    model.setRoutes([userRoute({ v2: 1 })], NOW + 100);
    model.setRoutes([userRoute({ v1: 1 })], NOW + 50);
    expect(shareOf(model, 'shop/user-service-v1', NOW + 500)).toBe(1);
  });

  it('share evenly over the pods where there is none', () => {
    const model = createModel();
    model.setRoutes([], NOW);
    expect(shareOf(model, 'shop/user-service-v2', NOW + 300)).toBeCloseTo(1 / 3, 6);
  });

  it('to a version that does not exist fail at the caller alone', () => {
    const model = createModel();
    model.setRoutes([userRoute({ v1: 0.75, v9: 0.25 })], NOW);
    const lost = edgesTo(model, HOST, NOW + 300).find(({ target }) => target === 'unknown');
    expect(lost?.errorRate).toBe(lost?.requestRate);
    expect(lost?.mtlsShare).toBeNull();
    const series = where(model.series('istio_requests_total'), { response_flags: 'NC' });
    expect(series.length).toBeGreaterThan(0);
    for (const { labels } of series) {
      expect(labels).toMatchObject({
        ...{ reporter: 'source', response_code: '503', destination_workload: 'unknown' },
        destination_service: HOST,
      });
    }
  });

  it('change what the callee itself calls, as much as what it is called', () => {
    const model = createModel();
    const perRequest = (at: number) => {
      const edges = model.truth(at, 300);
      const calls = edges.filter(({ source }) => source === 'shop/user-service-v2');
      return rateTo(calls, 'shop/postgres') / rateTo(edges, 'shop/user-service-v2');
    };
    const before = perRequest(NOW);
    model.setRoutes([userRoute({ v2: 1 })], NOW);
    expect(perRequest(NOW + 300)).toBeCloseTo(before, 9);
  });
});

const requests = createModel().series('istio_requests_total');
const tcp = createModel().series('istio_tcp_sent_bytes_total');

/** Labels that scraping adds to what the proxy gives; a proxy gives none of these names. */
const SCRAPE_LABELS = 7;

describe('series as Istio gives them', () => {
  it('carry 25 labels, or 23 for TCP, and those of the scrape', () => {
    for (const { labels } of requests) {
      expect(Object.keys(labels)).toHaveLength(25 + SCRAPE_LABELS);
    }
    for (const { labels } of tcp) {
      expect(Object.keys(labels)).toHaveLength(23 + SCRAPE_LABELS);
      expect(labels).not.toHaveProperty('response_code');
    }
  });

  it('are reported by both sides between two sidecars', () => {
    const edge = { source_workload: 'orders', destination_workload: 'payments' };
    const reporters = where(requests, edge).map(({ labels }) => labels.reporter);
    expect(new Set(reporters)).toEqual(new Set(['source', 'destination']));
  });

  it('never tell the security of a connection at its source', () => {
    for (const { labels } of where(requests, { reporter: 'source' })) {
      expect(labels.connection_security_policy).toBe('unknown');
    }
  });

  it.each([
    ['a declared host outside', { destination_service_name: 'api.cards.example' }],
    ['an undeclared host', { destination_service_name: 'PassthroughCluster' }],
    ['a workload without a sidecar', { destination_service: 'billing.legacy.svc.cluster.local' }],
  ])('come from the caller alone for %s', (_what, labels) => {
    const found = where(requests, labels);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(each.labels).toMatchObject({ reporter: 'source', destination_workload: 'unknown' });
    }
  });

  it('come from the callee alone for callers without a sidecar', () => {
    const found = where(requests, { source_workload: 'unknown', destination_workload: 'orders' });
    expect(found.length).toBeGreaterThan(0);
    for (const { labels } of found) {
      expect(labels).toMatchObject({
        ...{ reporter: 'destination', connection_security_policy: 'none' },
        source_canonical_revision: 'latest',
      });
    }
  });

  it('count the bytes of TCP from the client as received, whoever reports', () => {
    const model = createModel();
    const edge = { source_workload: 'orders', destination_workload: 'postgres' };
    const perConnection = (name: string, reporter: string) => {
      const total = (metric: string) =>
        where(model.series(metric), { ...edge, reporter }).reduce(
          (sum, series) => sum + series.valueAt(NOW) - series.valueAt(NOW - 300),
          0,
        );
      return total(name) / total('istio_tcp_connections_opened_total');
    };
    for (const reporter of ['source', 'destination']) {
      expect(perConnection('istio_tcp_received_bytes_total', reporter)).toBeCloseTo(22_000, 3);
      expect(perConnection('istio_tcp_sent_bytes_total', reporter)).toBeCloseTo(180_000, 3);
    }
  });

  it('have buckets that grow with their bound up to the count', () => {
    const model = createModel();
    const counts = model.series('istio_request_duration_milliseconds_count');
    const buckets = model.series('istio_request_duration_milliseconds_bucket');
    expect(buckets).toHaveLength(counts.length * 20);
    counts.forEach((count, index) => {
      const values = buckets.slice(index * 20, index * 20 + 20).map((each) => each.valueAt(NOW));
      expect(values.toSorted((a, b) => a - b)).toEqual(values);
      expect(values.at(-1)).toBe(count.valueAt(NOW));
    });
  });

  it('are none where there is no traffic', () => {
    const staging = requests.filter(({ labels }) => labels.namespace === 'staging');
    expect(staging).toEqual([]);
    expect(where(createModel().series('up'), { namespace: 'staging' })).toHaveLength(3);
    expect(createModel().series('constructor')).toEqual([]);
  });

  it('are one each: no two have the same name and labels', () => {
    const keys = createModel()
      .series()
      .map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a large mesh', () => {
  const topology = createLargeMesh({ services: 300, seed: 3 });

  it('has as many services as asked for, under names that Kubernetes takes', () => {
    expect(topology.services).toHaveLength(300);
    const keys = topology.services.map(({ namespace, name }) => `${namespace}/${name}`);
    expect(new Set(keys).size).toBe(300);
    for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]{0,61}\/[a-z][a-z0-9-]{0,61}$/);
  });

  it('has about three calls per service, none of them to itself', () => {
    expect(topology.calls.length / 300).toBeGreaterThan(2);
    expect(topology.calls.length / 300).toBeLessThan(4);
    const services = new Map(
      topology.workloads.map(({ namespace, name, service }) => [
        `${namespace}/${name}`,
        `${namespace}/${service}`,
      ]),
    );
    expect(topology.calls.filter(({ from, to }) => services.get(from ?? '') === to)).toEqual([]);
  });

  it('has some failing, some slow and mostly healthy edges', () => {
    const edges = createTrafficModel({ topology, seed: 3, meshes: MESH_METRICS }).truth(NOW, 300);
    const failing = edges.filter(({ requestRate, errorRate }) => errorRate > 0.01 * requestRate);
    const slow = edges.filter(({ quantilesMs }) => (quantilesMs?.['0.95'] ?? 0) > 1_000);
    expect(failing.length).toBeGreaterThan(3);
    expect(slow.length).toBeGreaterThan(3);
    expect(failing.length + slow.length).toBeLessThan(edges.length / 3);
  });

  it('is the same for the same seed', () => {
    expect(createLargeMesh({ services: 300, seed: 3 })).toEqual(topology);
  });
});
