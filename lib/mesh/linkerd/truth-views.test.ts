import { describe, expect, it } from 'vitest';
import type { TrueEdge } from '@/demo/model/types';
import { parseNodeId } from '@/lib/domain/model';
import type { Split } from '@/lib/domain/split';
import { linkerd } from '@/lib/mesh/linkerd/adapter';
import { demoModel, demoStore } from '@/lib/testing/demo-model';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { figure } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;

const model = demoModel();
const truth = model.truth(NOW, WINDOW);
const total = (edges: readonly TrueEdge[], of = ({ requestRate }: TrueEdge) => requestRate) =>
  edges.reduce((sum, edge) => sum + of(edge), 0);

const short = (id: string) => {
  const { namespace = '', kind = '', name = '' } = parseNodeId(id) ?? {};
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
};

describe.each([
  {
    view: 'service',
    ends: [
      'app loyalty/points > service loyalty/rewards-v1',
      'app loyalty/loyalty-web > service loyalty/points-v2',
      'unknown unknown > app loyalty/loyalty-web',
    ],
  },
  {
    view: 'app',
    ends: [
      'app loyalty/points > app loyalty/rewards',
      'app loyalty/loyalty-web > app loyalty/points',
      'unknown unknown > app loyalty/loyalty-web',
    ],
  },
] as const)('the view by $view', ({ view, ends }) => {
  const { edges } = telemetryOf(linkerd, model, NOW, view);
  const calls = edges.filter(({ protocol }) => protocol !== 'tcp');

  it('has the same requests as that by workload', () => {
    const byWorkload = telemetryOf(linkerd, model, NOW).edges;
    const rate = (of: typeof edges) =>
      of.reduce((sum, { signals }) => sum + (signals.requestRate ?? 0), 0);
    expect(rate(edges)).toBeCloseTo(rate(byWorkload), 6);
    expect(calls.length).toBeLessThanOrEqual(byWorkload.length);
  });

  it('folds the ends', () => {
    const found = calls.map(({ source, target }) => `${short(source)} > ${short(target)}`);
    for (const pair of ends) expect(found).toContain(pair);
  });

  it('has a latency wherever one series covers the call', () => {
    const without = calls.filter(({ signals }) => signals.p95 === undefined);
    const named = without.map(({ source, target }) => `${short(source)} > ${short(target)}`);
    // Two versions of an app answer, and clients do not say that they are of one app.
    const torn =
      view === 'service'
        ? ['unknown unknown > app loyalty/coupons']
        : calls
            .filter(({ target }) => /(points|coupons|rewards|members|user-service)$/.test(target))
            .map(({ source, target }) => `${short(source)} > ${short(target)}`);
    for (const pair of named) expect(torn).toContain(pair);
  });
});

describe('observed shares', () => {
  const objects = demoStore();
  // Of a route with several rules for one backend, those of all rules are told of each; it warns of that.
  const isShared = ({ warnings }: Split) =>
    warnings.some(({ code }) => code === 'shared-telemetry');
  const splits = linkerd
    .splits(objects)
    .filter((split) => !isShared(split) || split.match.length === 0);
  const answers = answersOf(model, linkerd.observationQueries(WINDOW), NOW);
  const observed = linkerd.observe(splits, answers);

  it('are there for every split that Linkerd’s clients obey', () => {
    const told = splits.filter((_, i) => observed[i]?.targets.every((each) => each !== null));
    expect(told.map(({ id }) => id)).toEqual([
      'linkerd~httproutes~loyalty~points~1',
      'linkerd~httproutes~members~members~0',
      'linkerd~trafficsplits~loyalty~coupons',
      'linkerd~serviceprofiles~loyalty~rewards.loyalty.svc.cluster.local',
    ]);
  });

  it.each(splits.map((split, i) => [split.id, split, observed[i]] as const))(
    'are true of %s',
    (id, split, observation) => {
      if (id === 'linkerd~httproutes~loyalty~rewards~0') {
        expect(observation?.targets).toEqual([null, null]);
        return;
      }
      const [host = ''] = split.hosts.map((name) => name.split('.')[0]);
      const calls = truth.filter(
        (edge) =>
          edge.meshes[0] === 'linkerd' &&
          edge.host === `${host}.${split.carrier.namespace}.svc.cluster.local`,
      );
      for (const [i, target] of split.targets.entries()) {
        const name = `${split.carrier.namespace}/${target.workloads.join()}`;
        // What never reached an endpoint was for the first version.
        const own = calls.filter(
          (edge) => edge.target === name || (edge.target === 'unknown' && i === 0),
        );
        const rate = total(own);
        const seen = observation?.targets[i];
        expect(figure(seen?.requestRate) / rate).toBeCloseTo(1, 2);
        expect(figure(seen?.errorRatio)).toBeCloseTo(total(own, (of) => of.errorRate) / rate, 3);
        expect(seen?.p95Ms).toBeGreaterThan(0);
      }
    },
  );
});

describe('the overview', () => {
  const answers = answersOf(model, linkerd.namespaceQueries(WINDOW), NOW);
  const of = (key: string, namespace: string) =>
    answers.get(key)?.find(({ labels }) => labels.get('namespace') === namespace)?.value ?? NaN;
  const taken = (namespace: string) =>
    truth.filter(({ meshes: [from, to], target, host, protocol }) => {
      const isServed = to === 'linkerd' && target.startsWith(`${namespace}/`);
      const isLost = from === 'linkerd' && target === 'unknown' && host.split('.')[1] === namespace;
      return protocol !== 'tcp' && (isServed || isLost);
    });

  it.each(['loyalty', 'members'])('counts what its own proxies took in for %s', (namespace) => {
    const edges = taken(namespace);
    expect(of('rate', namespace) / total(edges)).toBeCloseTo(1, 2);
    const errors = total(edges, ({ errorRate }) => errorRate) / total(edges);
    expect(of('errors', namespace)).toBeCloseTo(errors, 3);
    expect(of('p95', namespace)).toBeGreaterThan(5);
  });

  it('has nothing of the namespaces of others', () => {
    const named = [...answers.values()].flatMap((samples) =>
      samples.map(({ labels }) => labels.get('namespace')),
    );
    expect([...new Set(named)].toSorted()).toEqual(['loyalty', 'members']);
  });
});

describe('presence', () => {
  const isThere = (mesh: string) =>
    (
      answersOf(demoModel(mesh), [{ key: 'is', promql: linkerd.presence(0) ?? '' }], NOW).get(
        'is',
      ) ?? []
    ).length > 0;

  it('is told of a cluster with Linkerd, and not of one without', () => {
    expect(isThere('linkerd')).toBe(true);
    expect(isThere('migration')).toBe(true);
    expect(isThere('istio')).toBe(false);
    expect(isThere('consul')).toBe(false);
  });
});
