import { describe, expect, it } from 'vitest';
import { createObjectStore } from '@/demo/kubernetes/store';
import { workloadObjects } from '@/demo/kubernetes/workload-objects';
import { MESH_METRICS, MESH_PARTS, routesOf } from '@/demo/meshes/registry';
import { demoTopology } from '@/demo/meshes/topology';
import { createTrafficModel } from '@/demo/model/traffic-model';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESHES } from '@/lib/mesh/registry';
import { answersOf } from '@/lib/testing/mesh-answers';
import { objectSchema } from '@/lib/upstream/kubernetes/wire';

const NOW = 1_790_000_000;
const WINDOW = 60;
const TOPOLOGY = demoTopology(MESH_PARTS, 7);
const OBJECTS = [...workloadObjects(TOPOLOGY), ...MESH_PARTS.flatMap((part) => part.objects())];
const routes = routesOf(createObjectStore(OBJECTS));
const model = createTrafficModel({
  topology: { ...TOPOLOGY, routes },
  seed: 7,
  meshes: MESH_METRICS,
});

const KINDS: readonly ResourceKind[] = [
  ...MESHES.flatMap((mesh) => mesh.kinds),
  { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] },
  { group: '', plural: 'services', kind: 'Service', versions: ['v1'] },
  { group: 'apps', plural: 'deployments', kind: 'Deployment', versions: ['v1'] },
];
const read = OBJECTS.map((json) => {
  const { apiVersion = '', kind = '', ...rest } = objectSchema.parse(json);
  return { ...rest, apiVersion, kind };
});
const store: ObjectStore = {
  has: () => true,
  list: (wanted) => {
    const kind = KINDS.find((each) => resourceKey(each) === resourceKey(wanted));
    return read.filter((object) => {
      const [version = '', group = ''] = object.apiVersion.split('/').toReversed();
      return object.kind === kind?.kind && group === wanted.group && version !== '';
    });
  },
};

const splits = MESHES.flatMap((mesh) => mesh.splits(store));
const observations = MESHES.flatMap((mesh) =>
  mesh.observe(splits, answersOf(model, mesh.observationQueries(WINDOW), NOW)),
);

/** Of what several meshes say of a split, what tells most, as the server chooses. */
function observedOf(id: string) {
  const told = ({ targets }: (typeof observations)[number]) =>
    targets.filter((target) => target !== null).length;
  return observations
    .filter(({ splitId }) => splitId === id)
    .toSorted((a, b) => told(b) - told(a))[0];
}

/** Connections or requests per second that each target truly got, from whomever. */
function truthOf(id: string): readonly number[] {
  const split = splits.find((each) => each.id === id);
  const edges = model.truth(NOW, WINDOW);
  return (split?.targets ?? []).map(({ fqdn, workloads }) => {
    const namespace = fqdn.split('.')[1] ?? '';
    const keys = workloads.map((name) => `${namespace}/${name}`);
    return edges
      .filter(({ target }) => keys.includes(target))
      .reduce((sum, { requestRate }) => sum + requestRate, 0);
  });
}

describe('what was observed of the demo’s splits, in one mesh beside all others', () => {
  it.each([
    'gateway-api~httproutes~support~tickets~1',
    'gateway-api~httproutes~booking~rooms~1',
    'gateway-api~grpcroutes~support~chat~0',
    'gateway-api~tcproutes~support~mail~0',
    'istio~shop~user-service~http~1',
    'istio~shop~postgres~tcp~0',
    'istio~warehouse~shipping~http~0',
    'consul~billing~invoices',
    'app-mesh~media~film~1~httpRoute',
  ])('is of %s what truly reached each target', (id) => {
    const truth = truthOf(id);
    const total = truth.reduce((sum, rate) => sum + rate, 0);
    expect(total).toBeGreaterThan(0);
    const rates = (observedOf(id)?.targets ?? []).map((target) => target?.requestRate ?? NaN);
    expect(rates).toHaveLength(truth.length);
    const observed = rates.reduce((sum, rate) => sum + rate, 0);
    for (const [i, rate] of rates.entries()) {
      expect(rate / observed).toBeCloseTo((truth[i] ?? NaN) / total, 2);
      expect(Math.abs(rate - (truth[i] ?? NaN))).toBeLessThan(0.01 * total + 0.01);
    }
  });
});
