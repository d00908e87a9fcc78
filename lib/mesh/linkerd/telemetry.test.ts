import { describe, expect, it } from 'vitest';
import {
  backend,
  FAILED,
  growing,
  histogram,
  OK,
  pod,
  readSeries,
  to,
} from '@/lib/testing/linkerd-series';

const RESPONSES = 'response_total';
const STATUSES = 'outbound_http_route_backend_response_statuses_total';
const TIMES = 'response_latency_ms_bucket';
const WEB = pod('web');
const V1 = 'workload shop/web > workload shop/cart-v1 http';

describe('calls', () => {
  it('are told by the client, with Linkerd’s verdict on what failed', () => {
    const refused = { ...OK, status_code: '429', classification: 'failure' };
    const denied = { ...OK, status_code: '503', classification: 'success' };
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...OK }, growing(7)],
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...FAILED }, growing(1)],
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...refused }, growing(1)],
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...denied }, growing(1)],
    ]);
    const signals = edges.get(V1)?.signals;
    expect(signals?.requestRate).toBeCloseTo(10, 6);
    expect(signals?.errorRatio).toBeCloseTo(0.2, 6);
    expect(signals?.mtlsShare).toBe(1);
    expect(signals?.reporters).toEqual({ requests: 'source', mtls: 'source' });
    expect(edges.get(V1)?.hosts).toEqual(['cart.shop.svc.cluster.local']);
    expect(edges.size).toBe(1);
  });

  it('that got no response have no code', () => {
    const broken = { classification: 'failure', grpc_status: '', error: 'connection reset' };
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...broken }, growing(1)],
    ]);
    expect(edges.get(V1)?.signals.codes).toMatchObject([{ httpCode: '0', error: true }]);
  });

  it('of gRPC are told by their status, whatever their HTTP code', () => {
    const grpc = (grpc_status: string, classification: string) => ({
      ...OK,
      grpc_status,
      classification,
    });
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1'), ...grpc('0', 'success') }, growing(3)],
      [RESPONSES, { ...WEB, ...to('cart-v1'), ...grpc('14', 'failure') }, growing(1)],
    ]);
    const edge = edges.get('workload shop/web > workload shop/cart-v1 grpc');
    expect(edge?.signals.errorRatio).toBeCloseTo(0.25, 6);
    expect(edges.size).toBe(1);
  });

  it('share encryption by requests', () => {
    const plain = { tls: 'no_identity', no_tls_reason: 'not_provided_by_service_discovery' };
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...OK }, growing(3)],
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart', plain), ...OK }, growing(1)],
    ]);
    expect(edges.get(V1)?.signals.mtlsShare).toBeCloseTo(0.75, 6);
  });

  it('of pods of any kind are told, by the label that is called like the kind', () => {
    const bare = { ...WEB, deployment: '' };
    const called = { ...to('db-0', 'db'), dst_deployment: '' };
    const { edges } = readSeries([
      [
        RESPONSES,
        { ...bare, k8s_job: 'import', ...called, dst_statefulset: 'db', ...OK },
        growing(1),
      ],
    ]);
    expect([...edges.keys()]).toEqual(['workload shop/import > workload shop/db http']);
  });

  it('to hosts outside are told by the host or, where nobody says it, as one', () => {
    const outside = { direction: 'outbound', tls: 'no_identity', target_addr: '203.0.113.7:80' };
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...outside, authority: 'api.example:80', ...OK }, growing(1)],
      [RESPONSES, { ...WEB, ...outside, ...OK }, growing(2)],
      ...histogram(TIMES, { ...WEB, ...outside, authority: 'api.example:80' }, '40', 1),
    ]);
    expect([...edges.keys()].toSorted()).toEqual([
      'workload shop/web > external api.example http',
      'workload shop/web > external hosts outside the cluster http',
    ]);
    const [unnamed] = [...edges.values()].filter(({ notes }) => notes !== undefined);
    expect(unnamed?.notes?.[0]).toContain('do not say which hosts');
    expect(unnamed?.signals.p95).toBeUndefined();
    const named = edges.get('workload shop/web > external api.example http');
    expect(named?.signals.p95).toMatchObject({ lowMs: 30, highMs: 40 });
  });
});

