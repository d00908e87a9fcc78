import { describe, expect, it } from 'vitest';
import type { TrueEdge } from '@/demo/model/types';
import type { GraphView } from '@/lib/domain/model';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { MESHES } from '@/lib/mesh/registry';
import { demoModel } from '@/lib/testing/demo-model';
import { telemetryOf } from '@/lib/testing/mesh-answers';
import { short } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;

const model = demoModel();
const truth = model.truth(NOW, WINDOW);
const partsOf = (view: GraphView) => MESHES.map((mesh) => telemetryOf(mesh, model, NOW, view));
const isCrossing = ({ meshes: [client, server], requestRate }: TrueEdge) =>
  requestRate > 0 && client === 'istio' && server === 'linkerd';
const sum = (rates: readonly (number | undefined)[]) =>
  rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);

describe('calls from a mesh that knows services into one that names its servers', () => {
  const { edges } = mergeTelemetry(partsOf('workload'));
  const crossings = truth.filter(isCrossing);

  it('are in the demo', () => {
    expect(crossings.length).toBeGreaterThanOrEqual(5);
  });

  it.each(crossings.map((edge) => ({ ...edge, name: `${edge.source} > ${edge.target}` })))(
    'lead to the workload at the true rate: $name',
    ({ source, target, requestRate, errorRate }) => {
      const [found, ...others] = edges.filter(
        (edge) => short(edge.source) === source && short(edge.target) === target,
      );
      expect(others).toEqual([]);
      const { signals } = found ?? {};
      expect(signals?.requestRate).toBeGreaterThan(requestRate * 0.99);
      expect(signals?.requestRate).toBeLessThan(requestRate * 1.01);
      expect((signals?.errorRatio ?? NaN) * requestRate).toBeCloseTo(errorRate, 2);
    },
  );

  it('are in the total of the namespace once', () => {
    const into = (of: string) => of.startsWith('loyalty/');
    const told = edges.filter(({ target }) => into(short(target)));
    const isHttp = ({ protocol }: TrueEdge) => protocol !== 'tcp';
    const real = truth.filter((edge) => into(edge.target) && isHttp(edge));
    const total = sum(told.map(({ signals }) => signals.requestRate));
    expect(Math.abs(total / sum(real.map(({ requestRate }) => requestRate)) - 1)).toBeLessThan(
      0.01,
    );
  });
});

describe('the view of services', () => {
  const { nodes, edges } = mergeTelemetry(partsOf('service'));

  it('has one node for a service that only callers of another mesh name', () => {
    const names = nodes
      .filter(({ name }) => name === 'points')
      .map(({ kind, meshes }) => ({ kind, meshes }));
    expect(names).toEqual([{ kind: 'service', meshes: ['istio', 'linkerd'] }]);
    const around = edges.filter(
      ({ source, target }) =>
        `${source}>${target}`.includes('/loyalty/service/points>') || target.endsWith('/points'),
    );
    expect(
      around.map(({ source, target }) => `${short(source)} > ${short(target)}`).toSorted(),
    ).toEqual([
      'loyalty/points > loyalty/points-db',
      'loyalty/points > loyalty/rewards-v1',
      'loyalty/points > loyalty/rewards-v2',
      'members/signup > loyalty/points',
    ]);
  });
});

describe('an app whose pods are in two meshes', () => {
  it('makes the calls of both', () => {
    const { edges } = mergeTelemetry(partsOf('app'));
    const found = edges.find(({ source, target }) =>
      `${source} ${target}`.endsWith('/members/app/members Kubernetes/loyalty/app/rewards'),
    );
    const real = truth.filter(
      ({ source, target }) =>
        source.startsWith('members/members-') && target.startsWith('loyalty/rewards-'),
    );
    const rate = sum(real.map(({ requestRate }) => requestRate));
    expect(Math.abs((found?.signals.requestRate ?? 0) / rate - 1)).toBeLessThan(0.01);
    expect(found?.meshes.toSorted()).toEqual(['istio', 'linkerd']);
  });
});
