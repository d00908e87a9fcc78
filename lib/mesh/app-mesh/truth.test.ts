import { describe, expect, it } from 'vitest';
import { HISTOGRAM_BOUNDS } from '@/demo/meshes/istio/series';
import { MESH_METRICS, MESH_PARTS } from '@/demo/meshes/registry';
import { demoTopology } from '@/demo/meshes/topology';
import { createTrafficModel } from '@/demo/model/traffic-model';
import type { TrueEdge } from '@/demo/model/types';
import type { MeshEdge, Signals } from '@/lib/domain/model';
import { appMesh } from '@/lib/mesh/app-mesh/adapter';
import { answersOf, telemetryOf } from '@/lib/testing/mesh-answers';
import { keyOf, short, total } from '@/lib/testing/truths';

const NOW = 1_790_000_000;
const WINDOW = 300;
const ROUTES = [{ service: 'media/film', header: { v2: 1 }, rest: { v1: 0.8, v2: 0.2 } }];

function modelOf(parts: typeof MESH_PARTS) {
  const topology = { ...demoTopology(parts, 7), routes: ROUTES };
  return createTrafficModel({ topology, seed: 7, meshes: MESH_METRICS });
}

/** Callers of another mesh, or of none, have no name here: they are one. */
function truthsOf(all: readonly TrueEdge[]): ReadonlyMap<string, readonly TrueEdge[]> {
  const truths = new Map<string, TrueEdge[]>();
  for (const edge of all.filter(({ meshes }) => meshes[1] === 'app-mesh')) {
    const source = edge.meshes[0] === 'app-mesh' ? edge.source : 'unknown';
    // Bytes of callers without a proxy are counted by nobody.
    if (source === 'unknown' && edge.protocol === 'tcp') continue;
    const key = keyOf(source, edge.target, edge.protocol);
    truths.set(key, [...(truths.get(key) ?? []), edge]);
  }
  return truths;
}

describe.each([
  ['alone', MESH_PARTS.filter(({ id }) => id === 'app-mesh')],
  ['beside all others', MESH_PARTS],
])('what Envoys of App Mesh tell, %s', (_, parts) => {
  const model = modelOf(parts);
  const { edges } = telemetryOf(appMesh, model, NOW);
  const found = new Map<string, MeshEdge>(
    edges.map((edge) => [keyOf(short(edge.source), short(edge.target), edge.protocol), edge]),
  );
  const flowing = model.truth(NOW, WINDOW).filter(({ requestRate }) => requestRate > 0);
  const truths = truthsOf(flowing);

  it('is every call, and no other', () => {
    expect([...found.keys()].toSorted()).toEqual([...truths.keys()].toSorted());
  });

  it.each([...truths])('is %s as it truly is', (key, truth) => {
    const signals = found.get(key)?.signals;
    expect(signals).toBeDefined();
    if (signals === undefined) return;
    if (truth[0]?.protocol === 'tcp') expectBytes(signals, truth);
    else expectRequests(signals, truth);
  });

  it('is encryption as the handshakes say', () => {
    const share = (key: string) => found.get(key)?.signals.mtlsShare;
    expect(share('media/front > media/film-v1 http')).toBeCloseTo(1);
    expect(share('media/front > media/titles http')).toBeCloseTo(0);
  });

  it.each(
    edges.filter(({ source, protocol }) => short(source) !== 'unknown' && protocol === 'http'),
  )('is charted as it is drawn: $id', (edge) => {
    const [panel] = appMesh.panels({ kind: 'edge', edge: edge.id }, WINDOW);
    const promql = panel?.queries[0]?.promql ?? '';
    const answers = answersOf(model, [{ key: 'rate', promql }], NOW).get('rate') ?? [];
    const sum = answers.reduce((all, { value }) => all + value, 0);
    expect(sum / (edge.signals.requestRate ?? NaN)).toBeCloseTo(1, 6);
  });
});

function expectBytes(signals: Signals, truth: readonly TrueEdge[]) {
  const bytes = total(truth, (of) => of.requestBytesPerSecond);
  expect((signals.requestBytesPerSecond ?? NaN) / bytes).toBeCloseTo(1, 2);
  const opened = total(truth, (of) => of.requestRate);
  expect((signals.connectionsPerSecond ?? NaN) / opened).toBeCloseTo(1, 2);
}

function expectRequests(signals: Signals, truth: readonly TrueEdge[]) {
  const rate = total(truth, (of) => of.requestRate);
  expect((signals.requestRate ?? NaN) / rate).toBeCloseTo(1, 2);
  const errors = total(truth, (of) => of.errorRate);
  // Nobody counts the statuses of gRPC: absent, not zero.
  if (truth[0]?.protocol === 'grpc') expect(signals.errorRatio).toBeUndefined();
  else expect(signals.errorRatio ?? NaN).toBeCloseTo(errors / rate, 3);
  const [exact] = truth.length === 1 ? truth.map((of) => of.quantilesMs?.['0.95']) : [];
  if (exact !== undefined) expectQuantile(signals, exact);
}

function expectQuantile(signals: Signals, exact: number) {
  const upper = HISTOGRAM_BOUNDS.find((bound) => exact <= bound) ?? NaN;
  const lower = HISTOGRAM_BOUNDS.findLast((bound) => exact > bound) ?? 0;
  expect(signals.p95?.valueMs).toBeGreaterThanOrEqual(lower * 0.99);
  expect(signals.p95?.valueMs).toBeLessThanOrEqual(upper * 1.01);
}
