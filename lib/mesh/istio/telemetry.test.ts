import { describe, expect, it } from 'vitest';
import type { GraphView } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { telemetryQueries } from '@/lib/mesh/istio/queries';
import {
  CART_HOST,
  cartWorkload,
  client,
  NOBODY,
  OK,
  readTelemetry,
  sample,
  server,
  UNNAMED,
  WEB,
  type Labels,
} from '@/lib/testing/istio-samples';
import { isPromQl } from '@/lib/testing/is-promql';

const V1 = 'shop/workload/web → shop/workload/cart-v1 http';

describe('telemetryQueries', () => {
  it.each(['workload', 'service', 'app'] as const)('asks 8 well-formed queries for %s', (view) => {
    const queries = telemetryQueries({ windowSeconds: 300, view, proxies: 'folded' });
    expect(queries).toHaveLength(8);
    for (const { promql } of queries) expect(isPromQl(promql), promql).toBe(true);
  });
});

describe('reporters', () => {
  it('takes the server’s account of an edge, never the sum of both', () => {
    const { edges } = readTelemetry({
      requests: [
        sample(9, WEB, cartWorkload('v1'), CART_HOST, OK, server),
        sample(10, WEB, cartWorkload('v1'), CART_HOST, OK, client),
      ],
    });
    expect(edges.get(V1)?.signals).toMatchObject({
      requestRate: 9,
      errorRatio: 0,
      mtlsShare: 1,
      reporters: { requests: 'destination', mtls: 'destination' },
    });
    expect(edges.size).toBe(1);
  });

  it('takes the waypoint’s before the client’s', () => {
    const waypoint = { ...server, reporter: 'waypoint' };
    const { edges } = readTelemetry({
      requests: [
        sample(8, WEB, cartWorkload('v1'), CART_HOST, OK, waypoint),
        sample(10, WEB, cartWorkload('v1'), CART_HOST, OK, client),
      ],
    });
    expect(edges.get(V1)?.signals).toMatchObject({ requestRate: 8, mtlsShare: 1 });
  });

  it('takes the client’s where the server is silent, and then knows nothing of mTLS', () => {
    const { edges } = readTelemetry({
      requests: [sample(10, WEB, cartWorkload('v1'), CART_HOST, OK, client)],
    });
    expect(edges.get(V1)?.signals.requestRate).toBe(10);
    expect(edges.get(V1)?.signals.mtlsShare).toBeUndefined();
    expect(edges.get(V1)?.signals.reporters).toEqual({ requests: 'source' });
  });

  it('shares mTLS by requests', () => {
    const plain = { ...server, connection_security_policy: 'none' };
    const { edges } = readTelemetry({
      requests: [
        sample(3, WEB, cartWorkload('v1'), CART_HOST, OK, server),
        sample(1, WEB, cartWorkload('v1'), CART_HOST, OK, plain),
      ],
    });
    expect(edges.get(V1)?.signals.mtlsShare).toBe(0.75);
  });
});

describe('nodes', () => {
  const names = (requests: readonly VectorSample[], view?: GraphView) =>
    readTelemetry({ requests }, view).nodes.map(({ id }) => id.split('/').slice(1).join('/'));

  it('names workloads with their app and version, and callers from outside unknown', () => {
    const { nodes } = readTelemetry({
      requests: [sample(1, NOBODY, cartWorkload('v2'), CART_HOST, OK, server)],
    });
    expect(nodes).toMatchObject([
      { kind: 'unknown', name: 'unknown', namespace: '', cluster: 'Kubernetes' },
      { kind: 'workload', name: 'cart-v2', app: 'cart', version: 'v2', meshes: ['istio'] },
    ]);
  });

  it.each([
    {
      labels: {
        destination_service: 'api.cards.example',
        destination_service_name: 'api.cards.example',
      },
      node: '/external/api.cards.example',
    },
    {
      labels: { destination_service: 'x.example', destination_service_name: 'PassthroughCluster' },
      node: '/external/x.example',
    },
    {
      labels: { destination_service: 'unknown', destination_service_name: 'BlackHoleCluster' },
      node: '/external/BlackHoleCluster',
    },
    { labels: { destination_service: 'unknown' }, node: '/unknown/unknown' },
    { labels: CART_HOST, node: 'shop/service/cart' },
  ])('sees $node in $labels', ({ labels, node }) => {
    expect(names([sample(1, WEB, UNNAMED, labels, OK, client)])).toContain(node);
  });

  it('folds versions in the views of apps and services', () => {
    const requests = [
      sample(3, WEB, cartWorkload('v1'), CART_HOST, OK, server),
      sample(1, WEB, cartWorkload('v2'), CART_HOST, OK, server),
    ];
    expect(names(requests, 'app')).toEqual(['shop/app/cart', 'shop/app/web']);
    expect(names(requests, 'service')).toEqual(['shop/app/web', 'shop/service/cart']);
    const { edges } = readTelemetry({ requests }, 'app');
    expect(edges.get('shop/app/web → shop/app/cart http')?.signals.requestRate).toBe(4);
  });

  it('names a caller by the service in front of it, in the view of services', () => {
    const webHost = {
      destination_service: 'web.shop.svc.cluster.local',
      destination_service_name: 'web',
      destination_service_namespace: 'shop',
    };
    const toWeb = { destination_workload_namespace: 'shop', destination_canonical_service: 'web' };
    const { edges } = readTelemetry(
      {
        requests: [
          sample(1, NOBODY, toWeb, webHost, OK, server),
          sample(1, WEB, cartWorkload('v1'), CART_HOST, OK, server),
        ],
      },
      'service',
    );
    expect(edges.has('shop/service/web → shop/service/cart http')).toBe(true);
  });

  it('survives series that lack every label', () => {
    expect(names([sample(1)])).toEqual(['/unknown/unknown']);
  });

  it('keeps a label value that is hostile as text', () => {
    const hostile = { ...WEB, source_workload: 'a/b>c"}<script>' };
    const { nodes } = readTelemetry({
      requests: [sample(1, hostile, cartWorkload('v1'), OK, server)],
    });
    expect(nodes.map(({ name }) => name)).toContain('a/b>c"}<script>');
  });
});

