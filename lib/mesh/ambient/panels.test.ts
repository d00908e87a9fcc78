import { describe, expect, it } from 'vitest';
import { keepSeries, type KeptSamples } from '@/demo/prometheus/kept-store';
import { ambient } from '@/lib/mesh/ambient/adapter';
import { CART_HOST, cartWorkload, UNNAMED, WEB } from '@/lib/testing/istio-samples';
import { isPromQl } from '@/lib/testing/is-promql';
import { growing } from '@/lib/testing/linkerd-series';
import { answersFrom } from '@/lib/testing/mesh-answers';

type Labels = Readonly<Record<string, string>>;
type Series = readonly [name: string, labels: Labels, samples: KeptSamples];

const REQUEST = { windowSeconds: 60, view: 'workload', proxies: 'folded' } as const;
const KNOWN = { ...WEB, ...CART_HOST, ...cartWorkload('v1') };
const OUTSIDE = { ...WEB, ...CART_HOST, ...UNNAMED };
const ZTUNNEL = { app: 'ztunnel', namespace: 'istio-system', pod: 'ztunnel-abcde' };
const UNLABELLED = { namespace: 'istio-system', pod: 'ztunnel-abcde' };
const WAYPOINT = { namespace: 'shop', pod: 'waypoint-7d9f8b6c5-x2x4z' };

const account = (labels: Labels, reporter: string, perSecond: number): readonly Series[] => {
  const all = { request_protocol: 'tcp', reporter, ...labels };
  return [
    ['istio_tcp_received_bytes_total', all, growing(perSecond)],
    ['istio_tcp_sent_bytes_total', all, growing(perSecond * 10)],
  ];
};
const server = account({ ...KNOWN, ...ZTUNNEL }, 'destination', 100);
const unlabelled = account({ ...KNOWN, ...UNLABELLED }, 'destination', 100);
const waypoint = account({ ...KNOWN, ...WAYPOINT }, 'waypoint', 200);
const client = account({ ...KNOWN, ...ZTUNNEL }, 'source', 300);
const outside = account({ ...OUTSIDE, ...ZTUNNEL }, 'source', 300);

describe('the chart of the bytes of a connection', () => {
  it.each<[string, readonly Series[], number]>([
    ['the server’s ztunnel before all others', [...server, ...waypoint, ...client], 100],
    ['the server’s ztunnel without labels of its pod', [...unlabelled, ...client], 100],
    ['the waypoint before the client’s ztunnel', [...waypoint, ...client], 200],
    ['the client’s ztunnel, where nobody else tells', client, 300],
    ['the client’s ztunnel, where the server is outside', outside, 300],
  ])('is by %s, as the graph is', (_, series, want) => {
    const store = keepSeries(...series);
    const answers = answersFrom(store, ambient.telemetryQueries(REQUEST), 60);
    const [edge] = ambient.telemetry(answers, REQUEST).edges;
    const [bytes, ...others] = ambient.panels({ kind: 'edge', edge: edge?.id ?? '' }, 60);
    expect(bytes?.id).toBe('bytes');
    expect(others).toEqual([]);

    const queries = (bytes?.queries ?? []).map(({ promql }, i) => ({ key: String(i), promql }));
    for (const { promql } of queries) expect(isPromQl(promql), promql).toBe(true);
    const charted = answersFrom(store, queries, 60);
    const one = (key: string) => {
      const samples = charted.get(key) ?? [];
      expect(samples).toHaveLength(1);
      return samples[0]?.value;
    };
    expect(one('0')).toBeCloseTo(want, 3);
    expect(one('1')).toBeCloseTo(want * 10, 3);
    expect(edge?.signals.requestBytesPerSecond).toBeCloseTo(want, 3);
    expect(edge?.signals.responseBytesPerSecond).toBeCloseTo(want * 10, 3);
  });
});
