import { describe, expect, it } from 'vitest';
import { keepSeries, type KeptSamples } from '@/demo/prometheus/kept-store';
import type { MeshEdge } from '@/lib/domain/model';
import type { TelemetryRequest } from '@/lib/mesh/adapter';
import { ambient } from '@/lib/mesh/ambient/adapter';
import { istio } from '@/lib/mesh/istio/adapter';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { CART_HOST, cartWorkload, NOBODY, OK, UNNAMED, WEB } from '@/lib/testing/istio-samples';
import { answersFrom } from '@/lib/testing/mesh-answers';
import { isPromQl } from '@/lib/testing/is-promql';
import { growing } from '@/lib/testing/linkerd-series';

type Labels = Readonly<Record<string, string>>;
type Series = readonly [name: string, labels: Labels, samples: KeptSamples];

const WAYPOINT_POD = { namespace: 'shop', pod: 'waypoint-7d9f8b6c5-x2x4z' };
const ZTUNNEL_POD = { app: 'ztunnel', namespace: 'istio-system', pod: 'ztunnel-abcde' };
const UNLABELLED = { namespace: 'istio-system', pod: 'ztunnel-abcde' };
const SIDECAR_POD = { app: 'cart', namespace: 'shop', pod: 'cart-v1-7d9f8b6c5-x2x4z' };

const MTLS = { connection_security_policy: 'mutual_tls' };
const PLAIN = { connection_security_policy: 'unknown' };
const side = (reporter: string): Labels => ({ reporter });
const asWaypoint = (at: 'source' | 'destination'): Labels => ({
  [`${at}_cluster`]: 'Kubernetes',
  [`${at}_workload_namespace`]: 'shop',
  [`${at}_workload`]: 'waypoint',
  [`${at}_canonical_service`]: 'waypoint',
  [`${at}_canonical_revision`]: 'latest',
});

const CALL = { ...WEB, ...CART_HOST, ...cartWorkload('v1') };
const WAYPOINT_CALL = { ...CALL, ...WAYPOINT_POD, ...OK, ...MTLS, ...side('waypoint') };

/** A connection of ztunnel's: opened, and bytes both ways. */
function connection(labels: Labels, perSecond: number): readonly Series[] {
  const all = { request_protocol: 'tcp', response_flags: '-', ...labels };
  return [
    ['istio_tcp_connections_opened_total', all, growing(perSecond)],
    ['istio_tcp_received_bytes_total', all, growing(perSecond * 100)],
    ['istio_tcp_sent_bytes_total', all, growing(perSecond * 1000)],
  ];
}

/** The account of the whole way through a waypoint: two hops by ztunnel, and the waypoint's own. */
const THROUGH_WAYPOINT: readonly Series[] = [
  ['istio_requests_total', WAYPOINT_CALL, growing(4)],
  ['istio_requests_total', { ...WAYPOINT_CALL, response_code: '503' }, growing(1)],
  ...['10', '25', '+Inf'].map((le): Series => {
    const labels = { ...WAYPOINT_CALL, le };
    return ['istio_request_duration_milliseconds_bucket', labels, growing(le === '10' ? 0 : 5)];
  }),
  ...connection(
    {
      ...WEB,
      ...CART_HOST,
      ...asWaypoint('destination'),
      ...ZTUNNEL_POD,
      ...MTLS,
      ...side('source'),
    },
    1,
  ),
  ...connection(
    { ...CALL, ...asWaypoint('source'), ...ZTUNNEL_POD, ...MTLS, ...side('destination') },
    1,
  ),
];

const REQUEST: TelemetryRequest = { windowSeconds: 60, view: 'workload', proxies: 'folded' };
const shortId = ({ source, target, protocol }: MeshEdge) =>
  [source, target].map((id) => id.split('/').slice(2).join('/')).join(' > ') + ` ${protocol}`;