describe('callers without a proxy', () => {
  const taken = (more: Readonly<Record<string, string>>) => ({
    ...pod('cart-v1'),
    direction: 'inbound',
    target_addr: 'cart-v1:8080',
    target_port: '8080',
    route_name: 'default',
    ...OK,
    ...more,
  });
  const plain = { tls: 'no_identity', no_tls_reason: 'no_tls_from_remote' };
  const UNKNOWN = 'unknown unknown > workload shop/cart-v1 http';

  it('are told by the server; the others tell of themselves', () => {
    const { edges, nodes } = readSeries([
      [RESPONSES, taken(plain), growing(2)],
      [RESPONSES, taken({ tls: 'true', client_id: 'web.shop' }), growing(5)],
    ]);
    expect(edges.size).toBe(1);
    const edge = edges.get(UNKNOWN);
    expect(edge?.signals).toMatchObject({ mtlsShare: 0, reporters: { requests: 'destination' } });
    expect(edge?.signals.requestRate).toBeCloseTo(2, 6);
    expect(edge?.notes?.[0]).toContain('cannot say who made them');
    expect(nodes.at(-1)).toMatchObject({ name: 'cart-v1', app: 'cart', version: 'v1' });
  });

  it.each([
    ['the kubelet’s probes', { ...plain, route_name: 'probe' }],
    ['scrapes of the proxy', { ...plain, target_port: '4191' }],
    ['calls of the pod to itself', { tls: 'no_identity', no_tls_reason: 'loopback' }],
  ])('are not %s', (_, more) => {
    expect(readSeries([[RESPONSES, taken(more), growing(1)]]).edges.size).toBe(0);
  });
});

describe('connections', () => {
  const bytes = (way: 'read' | 'write', more: object, perSecond: number) =>
    [
      `tcp_${way}_bytes_total`,
      { ...WEB, ...to('db'), peer: 'dst', ...more },
      growing(perSecond),
    ] as const;
  const TCP = 'workload shop/web > workload shop/db tcp';

  it('have their bytes both ways, of the side towards the server', () => {
    const { edges } = readSeries([
      bytes('write', {}, 100),
      bytes('read', {}, 700),
      bytes('write', { peer: 'src' }, 9999),
      ['tcp_open_total', { ...WEB, ...to('db'), peer: 'dst' }, growing(3)],
      [
        'tcp_open_total',
        { ...WEB, ...to('db', 'db', { tls: 'disabled' }), peer: 'dst' },
        growing(1),
      ],
    ]);
    expect(edges.get(TCP)?.signals).toMatchObject({ reporters: { bytes: 'source' } });
    expect(edges.get(TCP)?.signals.requestBytesPerSecond).toBeCloseTo(100, 6);
    expect(edges.get(TCP)?.signals.responseBytesPerSecond).toBeCloseTo(700, 6);
    expect(edges.get(TCP)?.signals.mtlsShare).toBeCloseTo(0.75, 6);
  });

  it('are not those that carry HTTP, of either generation', () => {
    const old = [
      bytes('write', {}, 100),
      ['request_total', { ...WEB, ...to('db') }, growing(1)],
    ] as const;
    expect(readSeries(old).edges.has(TCP)).toBe(false);
    const young = [
      bytes('write', {}, 100),
      [STATUSES, { ...WEB, ...backend('db') }, growing(1)],
    ] as const;
    expect(readSeries(young).edges.has(TCP)).toBe(false);
  });

  it('of clients without a proxy are told by the server, turned around', () => {
    const taken = {
      ...pod('db'),
      direction: 'inbound',
      peer: 'src',
      tls: 'no_identity',
      target_addr: 'db:5432',
    };
    const { edges } = readSeries([
      ['tcp_read_bytes_total', taken, growing(10)],
      ['tcp_write_bytes_total', taken, growing(20)],
    ]);
    const signals = edges.get('unknown unknown > workload shop/db tcp')?.signals;
    expect(signals?.requestBytesPerSecond).toBeCloseTo(10, 6);
    expect(signals?.responseBytesPerSecond).toBeCloseTo(20, 6);
    expect(signals).toMatchObject({ mtlsShare: 0, reporters: { bytes: 'destination' } });
  });
});

describe('a scrape that does not name workloads', () => {
  const nameless = { ...WEB, deployment: '' };
  const row = (labels: object) =>
    [RESPONSES, { ...labels, ...to('cart-v1', 'cart'), ...OK }, growing(1)] as const;

  it('is warned of, and its calls have an unknown caller', () => {
    const { edges, warnings } = readSeries([row(nameless)]);
    expect(warnings.map(({ code }) => code)).toEqual(['linkerd-relabelling']);
    expect(warnings[0]?.message).toMatch(/^Linkerd’s proxies are scraped without/);
    expect([...edges.keys()]).toEqual(['unknown unknown > workload shop/cart-v1 http']);
  });

  it('is told apart from one that does', () => {
    expect(readSeries([row(nameless), row(WEB)]).warnings[0]?.message).toMatch(/^Some of/);
    expect(readSeries([row(WEB)]).warnings).toEqual([]);
  });
});

it('a query that failed leaves its figures absent', () => {
  const { edges, nodes } = readSeries([]);
  expect([edges.size, nodes.length]).toEqual([0, 0]);
});