describe('latency', () => {
  const bounds = ['1', '5', '10', '25', '50', '+Inf'].map((le) => sample(1, { le }));
  const edge = [WEB, cartWorkload('v1'), { request_protocol: 'http' }] as const;
  const requests = [sample(1, WEB, cartWorkload('v1'), CART_HOST, OK, server)];

  it.each([
    { value: 7.5, bucket: { lowMs: 5, highMs: 10 } },
    { value: 10, bucket: { lowMs: 5, highMs: 10 } },
    { value: 0.4, bucket: { lowMs: 0, highMs: 1 } },
    { value: 50, bucket: { lowMs: 50, highMs: null } },
  ])('puts $value ms into its bucket $bucket', ({ value, bucket }) => {
    const { edges } = readTelemetry({ requests, bounds, p95: [sample(value, ...edge, server)] });
    expect(edges.get(V1)?.signals.p95).toEqual({ valueMs: value, ...bucket });
  });

  it('is the server’s, and says so', () => {
    const { edges } = readTelemetry({
      requests,
      bounds,
      p95: [sample(30, ...edge, client), sample(7, ...edge, server)],
    });
    expect(edges.get(V1)?.signals.p95?.valueMs).toBe(7);
    expect(edges.get(V1)?.signals.reporters.latency).toBe('destination');
  });

  it('is absent when its query failed, without harm to the rest', () => {
    const { edges } = readTelemetry({ requests });
    expect(edges.get(V1)?.signals.p95).toBeUndefined();
    expect(edges.get(V1)?.signals.requestRate).toBe(1);
  });

  it('has no known bucket when the bounds are not known', () => {
    const { edges } = readTelemetry({ requests, p95: [sample(7, ...edge, server)] });
    expect(edges.get(V1)?.signals.p95).toEqual({ valueMs: 7, lowMs: 0, highMs: null });
  });
});

describe('TCP', () => {
  const TCP = 'shop/workload/web → shop/workload/cart-v1 tcp';
  const at = (value: number, ...labels: readonly Labels[]) =>
    sample(value, WEB, cartWorkload('v1'), CART_HOST, ...labels);

  it('reads received bytes as towards the server and sent as back, from one reporter', () => {
    const { edges } = readTelemetry({
      tcpRequestBytes: [at(100, server), at(120, client)],
      tcpResponseBytes: [at(900, server), at(950, client)],
      tcpConnections: [at(0.5, server), at(0.5, client)],
    });
    expect(edges.get(TCP)?.signals).toMatchObject({
      requestBytesPerSecond: 100,
      responseBytesPerSecond: 900,
      connectionsPerSecond: 0.5,
      mtlsShare: 1,
      reporters: { bytes: 'destination', connections: 'destination', mtls: 'destination' },
    });
    expect(edges.get(TCP)?.signals.requestRate).toBeUndefined();
    expect(edges.get(TCP)?.signals.errorRatio).toBeUndefined();
  });

  it('tells mTLS from the bytes when no connection was opened', () => {
    const plain = { ...server, connection_security_policy: 'none' };
    const { edges } = readTelemetry({
      tcpRequestBytes: [at(75, server), at(25, plain)],
      tcpConnections: [at(0, server)],
    });
    expect(edges.get(TCP)?.signals.mtlsShare).toBe(0.75);
  });

  it('leaves a direction absent whose query failed', () => {
    const { edges } = readTelemetry({ tcpResponseBytes: [at(900, client)] });
    expect(edges.get(TCP)?.signals.requestBytesPerSecond).toBeUndefined();
    expect(edges.get(TCP)?.signals.mtlsShare).toBeUndefined();
    expect(edges.get(TCP)?.signals.connectionsPerSecond).toBeUndefined();
    expect(edges.get(TCP)?.signals.responseBytesPerSecond).toBe(900);
  });
});
