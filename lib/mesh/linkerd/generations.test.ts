import { describe, expect, it } from 'vitest';
import { backend, growing, histogram, OK, pod, readSeries, to } from '@/lib/testing/linkerd-series';

const RESPONSES = 'response_total';
const STATUSES = 'outbound_http_route_backend_response_statuses_total';
const GRPC_STATUSES = 'outbound_grpc_route_backend_response_statuses_total';
const TIMES = 'outbound_http_route_backend_response_duration_seconds_bucket';
const WEB = pod('web');
const V1 = 'workload shop/web > workload shop/cart-v1 http';

describe('both generations of metrics', () => {
  const OLD = [RESPONSES, { ...WEB, ...to('cart-v1', 'cart-v1'), ...OK }, growing(4)] as const;

  it('of one proxy are counted once, by endpoint', () => {
    const { edges } = readSeries([OLD, [STATUSES, { ...WEB, ...backend('cart-v1') }, growing(4)]]);
    expect(edges.get(V1)?.signals.requestRate).toBeCloseTo(4, 6);
    expect(edges.size).toBe(1);
  });

  it('of two pods, in the middle of an upgrade, are added up', () => {
    const second = pod('web', { pod: 'web-2', instance: 'web-2:4191' });
    const { edges } = readSeries([
      OLD,
      [STATUSES, { ...second, ...backend('cart-v1') }, growing(1)],
    ]);
    expect(edges.get(V1)?.signals.requestRate).toBeCloseTo(5, 6);
    expect(edges.size).toBe(1);
  });

  it('are told of the service where no endpoint is known, with statuses in words as numbers', () => {
    const grpc = (grpc_status: string) => ({ ...backend('pay'), http_status: '', grpc_status });
    const { edges } = readSeries([
      [STATUSES, { ...WEB, ...backend('cart', { http_status: '500' }) }, growing(1)],
      [STATUSES, { ...WEB, ...backend('cart') }, growing(3)],
      [GRPC_STATUSES, { ...WEB, ...grpc('OK') }, growing(3)],
      [GRPC_STATUSES, { ...WEB, ...grpc('UNAVAILABLE') }, growing(1)],
    ]);
    const http = edges.get('workload shop/web > service shop/cart http')?.signals;
    expect(http?.requestRate).toBeCloseTo(4, 6);
    expect(http?.errorRatio).toBeCloseTo(0.25, 6);
    expect(http?.mtlsShare).toBeUndefined();
    const pay = edges.get('workload shop/web > service shop/pay grpc')?.signals;
    expect(pay?.errorRatio).toBeCloseTo(0.25, 6);
    expect(pay?.codes.map(({ grpcStatus }) => grpcStatus)).toEqual(['0', '14']);
  });

  it('have their own unit and buckets', () => {
    const old = histogram('response_latency_ms_bucket', { ...WEB, ...to('cart-v1') }, '40', 1);
    const young = pod('api');
    const { edges } = readSeries([
      OLD,
      ...old,
      [STATUSES, { ...young, ...backend('cart') }, growing(1)],
      ...histogram(TIMES, { ...young, ...backend('cart') }, '0.25', 1),
    ]);
    expect(edges.get(V1)?.signals.p95).toMatchObject({ lowMs: 30, highMs: 40 });
    const routed = edges.get('workload shop/api > service shop/cart http')?.signals;
    expect(routed?.p95).toMatchObject({ lowMs: 100, highMs: 250 });
    expect(routed?.p95?.valueMs).toBeCloseTo(242.5, 3);
    expect(routed?.reporters.latency).toBe('source');
  });

  it('do not mix: the finer histogram counts where a call has both', () => {
    const second = pod('web', { pod: 'web-2', instance: 'web-2:4191' });
    const { edges } = readSeries([
      OLD,
      ...histogram('response_latency_ms_bucket', { ...WEB, ...to('cart-v1') }, '20', 4),
      [STATUSES, { ...second, ...backend('cart-v1') }, growing(1)],
      ...histogram(TIMES, { ...second, ...backend('cart-v1') }, '10', 1),
    ]);
    expect(edges.get(V1)?.signals.p95).toMatchObject({ lowMs: 10, highMs: 20 });
  });
});

describe('failures of the client’s own proxy', () => {
  const lost = { http_status: '', error: 'FAIL_FAST' };

  it('are errors of the call to the only workload behind the service', () => {
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...OK }, growing(9)],
      [STATUSES, { ...WEB, ...backend('cart') }, growing(9)],
      [STATUSES, { ...WEB, ...backend('cart', lost) }, growing(1)],
    ]);
    const signals = edges.get(V1)?.signals;
    expect(signals?.requestRate).toBeCloseTo(10, 6);
    expect(signals?.errorRatio).toBeCloseTo(0.1, 6);
    expect(signals?.codes.at(-1)).toMatchObject({ httpCode: '0', flags: 'FAIL_FAST', error: true });
    expect(signals?.mtlsShare).toBe(1);
  });

  it('are errors of the service where several may have answered', () => {
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...OK }, growing(5)],
      [RESPONSES, { ...WEB, ...to('cart-v2', 'cart'), ...OK }, growing(4)],
      [STATUSES, { ...WEB, ...backend('cart', lost) }, growing(1)],
    ]);
    const service = edges.get('workload shop/web > service shop/cart http');
    expect(service?.signals).toMatchObject({ errorRatio: 1 });
  });

  it.each([
    ['another failure, which an endpoint counts', { http_status: '', error: 'RESET' }],
    ['a timeout after the answer began', { http_status: '200', error: 'REQUEST_TIMEOUT' }],
  ])('are not %s', (_, more) => {
    const { edges } = readSeries([
      [RESPONSES, { ...WEB, ...to('cart-v1', 'cart'), ...OK }, growing(9)],
      [STATUSES, { ...WEB, ...backend('cart', more) }, growing(1)],
    ]);
    expect(edges.get(V1)?.signals.requestRate).toBeCloseTo(9, 6);
  });
});
