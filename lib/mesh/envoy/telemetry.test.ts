import { describe, expect, it } from 'vitest';
import type { GraphView } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { telemetry } from '@/lib/mesh/envoy/telemetry';

type Labels = Readonly<Record<string, string>>;

const sample = (value: number, ...parts: readonly Labels[]): VectorSample => ({
  value,
  labels: new Map(parts.flatMap((each) => Object.entries(each))),
});

const proxy = (namespace: string, workload: string, service = workload): Labels => ({
  namespace,
  workload,
  consul_source_service: service,
  consul_source_namespace: 'default',
  consul_source_datacenter: 'dc1',
});
const to = (service: string, subset?: string): Labels => ({
  consul_destination_service: service,
  consul_destination_namespace: 'default',
  consul_destination_datacenter: 'dc1',
  ...(subset === undefined ? {} : { consul_destination_service_subset: subset }),
});
const code = (envoy_response_code: string): Labels => ({ envoy_response_code });

const WEB = proxy('shop', 'web');
const V1 = proxy('shop', 'cart-v1', 'cart');
const V2 = proxy('shop', 'cart-v2', 'cart');
const EVERYBODY = [WEB, V1, V2].map((labels) => sample(1, labels));

interface ReadOptions {
  readonly view?: GraphView;
  readonly mtls?: 'always' | 'by handshakes';
}

function read(
  answers: Readonly<Record<string, readonly VectorSample[]>>,
  { view = 'workload', mtls = 'always' }: ReadOptions = {},
) {
  const all = new Map(Object.entries({ proxies: EVERYBODY, ...answers }));
  const request = { windowSeconds: 300, view, proxies: 'folded' } as const;
  const found = telemetry({ ...CONSUL_VOCABULARY, mtls }, all, request);
  const short = (id: string) => id.split('/').slice(2).join('/');
  const edges = new Map(
    found.edges.map((edge) => [
      `${short(edge.source)} > ${short(edge.target)} ${edge.protocol}`,
      edge,
    ]),
  );
  return { ...found, edges };
}

const keys = (of: ReturnType<typeof read>) => [...of.edges.keys()];

