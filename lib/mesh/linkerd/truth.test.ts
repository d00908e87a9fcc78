import { describe, expect, it } from 'vitest';
import { LATENCY_BOUNDS } from '@/demo/meshes/linkerd/series';
import { leafOf } from '@/demo/meshes/linkerd/leaves';
import { demoModel } from '@/lib/testing/demo-model';
import type { TrueEdge } from '@/demo/model/types';
import type { MeshEdge } from '@/lib/domain/model';
import { linkerd } from '@/lib/mesh/linkerd/adapter';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { expectWithin, figure, keyOf, QUANTILES, short, total } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;

/**
 * What is truly there, as Linkerd's proxies can name it: callers without one are unknown, and requests that were
 * lost belong to the only workload behind the service that they were for.
 */
function truthsOf(all: readonly TrueEdge[]): ReadonlyMap<string, readonly TrueEdge[]> {
  const truths = new Map<string, TrueEdge[]>();
  for (const edge of all) {
    const [from, to] = edge.meshes;
    if (from !== 'linkerd' && to !== 'linkerd') continue;
    const [service = '', namespace = ''] = edge.host.split('.');
    const lostAt = `${namespace}/${leafOf({ namespace, name: service }, 'v1')}`;
    const key = keyOf(
      from === 'linkerd' ? edge.source : 'unknown',
      edge.target === 'unknown' ? lostAt : edge.target,
      edge.protocol,
    );
    truths.set(key, [...(truths.get(key) ?? []), edge]);
  }
  return truths;
}

describe.each([
  ['alone', 'linkerd'],
  ['in the middle of a migration', 'migration'],
  ['beside all others', undefined],
])('what Linkerd tells of the demo, %s', (_, mesh) => {
  const model = demoModel(mesh);
  const { edges } = telemetryOf(linkerd, model, NOW);
  const found = new Map(
    edges.map((edge) => [keyOf(short(edge.source), short(edge.target), edge.protocol), edge]),
  );
  const truths = truthsOf(model.truth(NOW, WINDOW).filter(({ requestRate }) => requestRate > 0));

  it('is every call, and no other', () => {
    expect([...found.keys()].toSorted()).toEqual([...truths.keys()].toSorted());
  });

  const each: readonly (readonly [string, MeshEdge | undefined, readonly TrueEdge[]])[] = [
    ...truths,
  ].map(([key, truth]) => [key, found.get(key), truth]);
  const requests = each.filter(([, edge]) => edge?.protocol !== 'tcp');
  const connections = each.filter(([, edge]) => edge?.protocol === 'tcp');

  it.each(requests)('of %s is its rate, its failures and its encryption', (_key, edge, truth) => {
    const signals = edge?.signals;
    const rate = total(truth, (of) => of.requestRate);
    expect(figure(signals?.requestRate) / rate).toBeCloseTo(1, 2);
    expect(figure(signals?.errorRatio)).toBeCloseTo(total(truth, (of) => of.errorRate) / rate, 3);
    const seen = truth.filter(({ target }) => target !== 'unknown');
    const secure = total(seen, (of) => of.requestRate * (of.mtlsShare ?? 0));
    expect(figure(signals?.mtlsShare)).toBeCloseTo(secure / total(seen, (of) => of.requestRate), 3);
  });

  it.each(requests)('of %s is its latency, within its bucket', (_key, edge, truth) => {
    const answered = truth.filter(({ target }) => target !== 'unknown');
    const [only, ...others] = answered;
    if (only === undefined || others.length > 0) return;
    for (const [key, quantile] of QUANTILES) {
      expectWithin(edge?.signals[key], only.quantilesMs?.[quantile] ?? NaN, LATENCY_BOUNDS);
    }
  });

  it.each(connections)('of %s is its bytes, both ways', (_key, edge, truth) => {
    const { requestBytesPerSecond, responseBytesPerSecond, connectionsPerSecond, mtlsShare } =
      edge?.signals ?? {};
    const [request, response] = [
      total(truth, (of) => of.requestBytesPerSecond),
      total(truth, (of) => of.responseBytesPerSecond),
    ];
    expect(figure(requestBytesPerSecond) / request).toBeCloseTo(1, 2);
    expect(figure(responseBytesPerSecond) / response).toBeCloseTo(1, 2);
    const opened = total(truth, (of) => of.requestRate);
    expect(figure(connectionsPerSecond) / opened).toBeCloseTo(1, 2);
    expect(mtlsShare).toBe(truth[0]?.mtlsShare);
  });

  it.each(edges)('of $id is charted as it is told', (edge) => {
    const panels = linkerd.panels({ kind: 'edge', edge: edge.id }, WINDOW);
    const queries = panels.flatMap(({ id, queries: of }) =>
      of.map(({ promql }, i) => ({ key: `${id}${i}`, promql })),
    );
    const answers = answersOf(model, queries, NOW);
    const sum = (key: string) =>
      (answers.get(key) ?? []).reduce((all, { value }) => all + value, 0);
    const { signals, protocol } = edge;
    if (protocol === 'tcp') {
      expect(sum('bytes0')).toBeCloseTo(signals.requestBytesPerSecond ?? NaN, 3);
      expect(sum('bytes1')).toBeCloseTo(signals.responseBytesPerSecond ?? NaN, 3);
      return;
    }
    // What never reached an endpoint is charted for the service.
    const lost = signals.codes.filter(({ flags }) => flags !== undefined);
    const rate = (signals.requestRate ?? NaN) - lost.reduce((all, code) => all + code.rate, 0);
    expect(sum('rate0')).toBeCloseTo(rate, 6);
    if (lost.length === 0) expect(sum('errors0')).toBeCloseTo(signals.errorRatio ?? NaN, 6);
    expect(sum('latency1')).toBeCloseTo(signals.p95?.valueMs ?? NaN, 6);
  });
});
