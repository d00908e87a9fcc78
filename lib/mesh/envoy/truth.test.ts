import { describe, expect, it } from 'vitest';
import { billingTopology } from '@/demo/meshes/consul/shop';
import { CONSUL_WORDS } from '@/demo/meshes/consul/words';
import { envoyMetrics } from '@/demo/meshes/envoy/series';
import { createShop } from '@/demo/meshes/istio/shop';
import { istioMetrics } from '@/demo/meshes/istio/series';
import { createTrafficModel } from '@/demo/model/traffic-model';
import { HISTOGRAM_BOUNDS } from '@/demo/meshes/istio/series';
import type { DemoTopology, TrueEdge } from '@/demo/model/types';
import type { MeshEdge, Signals } from '@/lib/domain/model';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { keyOf, short, total } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;
const ROUTES = [{ service: 'billing/invoices', header: { v2: 1 }, rest: { v1: 0.85, v2: 0.15 } }];

const billing = billingTopology(7);
const shop = createShop({ seed: 7 });
const isThere = ({ from }: { readonly from: string | null }) => from?.startsWith('shop/') !== true;

const ALONE: DemoTopology = {
  ...billing,
  calls: billing.calls.filter(isThere),
  routes: ROUTES,
};
const TOGETHER: DemoTopology = {
  namespaces: [...shop.namespaces, ...billing.namespaces],
  services: [...shop.services, ...billing.services],
  workloads: [...shop.workloads, ...billing.workloads],
  calls: [...shop.calls, ...billing.calls],
  routes: [...shop.routes, ...ROUTES],
};

const consul = envoyTelemetry(CONSUL_VOCABULARY);

function modelOf(topology: DemoTopology) {
  return createTrafficModel({
    topology,
    seed: 7,
    meshes: [istioMetrics, ({ workloads }) => envoyMetrics(CONSUL_WORDS, workloads)],
  });
}

/**
 * What is truly there, as Consul's proxies can name it: requests that were lost belong to the workload that
 * they were for, hosts outside have Consul's name, and whoever calls a gateway is unknown.
 */
function truthsOf(all: readonly TrueEdge[]): ReadonlyMap<string, readonly TrueEdge[]> {
  const truths = new Map<string, TrueEdge[]>();
  for (const edge of all.filter(({ meshes }) => meshes.includes('consul'))) {
    const { meshes, protocol, host } = edge;
    const source = meshes[0] === 'consul' ? edge.source : 'unknown';
    const [service = '', namespace = ''] = host.split('.');
    const isOutside = !host.endsWith('.svc.cluster.local');
    const named = isOutside ? 'tax-office.virtual.consul' : `${namespace}/${service}`;
    const key = keyOf(source, edge.target === 'unknown' ? named : edge.target, protocol);
    truths.set(key, [...(truths.get(key) ?? []), edge]);
  }
  return truths;
}