function read(series: readonly Series[], request: TelemetryRequest = REQUEST) {
  const store = keepSeries(...series);
  const parts = [istio, ambient].map((mesh) =>
    mesh.telemetry(answersFrom(store, mesh.telemetryQueries(request), 60), request),
  );
  const { edges } = mergeTelemetry(parts);
  return new Map(edges.map((edge) => [shortId(edge), edge]));
}

const CART = 'workload/web > workload/cart-v1';

describe('a call through a waypoint', () => {
  it('is one edge of the waypoint’s account', () => {
    const edges = read(THROUGH_WAYPOINT);
    expect([...edges.keys()]).toEqual([`${CART} http`]);
    const edge = edges.get(`${CART} http`);
    expect(edge?.meshes).toEqual(['ambient']);
    expect(edge?.signals.requestRate).toBeCloseTo(5, 6);
    expect(edge?.signals.errorRatio).toBeCloseTo(0.2, 6);
    expect(edge?.signals.mtlsShare).toBe(1);
    expect(edge?.signals.p95).toMatchObject({ lowMs: 10, highMs: 25 });
    expect(edge?.signals.reporters.requests).toBe('waypoint');
    // The bytes of a hop are of all calls through it.
    expect(edge?.signals.requestBytesPerSecond).toBeUndefined();
  });

  it('is shown in its hops when asked for', () => {
    const edges = read(THROUGH_WAYPOINT, { ...REQUEST, proxies: 'shown' });
    expect([...edges.keys()].toSorted()).toEqual([
      'workload/waypoint > workload/cart-v1 tcp',
      `${CART} http`,
      'workload/web > workload/waypoint tcp',
    ]);
    const hop = edges.get('workload/web > workload/waypoint tcp')?.signals;
    expect(hop?.requestBytesPerSecond).toBeCloseTo(100, 6);
    expect(hop?.reporters.bytes).toBe('ztunnel');
  });

  it.each(['service', 'app'] as const)('is one edge in the view by %s', (view) => {
    const edges = read(THROUGH_WAYPOINT, { ...REQUEST, view });
    expect(edges.size).toBe(1);
    expect([...edges.values()][0]?.signals.requestRate).toBeCloseTo(5, 6);
  });
});

describe('a connection that only ztunnel knows', () => {
  const tcp = `${CART} tcp`;
  const account = (labels: Labels, rate: number) => connection({ ...CALL, ...labels }, rate);

  it.each([
    ['with labels of pods', ZTUNNEL_POD],
    ['without', UNLABELLED],
  ])('is told by the server’s side, once, %s', (_, scraped) => {
    const signals = read([
      ...account({ ...scraped, ...MTLS, ...side('source') }, 2),
      ...account({ ...scraped, ...MTLS, ...side('destination') }, 2),
    ]).get(tcp)?.signals;
    expect(signals?.requestBytesPerSecond).toBeCloseTo(200, 6);
    expect(signals?.responseBytesPerSecond).toBeCloseTo(2000, 6);
    expect(signals?.requestRate).toBeUndefined();
    expect(signals?.mtlsShare).toBe(1);
    expect(signals?.reporters).toEqual({
      ...{ bytes: 'ztunnel', connections: 'ztunnel', mtls: 'ztunnel' },
    });
  });

  it('had no mutual TLS where ztunnel knows none', () => {
    const signals = read([
      ...account({ ...ZTUNNEL_POD, ...MTLS, ...side('destination') }, 3),
      ...account({ ...ZTUNNEL_POD, ...PLAIN, ...side('destination') }, 1),
    ]).get(tcp)?.signals;
    expect(signals?.mtlsShare).toBeCloseTo(0.75, 6);
  });

  it('is told by the client’s side where the server is outside', () => {
    const edges = read(
      connection(
        { ...WEB, ...CART_HOST, ...UNNAMED, ...ZTUNNEL_POD, ...PLAIN, ...side('source') },
        1,
      ),
    );
    const signals = edges.get('workload/web > service/cart tcp')?.signals;
    expect(signals?.requestBytesPerSecond).toBeCloseTo(100, 6);
    expect(signals?.mtlsShare).toBe(0);
  });

  it('may come from nobody that is known', () => {
    const edges = read(
      connection({ ...CALL, ...NOBODY, ...ZTUNNEL_POD, ...PLAIN, ...side('destination') }, 1),
    );
    expect([...edges.keys()]).toEqual(['unknown/unknown > workload/cart-v1 tcp']);
  });
});

