import { describe, expect, it } from 'vitest';
import { AMBIENT_PART } from '@/demo/meshes/ambient/part';
import { demoTopology } from '@/demo/meshes/topology';
import { NOW, testMesh, testStore } from '@/demo/tracing/test-store';
import type { DemoSpan } from '@/demo/tracing/types';
import { parseNodeId } from '@/lib/domain/model';
import { placeOf } from '@/lib/mesh/istio/tracing';

const store = testStore(testMesh(demoTopology([AMBIENT_PART], 7), AMBIENT_PART.objects()));
const traces = store.find({
  ...{ fromUs: (NOW - 600) * 1e6, toUs: NOW * 1e6, limit: Infinity },
  tags: new Map(),
});
const spans = traces.flatMap((trace) => trace.spans);
const isProxys = ({ tags }: DemoSpan) => tags.some(([, value]) => value === 'proxy');

function nodeOf({ kind, operation, service, tags, process }: DemoSpan): string {
  const texts = (of: DemoSpan['tags']) => new Map(of.map(([key, value]) => [key, String(value)]));
  const facts = { kind, operation, service, tags: texts(tags), processTags: texts(process) };
  const { node } = placeOf(facts);
  const { namespace = '', name = '' } = parseNodeId(node ?? '') ?? {};
  return `${namespace}/${name}`;
}

describe('the spans of ambient mode', () => {
  it('are those of waypoints, and never of ztunnel', () => {
    const services = new Set(spans.filter(isProxys).map(({ service }) => service));
    expect([...services]).toEqual(['waypoint.booking']);
  });

  it('are laid at the server that the waypoint names', () => {
    const places = new Set(spans.filter(isProxys).map(nodeOf));
    expect([...places].toSorted()).toEqual([
      'booking/calendar',
      'booking/prices',
      'booking/rooms-v1',
      'booking/rooms-v2',
    ]);
  });

  it('hang on the span of the application that called', () => {
    const own = new Map(spans.map((span) => [`${span.traceId}/${span.spanId}`, span]));
    const parents = spans
      .filter(isProxys)
      .flatMap(({ traceId, parentId }) => own.get(`${traceId}/${parentId ?? ''}`) ?? []);
    expect(parents.length).toBeGreaterThan(20);
    expect(parents.some((parent) => nodeOf(parent) === 'booking/booking-web')).toBe(true);
  });
});