describe.each([
  ['alone', ALONE],
  ['beside Istio', TOGETHER],
])('telemetry of Envoys, %s', (_, topology) => {
  const model = modelOf(topology);
  const { edges, nodes } = telemetryOf(consul, model, NOW);
  const found = new Map(
    edges.map((edge) => [keyOf(short(edge.source), short(edge.target), edge.protocol), edge]),
  );
  const truths = truthsOf(model.truth(NOW, WINDOW).filter(({ requestRate }) => requestRate > 0));
  const each: readonly (readonly [string, MeshEdge | undefined, readonly TrueEdge[]])[] = [
    ...truths,
  ].map(([key, truth]) => [key, found.get(key), truth]);

  it('finds every call, and no other', () => {
    expect([...found.keys()].toSorted()).toEqual([...truths.keys()].toSorted());
    expect(nodes.map(({ id }) => short(id))).toContain('billing/invoices-v2');
  });

  it.each(edges.filter(({ protocol }) => protocol !== 'tcp'))(
    'charts $id as it tells it',
    (edge) => {
      const [rate, errors] = consul.panels({ kind: 'edge', edge: edge.id }, WINDOW);
      const queries = [rate, errors].map((panel, i) => ({
        key: String(i),
        promql: panel?.queries[0]?.promql ?? '',
      }));
      const answers = answersOf(model, queries, NOW);
      const sum = (key: string) =>
        (answers.get(key) ?? []).reduce((all, { value }) => all + value, 0);
      expect(sum('0') / (edge.signals.requestRate ?? NaN)).toBeCloseTo(1, 6);
      expect(sum('1')).toBeCloseTo(edge.signals.errorRatio ?? NaN, 6);
    },
  );

  it.each(edges.filter(({ protocol }) => protocol === 'tcp'))(
    'charts $id as it tells it',
    (edge) => {
      const [bytes] = consul.panels({ kind: 'edge', edge: edge.id }, WINDOW);
      const queries = (bytes?.queries ?? []).map(({ promql }, i) => ({ key: String(i), promql }));
      const answers = answersOf(model, queries, NOW);
      const { requestBytesPerSecond, responseBytesPerSecond } = edge.signals;
      expect(answers.get('0')?.[0]?.value).toBeCloseTo(requestBytesPerSecond ?? NaN, 3);
      expect(answers.get('1')?.[0]?.value).toBeCloseTo(responseBytesPerSecond ?? NaN, 3);
    },
  );

  it('charts what a gateway took in, which has no application to count it', () => {
    const node = 'Kubernetes/billing/workload/billing-gateway';
    const panels = consul.panels({ kind: 'node', node, direction: 'inbound' }, WINDOW);
    const queries = panels.slice(0, 3).map(({ id, queries: [query] }) => ({
      key: id,
      promql: query?.promql ?? '',
    }));
    const answers = answersOf(model, queries, NOW);
    const sum = (key: string) =>
      (answers.get(key) ?? []).reduce((all, { value }) => all + value, 0);
    const edge = edges.find(({ target }) => target === node)?.signals;
    expect(sum('rate')).toBeCloseTo(edge?.requestRate ?? NaN, 6);
    expect(sum('errors')).toBe(0);
    expect(sum('latency')).toBeCloseTo(edge?.p50?.valueMs ?? NaN, 6);
  });

  it.each(each)('tells %s as it is', (_key, edge, truth) => {
    expect(edge).toBeDefined();
    if (edge?.protocol === 'tcp') expectBytes(edge.signals, truth);
    else if (edge !== undefined) expectRequests(edge.signals, truth);
  });
});

function expectBytes(signals: Signals, truth: readonly TrueEdge[]) {
  const request = total(truth, (of) => of.requestBytesPerSecond);
  const response = total(truth, (of) => of.responseBytesPerSecond);
  expect((signals.requestBytesPerSecond ?? NaN) / request).toBeCloseTo(1, 2);
  expect((signals.responseBytesPerSecond ?? NaN) / response).toBeCloseTo(1, 2);
  const opened = total(truth, (of) => of.requestRate);
  expect((signals.connectionsPerSecond ?? NaN) / opened).toBeCloseTo(1, 2);
  expect(signals.mtlsShare).toBe(truth[0]?.mtlsShare);
}

function expectRequests(signals: Signals, truth: readonly TrueEdge[]) {
  const rate = total(truth, (of) => of.requestRate);
  const errors = total(truth, (of) => of.errorRate);
  expect((signals.requestRate ?? NaN) / rate).toBeCloseTo(1, 2);
  expect(signals.errorRatio ?? NaN).toBeCloseTo(errors / rate, 3);
  expectQuantile(signals.p95?.valueMs, truth);
}

/** Of a call that has lost requests too, only those that were answered have a latency. */
function expectQuantile(value: number | undefined, truth: readonly TrueEdge[]) {
  const answered = truth.filter(
    ({ target, host }) => target !== 'unknown' || host.endsWith('.example'),
  );
  const [only, ...others] = answered.length === 0 ? truth : answered;
  const exact = others.length > 0 ? undefined : only?.quantilesMs?.['0.95'];
  expect(value).toBeDefined();
  if (exact === undefined || value === undefined) return;
  const upper = HISTOGRAM_BOUNDS.find((bound) => exact <= bound) ?? NaN;
  const lower = HISTOGRAM_BOUNDS.findLast((bound) => exact > bound) ?? 0;
  expect(value).toBeGreaterThanOrEqual(lower * 0.99);
  expect(value).toBeLessThanOrEqual(upper * 1.01);
}
