import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/demo/kubernetes/json';
import { createObjectStore } from '@/demo/kubernetes/store';
import { workloadObjects } from '@/demo/kubernetes/workload-objects';
import { MESH_METRICS, MESH_PARTS, routesOf } from '@/demo/meshes/registry';
import { demoTopology } from '@/demo/meshes/topology';
import { createTrafficModel } from '@/demo/model/traffic-model';
import { nodeId } from '@/lib/domain/model';
import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { consul } from '@/lib/mesh/consul/adapter';
import { istio } from '@/lib/mesh/istio/adapter';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { total } from '@/lib/testing/truths';
import { objectSchema } from '@/lib/upstream/kubernetes/wire';

const NOW = 1_790_000_000;
const WINDOW = 300;

/** The demo as it stands, with its own objects and the routes that they make. */
function demoOf(ids: readonly string[]) {
  const parts = MESH_PARTS.filter(({ id }) => ids.includes(id));
  const plain = demoTopology(parts, 7);
  const objects = [...workloadObjects(plain), ...parts.flatMap((part) => part.objects())];
  const routes = routesOf(createObjectStore(objects));
  const topology = { ...plain, routes };
  return { model: createTrafficModel({ topology, seed: 7, meshes: MESH_METRICS }), objects };
}

function storeOf(objects: readonly JsonObject[]): ObjectStore {
  const parsed = objects.map((json): KubeObject => {
    const { apiVersion = '', kind = '', ...rest } = objectSchema.parse(json);
    return { ...rest, apiVersion, kind };
  });
  const kinds = [...consul.kinds, ...CORE];
  return {
    has: () => true,
    list: (wanted) => {
      const kind = kinds.find((each) => resourceKey(each) === resourceKey(wanted));
      const api = wanted.group === '' ? 'v1' : `${wanted.group}/`;
      return parsed.filter((each) => each.kind === kind?.kind && each.apiVersion.startsWith(api));
    },
  };
}

const CORE = [
  { group: '', plural: 'services', kind: 'Service', versions: ['v1'] },
  { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] },
  { group: 'apps', plural: 'deployments', kind: 'Deployment', versions: ['v1'] },
];

describe.each([
  ['alone', ['consul']],
  ['beside Istio', ['istio', 'consul']],
])('Consul in the demo, %s', (_, ids) => {
  const { model, objects } = demoOf(ids);
  const truth = model.truth(NOW, WINDOW);
  const toInvoices = truth.filter(({ target }) => target.startsWith('billing/invoices-'));

  it('is there, and a mesh that has no proxies is not', () => {
    const count = (mesh: typeof consul) =>
      answersOf(model, [{ key: 'here', promql: mesh.presence(0) ?? '' }], NOW).get('here')?.length;
    expect(count(consul)).toBeGreaterThan(5);
    expect((count(istio) ?? 0) > 0).toBe(ids.includes('istio'));
  });

  it('observes the shares of its splits', () => {
    const splits = consul.splits(storeOf(objects));
    const answers = answersOf(model, consul.observationQueries(WINDOW), NOW);
    const observed = new Map(
      consul.observe(splits, answers).map(({ splitId, targets }) => [splitId, targets]),
    );
    const rateOf = (target: string) =>
      total(
        toInvoices.filter((edge) => edge.target === target),
        (edge) => edge.requestRate,
      );
    const [v1, v2] = observed.get('consul~billing~invoices') ?? [];
    expect((v1?.requestRate ?? NaN) / rateOf('billing/invoices-v1')).toBeCloseTo(1, 2);
    expect((v2?.requestRate ?? NaN) / rateOf('billing/invoices-v2')).toBeCloseTo(1, 2);
    expect(v2?.errorRatio).toBeCloseTo(0.025, 3);
    expect(v2?.p95Ms).toBeGreaterThan(100);
    expect(observed.get('consul~billing~statements')).toEqual([null]);
    expect(observed.get('consul~billing~ledger-db')).toEqual([null, null]);
  });

  it('adds up what its servers took in, by namespace', () => {
    const answers = answersOf(model, consul.namespaceQueries(WINDOW), NOW);
    const of = (key: string) =>
      answers.get(key)?.find(({ labels }) => labels.get('namespace') === 'billing')?.value ?? NaN;
    const taken = truth.filter(
      ({ meshes, protocol, target }) =>
        meshes[0] === 'consul' && meshes[1] === 'consul' && protocol !== 'tcp' && target !== '',
    );
    const rate = total(taken, (edge) => edge.requestRate);
    expect(of('rate') / rate).toBeCloseTo(1, 2);
    expect(of('errors')).toBeCloseTo(total(taken, (edge) => edge.errorRate) / rate, 3);
    expect(of('p95')).toBeGreaterThan(20);
  });

  it('charts a node as its servers counted it', () => {
    const node = nodeId('Kubernetes', 'billing', 'workload', 'invoices-v2');
    const [rate] = consul.panels({ kind: 'node', node, direction: 'inbound' }, WINDOW);
    const queries = (rate?.queries ?? []).map(({ promql }) => ({ key: 'rate', promql }));
    const codes = answersOf(model, queries, NOW).get('rate') ?? [];
    const all = codes.reduce((sum, { value }) => sum + value, 0);
    const v2 = toInvoices.filter(({ target }) => target === 'billing/invoices-v2');
    expect(all / total(v2, (edge) => edge.requestRate)).toBeCloseTo(1, 2);
  });

  it.each(['service', 'app'] as const)('tells the same requests in the view %s', (view) => {
    const { edges } = telemetryOf(consul, model, NOW, view);
    const id = nodeId('Kubernetes', 'billing', view, 'invoices');
    const inbound = edges.filter(({ target }) => target === id);
    const rate = inbound.reduce((sum, { signals }) => sum + (signals.requestRate ?? NaN), 0);
    expect(rate / total(toInvoices, (edge) => edge.requestRate)).toBeCloseTo(1, 2);
    expect(inbound.every(({ signals }) => signals.p95 !== undefined)).toBe(true);
  });
});

it('is one graph with Istio: a call from the shop ends at the gateway, counted once', () => {
  const { model } = demoOf(['istio', 'consul']);
  const { edges } = mergeTelemetry([
    telemetryOf(istio, model, NOW),
    telemetryOf(consul, model, NOW),
  ]);
  const gateway = nodeId('Kubernetes', 'billing', 'workload', 'billing-gateway');
  const inbound = edges.filter(({ target }) => target === gateway);
  const truth = model.truth(NOW, WINDOW).filter(({ host }) => host.startsWith('billing-gateway'));
  const of = (source: string) =>
    total(
      truth.filter((edge) => edge.source === source),
      (edge) => edge.requestRate,
    );
  const told = new Map(
    inbound.map(({ source, meshes, signals }) => [
      source.split('/').at(-1),
      { meshes, rate: signals.requestRate ?? NaN },
    ]),
  );
  expect([...told.keys()].toSorted()).toEqual(['orders', 'unknown']);
  expect((told.get('orders')?.rate ?? NaN) / of('shop/orders')).toBeCloseTo(1, 2);
  expect((told.get('unknown')?.rate ?? NaN) / of('unknown')).toBeCloseTo(1, 2);
  expect(told.get('orders')?.meshes).toEqual(['istio']);
});