describe('where a call leads', () => {
  it.each([
    { subset: 'v1', target: 'workload/cart-v1', because: 'the workload’s name ends in it' },
    { subset: 'v3', target: 'service/cart', because: 'no workload is called like it' },
    { subset: undefined, target: 'service/cart', because: 'any of them may have answered' },
  ])('through the subset $subset is $target: $because', ({ subset, target }) => {
    const found = read({ requests: [sample(2, WEB, to('cart', subset), code('200'))] });
    expect(keys(found)).toEqual([`workload/web > ${target} http`]);
  });

  it('is told by the version of the pods, before their names', () => {
    const canary = { ...proxy('shop', 'cart-canary', 'cart'), version: 'v3' };
    const found = read({
      proxies: [...EVERYBODY, sample(1, canary)],
      requests: [sample(2, WEB, to('cart', 'v3'), code('200'))],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-canary http']);
  });

  it('is the one workload that there is, whatever the subset', () => {
    const found = read({
      proxies: [WEB, V1].map((labels) => sample(1, labels)),
      requests: [sample(2, WEB, to('cart', 'stable'), code('200'))],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-v1 http']);
  });

  it('is a host outside where no proxy reports, and another datacenter is not this one', () => {
    const elsewhere = { ...to('cart'), consul_destination_datacenter: 'dc2' };
    const peer = { ...to('cart'), consul_destination_peer: 'alpha' };
    const found = read({
      requests: [
        sample(2, WEB, to('tax'), code('200')),
        sample(1, WEB, elsewhere, code('200')),
        sample(1, WEB, peer, code('200')),
      ],
    });
    expect(keys(found)).toEqual([
      'workload/web > external/tax.virtual.consul http',
      'workload/web > external/cart.virtual.consul http',
      'workload/web > external/cart.virtual.alpha.consul http',
    ]);
    expect([...found.edges.values()][0]?.signals.mtlsShare).toBe(1);
  });

  it.each(['service', 'app'] as const)('is the same in the view %s for all subsets', (view) => {
    const found = read(
      {
        requests: [
          sample(2, WEB, to('cart', 'v1'), code('200')),
          sample(1, WEB, to('cart', 'v2'), code('200')),
        ],
      },
      { view },
    );
    expect(keys(found)).toEqual([`${view}/web > ${view}/cart http`]);
    expect([...found.edges.values()][0]).toMatchObject({
      hosts: ['cart.shop.svc.cluster.local'],
      signals: { requestRate: 3, reporters: { requests: 'source' } },
    });
  });

  it('is known to the requests where the list of proxies failed', () => {
    const found = read({
      proxies: [],
      requests: [
        sample(2, WEB, to('cart', 'v1'), code('200')),
        sample(2, V1, { envoy_cluster_name: 'local_app' }, code('200')),
        sample(0, V2, { envoy_cluster_name: 'local_app' }, code('200')),
      ],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-v1 http']);
  });

  it('is left out, with a warning, where nobody knows where a proxy runs', () => {
    const lost = { consul_source_service: 'web' };
    const found = read({
      proxies: [sample(1, lost)],
      requests: [sample(2, lost, to('cart'), code('200'))],
    });
    expect(keys(found)).toEqual([]);
    expect(found.warnings?.map((each) => each.code)).toEqual(['unplaced-proxies']);
    expect(read({}).warnings).toBeUndefined();
  });
});

describe('callers without a proxy', () => {
  const app = { envoy_cluster_name: 'local_app' };

  it('are what a server took in beyond what its callers sent', () => {
    const found = read({
      requests: [
        sample(4, WEB, to('cart', 'v1'), code('200')),
        sample(5, V1, app, code('200')),
        sample(1, V1, app, code('500')),
      ],
    });
    expect(keys(found)).toEqual([
      'workload/web > workload/cart-v1 http',
      'unknown/unknown > workload/cart-v1 http',
    ]);
    const rest = found.edges.get('unknown/unknown > workload/cart-v1 http')?.signals;
    expect(rest).toMatchObject({ requestRate: 2, errorRatio: 0.5 });
    expect(rest?.reporters).toEqual({ requests: 'destination' });
    expect(rest?.mtlsShare).toBeUndefined();
  });

  it.each([
    { taken: 10, sent: 9.8, because: 'scrapes differ' },
    { taken: 10, sent: 10, because: 'there are none' },
    { taken: 10, sent: 12, because: 'some never arrived' },
  ])('are not told where $sent of $taken are known: $because', ({ taken, sent }) => {
    const found = read({
      requests: [
        sample(sent, WEB, to('cart', 'v1'), code('200')),
        sample(taken, V1, app, code('200')),
      ],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-v1 http']);
  });

  it('are not made of requests that a known caller tried again', () => {
    const found = read({
      requests: [
        sample(4, WEB, to('cart', 'v1'), code('200')),
        sample(4, V1, app, code('200')),
        sample(2, V1, app, code('503')),
      ],
      failures: [sample(2, WEB, to('cart', 'v1'), { flag: 'retried' })],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-v1 http']);
  });

  it('are not hidden by requests that never arrived', () => {
    const found = read({
      requests: [
        sample(4, WEB, to('cart', 'v1'), code('200')),
        sample(6, WEB, to('cart', 'v1'), code('503')),
        sample(8, V1, app, code('200')),
      ],
      failures: [sample(6, WEB, to('cart', 'v1'), { flag: 'UO' })],
    });
    const rest = found.edges.get('unknown/unknown > workload/cart-v1 http')?.signals;
    expect(rest?.requestRate).toBe(4);
  });

  it('are weighed for all servers together where callers only know the service', () => {
    const found = read({
      requests: [
        sample(6, WEB, to('cart'), code('200')),
        sample(5, V1, app, code('200')),
        sample(5, V2, app, code('200')),
      ],
    });
    expect(keys(found)).toEqual([
      'workload/web > service/cart http',
      'unknown/unknown > service/cart http',
    ]);
    const rest = found.edges.get('unknown/unknown > service/cart http')?.signals;
    expect(rest?.requestRate).toBe(4);
  });

  it('have the server’s latency where there are no others', () => {
    const latency = [sample(40, V1, app, { quantile: 'p95' })];
    const alone = read({ requests: [sample(5, V1, app, code('200'))], latency });
    expect([...alone.edges.values()][0]?.signals.p95?.valueMs).toBe(40);
    const both = read({
      requests: [sample(2, WEB, to('cart', 'v1'), code('200')), sample(5, V1, app, code('200'))],
      latency,
    });
    const rest = both.edges.get('unknown/unknown > workload/cart-v1 http')?.signals;
    expect(rest?.p95).toBeUndefined();
  });

  it('come to gateways, which count them by class, and in plain text as bytes', () => {
    const found = read({
      requests: [
        sample(3, WEB, { envoy_response_code_class: '2' }),
        sample(1, WEB, { envoy_response_code_class: '5' }),
      ],
      latency: [sample(12, WEB, { quantile: 'p50' })],
      connections: [
        sample(700, V1, { figure: 'plainReceived' }),
        sample(90, V1, { figure: 'plainSent' }),
      ],
    });
    expect(found.edges.get('unknown/unknown > workload/web http')?.signals).toMatchObject({
      requestRate: 4,
      errorRatio: 0.25,
      p50: { valueMs: 12 },
    });
    const plain = found.edges.get('unknown/unknown > workload/cart-v1 tcp');
    expect(plain?.signals).toMatchObject({
      requestBytesPerSecond: 700,
      responseBytesPerSecond: 90,
      mtlsShare: 0,
      reporters: { bytes: 'destination', mtls: 'destination' },
    });
    expect(plain?.notes?.join('')).toContain('plain text');
  });
});

describe('the figures of a call', () => {
  const call = (more: Readonly<Record<string, readonly VectorSample[]>>, options = {}) =>
    [
      ...read(
        { requests: [sample(2, WEB, to('cart', 'v1'), code('200'))], ...more },
        options,
      ).edges.values(),
    ][0];

  it('leave out latency that is told in parts', () => {
    const p95 = { quantile: 'p95' };
    const one = call({ latency: [sample(9, WEB, to('cart', 'v1'), p95)] });
    expect(one?.signals.p95?.valueMs).toBe(9);
    const edge = call({
      latency: [
        sample(9, WEB, to('cart', 'v1'), p95),
        sample(7, WEB, to('cart', 'v1'), p95, { extra: 'x' }),
      ],
    });
    expect(edge?.signals.p95).toBeUndefined();
    expect(edge?.notes?.join('')).toContain('cannot be put together');
  });

  it('say how many were tried again', () => {
    const edge = call({ failures: [sample(0.1, WEB, to('cart', 'v1'), { flag: 'retried' })] });
    expect(edge?.notes).toEqual([
      'The caller’s proxy tried 5.0 % of the requests again; each counts once here.',
    ]);
  });

  it.each([
    { figures: { opened: 4, secured: 3 }, share: 0.75 },
    { figures: { opened: 0, everOpened: 10, everSecured: 5 }, share: 0.5 },
    { figures: { opened: 0, everOpened: 10 }, share: 0 },
    { figures: {}, share: undefined },
  ])('are under TLS by $share where $figures', ({ figures, share }) => {
    const connections = Object.entries(figures).map(([figure, value]) =>
      sample(value, WEB, to('cart', 'v1'), { figure }),
    );
    expect(call({ connections }, { mtls: 'by handshakes' })?.signals.mtlsShare).toBe(share);
  });

  it('are bytes where there is nothing but TCP, and no call where none flowed', () => {
    const found = read({
      connections: [
        sample(300, WEB, to('cart', 'v1'), { figure: 'sent' }),
        sample(20, WEB, to('cart', 'v1'), { figure: 'received' }),
        sample(0, V1, to('web'), { figure: 'sent' }),
        sample(0, V1, to('web'), { figure: 'received' }),
      ],
    });
    expect(keys(found)).toEqual(['workload/web > workload/cart-v1 tcp']);
    expect([...found.edges.values()][0]?.signals).toMatchObject({
      requestBytesPerSecond: 300,
      responseBytesPerSecond: 20,
      mtlsShare: 1,
    });
  });
});
