import { describe, expect, it } from 'vitest';
import { HISTOGRAM_BOUNDS } from '@/demo/meshes/istio/series';
import { REQUESTS_PER_CONNECTION } from '@/demo/meshes/ambient/ztunnel-series';
import { tellerOf } from '@/demo/model/accounts';
import type { TrueEdge } from '@/demo/model/types';
import type { MeshEdge } from '@/lib/domain/model';
import { ambient } from '@/lib/mesh/ambient/adapter';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { MESHES } from '@/lib/mesh/registry';
import { demoModel } from '@/lib/testing/demo-model';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { expectWithin, figure, keyOf, QUANTILES, short, total } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;

/** What is truly there, by the edge that it belongs to. What a waypoint lost was for the only workload. */
function truthsOf(all: readonly TrueEdge[]): ReadonlyMap<string, readonly TrueEdge[]> {
  const truths = new Map<string, TrueEdge[]>();
  for (const edge of all) {
    if (!edge.meshes.includes('ambient') || edge.requestRate === 0) continue;
    const [service = '', namespace = ''] = edge.host.split('.');
    const target = edge.target === 'unknown' ? `${namespace}/${service}` : edge.target;
    const protocol = tellerOf(edge) === 'ztunnel' ? 'tcp' : edge.protocol;
    const key = keyOf(edge.source, target, protocol);
    truths.set(key, [...(truths.get(key) ?? []), edge]);
  }
  return truths;
}

describe.each([
  ['alone', 'ambient'],
  ['beside all others', undefined],
])('what is told of ambient mode in the demo, %s', (_, mesh) => {
  const model = demoModel(mesh);
  const { edges } = mergeTelemetry(MESHES.map((each) => telemetryOf(each, model, NOW)));
  const isOurs = ({ meshes }: MeshEdge) => meshes.includes('ambient');
  const found = new Map(
    edges
      .filter(isOurs)
      .map((edge) => [keyOf(short(edge.source), short(edge.target), edge.protocol), edge]),
  );
  const truths = truthsOf(model.truth(NOW, WINDOW));

  it('is every call, and no other', () => {
    expect([...found.keys()].toSorted()).toEqual([...truths.keys()].toSorted());
  });

  const each: readonly (readonly [string, MeshEdge | undefined, readonly TrueEdge[]])[] = [
    ...truths,
  ].map(([key, truth]) => [key, found.get(key), truth]);
  const requests = each.filter(([, edge]) => edge?.protocol !== 'tcp');
  const connections = each.filter(([, edge]) => edge?.protocol === 'tcp');
  const known = each.filter(
    ([, , [first]]) => first !== undefined && tellerOf(first) !== 'waypoint',
  );

  it.each(requests)('of %s is its rate, its failures and its encryption', (_key, edge, truth) => {
    const rate = total(truth, (of) => of.requestRate);
    const { requestRate, errorRatio, mtlsShare } = edge?.signals ?? {};
    expect(figure(requestRate) / rate).toBeCloseTo(1, 2);
    expect(figure(errorRatio)).toBeCloseTo(total(truth, (of) => of.errorRate) / rate, 3);
    expect(figure(mtlsShare)).toBeCloseTo(1, 3);
  });

  it.each(requests)('of %s is its latency, within its bucket', (_key, edge, truth) => {
    const [only, ...others] = truth.filter(({ target }) => target !== 'unknown');
    if (only === undefined || others.length > 0) return;
    for (const [key, quantile] of QUANTILES) {
      expectWithin(edge?.signals[key], only.quantilesMs?.[quantile] ?? NaN, HISTOGRAM_BOUNDS);
    }
  });

  it.each(connections)('of %s is its encryption, and nothing of requests', (_key, edge, truth) => {
    const { requestRate, errorRatio, p95, mtlsShare } = edge?.signals ?? {};
    expect([requestRate, errorRatio, p95]).toEqual([undefined, undefined, undefined]);
    expect(figure(mtlsShare)).toBeCloseTo(truth[0]?.source === 'unknown' ? 0 : 1, 3);
  });

  it.each(known)('of %s is its bytes, both ways', (_key, edge, truth) => {
    const { requestBytesPerSecond, responseBytesPerSecond } = edge?.signals ?? {};
    const [sent, answered] = [
      total(truth, (of) => of.requestBytesPerSecond),
      total(truth, (of) => of.responseBytesPerSecond),
    ];
    expect(figure(requestBytesPerSecond) / sent).toBeCloseTo(1, 2);
    expect(figure(responseBytesPerSecond) / answered).toBeCloseTo(1, 2);
  });

  it.each(connections)('of %s is the connections that were opened', (_key, edge, truth) => {
    const { connectionsPerSecond, reporters } = edge?.signals ?? {};
    const opened = total(truth, ({ protocol, requestRate }) =>
      protocol === 'tcp' ? requestRate : requestRate / REQUESTS_PER_CONNECTION,
    );
    expect(figure(connectionsPerSecond) / opened).toBeCloseTo(1, 2);
    expect(reporters?.connections).toBe('ztunnel');
  });

  it.each(connections.flatMap(([, edge]) => edge ?? []))(
    'of $id is charted as it is told, bytes',
    ({ id, signals }) => {
      const [bytes] = ambient.panels({ kind: 'edge', edge: id }, WINDOW);
      const queries = (bytes?.queries ?? []).map(({ promql }, i) => ({ key: `${i}`, promql }));
      const answers = answersOf(model, queries, NOW);
      expect(answers.get('0')?.[0]?.value).toBeCloseTo(signals.requestBytesPerSecond ?? NaN, 3);
      expect(answers.get('1')?.[0]?.value).toBeCloseTo(signals.responseBytesPerSecond ?? NaN, 3);
    },
  );

  const throughWaypoint = requests.filter(
    ([, , [first]]) =>
      first?.target !== 'unknown' && first !== undefined && tellerOf(first) === 'waypoint',
  );
  it.each(throughWaypoint.flatMap(([, edge]) => edge ?? []))(
    'of $id is charted as it is told',
    ({ id, signals }) => {
      const panels = ambient.panels({ kind: 'edge', edge: id }, WINDOW);
      const queries = panels.flatMap(({ id: panel, queries: of }) =>
        of.map(({ promql }, i) => ({ key: `${panel}${i}`, promql })),
      );
      const answers = answersOf(model, queries, NOW);
      const sum = (key: string) =>
        (answers.get(key) ?? []).reduce((all, { value }) => all + value, 0);
      // What never reached a server is charted for the service.
      const lost = signals.codes.filter(({ flags }) => flags !== undefined);
      const rate = (signals.requestRate ?? NaN) - lost.reduce((all, code) => all + code.rate, 0);
      expect(sum('rate0')).toBeCloseTo(rate, 6);
      expect(sum('latency1')).toBeCloseTo(signals.p95?.valueMs ?? NaN, 6);
    },
  );
});