describe('beside sidecars', () => {
  const served = { ...CALL, ...SIDECAR_POD, ...OK, ...MTLS, ...side('destination') };
  const sent = { ...CALL, ...SIDECAR_POD, ...OK, ...PLAIN, ...side('source') };
  const through = (reporter: string) =>
    connection({ ...CALL, ...ZTUNNEL_POD, ...MTLS, ...side(reporter) }, 1);

  it('the requests of a sidecar and the bytes of ztunnel are one edge', () => {
    const edges = read([['istio_requests_total', served, growing(7)], ...through('source')]);
    expect([...edges.keys()]).toEqual([`${CART} http`]);
    const edge = edges.get(`${CART} http`);
    expect(edge?.meshes.toSorted()).toEqual(['ambient', 'istio']);
    expect(edge?.signals.requestRate).toBeCloseTo(7, 6);
    expect(edge?.signals.requestBytesPerSecond).toBeCloseTo(100, 6);
    expect(edge?.signals.reporters).toMatchObject({ requests: 'destination', bytes: 'ztunnel' });
  });

  it('ztunnel knows of mutual TLS where only the client has a sidecar', () => {
    const edge = read([['istio_requests_total', sent, growing(7)], ...through('destination')]).get(
      `${CART} http`,
    );
    expect(edge?.signals.reporters).toMatchObject({ requests: 'source', mtls: 'ztunnel' });
    expect(edge?.signals.mtlsShare).toBe(1);
  });

  it('a server with a sidecar and a waypoint is counted once', () => {
    const edge = read([
      ['istio_requests_total', served, growing(5)],
      ['istio_requests_total', WAYPOINT_CALL, growing(5)],
    ]).get(`${CART} http`);
    expect(edge?.signals.requestRate).toBeCloseTo(5, 6);
  });

  it('bytes of a pair that calls by HTTP and gRPC are not divided', () => {
    const grpc = { ...served, request_protocol: 'grpc', grpc_response_status: '0' };
    const edges = read([
      ['istio_requests_total', served, growing(7)],
      ['istio_requests_total', grpc, growing(2)],
      ...through('source'),
    ]);
    expect([...edges.keys()].toSorted()).toEqual([`${CART} grpc`, `${CART} http`]);
    for (const { signals, notes } of edges.values()) {
      expect(signals.requestBytesPerSecond).toBeUndefined();
      expect(notes).toHaveLength(1);
    }
  });
});

describe('its queries', () => {
  it('are eight, each of the grammar', () => {
    const queries = ambient.telemetryQueries(REQUEST);
    expect(queries).toHaveLength(8);
    const target = {
      kind: 'node',
      node: 'Kubernetes/shop/workload/cart-v1',
      direction: 'inbound',
    } as const;
    const texts = [
      ...queries.map(({ promql }) => promql),
      ...ambient.namespaceQueries(60).map(({ promql }) => promql),
      ...ambient.observationQueries(60).map(({ promql }) => promql),
      ...ambient.panels(target, 60).flatMap((panel) => panel.queries.map(({ promql }) => promql)),
      ambient.presence(0) ?? '',
    ];
    for (const text of texts) {
      expect(text).not.toBe('');
      expect(isPromQl(text), text).toBe(true);
    }
  });

  it('ask no more of a cluster without waypoints and ztunnel', () => {
    const present = (series: readonly Series[]) =>
      answersFrom(keepSeries(...series), [{ key: 'p', promql: ambient.presence(0) ?? '' }], 60).get(
        'p',
      );
    const sidecars: Series = [
      'istio_requests_total',
      { ...CALL, ...side('destination') },
      growing(1),
    ];
    expect(present([sidecars])).toEqual([]);
    expect(present(THROUGH_WAYPOINT)).not.toEqual([]);
  });
});
