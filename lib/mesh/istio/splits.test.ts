import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf } from '@/lib/mesh/fields';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { splits } from '@/lib/mesh/istio/splits';
import {
  deployment,
  destinationRule,
  pod,
  service,
  storeOf,
  virtualService,
} from '@/lib/testing/kube-objects';

const VERSIONS = { v1: { version: 'v1' }, v2: { version: 'v2' } };

interface World {
  readonly virtualServices?: readonly KubeObject[];
  readonly rules?: readonly KubeObject[];
  readonly services?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
}

function storeWith({
  virtualServices = [],
  rules = [destinationRule('cart', VERSIONS)],
  services = [service('cart')],
  pods = [],
}: World) {
  return storeOf(
    [VIRTUAL_SERVICE, virtualServices],
    [DESTINATION_RULE, rules],
    [SERVICE_ENTRY, []],
    [SERVICES, services],
    [
      DEPLOYMENTS,
      [
        deployment('cart-v1', { app: 'cart', version: 'v1' }),
        deployment('cart-v2', { app: 'cart', version: 'v2' }),
        deployment('web', { app: 'web' }),
      ],
    ],
    [PODS, pods],
  );
}

const to = (subset: string, weight?: number, host = 'cart') => ({
  destination: { host, subset },
  ...(weight === undefined ? {} : { weight }),
});

const cart = (...http: readonly unknown[]) => virtualService('cart', { hosts: ['cart'], http });
const canary = cart({ route: [to('v1', 90), to('v2', 10)] });

describe('splits', () => {
  it('reads a weighted route with everything its subsets lead to', () => {
    const [split] = splits(storeWith({ virtualServices: [canary] }));
    expect(split).toMatchObject({
      id: 'istio~shop~cart~http~0',
      carrier: {
        group: 'networking.istio.io',
        version: 'v1',
        plural: 'virtualservices',
        namespace: 'shop',
        name: 'cart',
        path: '/spec/http/0/route',
        resourceVersion: '41',
      },
      protocol: 'http',
      hosts: ['cart'],
      match: [],
      owner: { kind: 'hand' },
      candidates: [],
      warnings: [],
    });
    expect(split?.targets).toEqual([
      {
        host: 'cart',
        subset: 'v1',
        fqdn: 'cart.shop.svc.cluster.local',
        weight: 90,
        share: 0.9,
        labels: { version: 'v1' },
        version: 'v1',
        workloads: ['cart-v1'],
        resolved: true,
      },
      expect.objectContaining({ subset: 'v2', share: 0.1, workloads: ['cart-v2'] }),
    ]);
  });

  it('reads every weighted route of an object, of each kind', () => {
    const route = [to('v1', 1), to('v2', 1)];
    const all = virtualService('cart', {
      hosts: ['cart'],
      http: [
        { name: 'canary', match: [{ headers: { beta: {} } }], route },
        { redirect: {} },
        { route },
      ],
      tcp: [{ match: [{ port: 9000 }], route }],
      tls: [{ match: [{ sniHosts: ['cart.example'] }], route }],
    });
    const found = splits(storeWith({ virtualServices: [all] }));
    expect(found.map(({ carrier, protocol, match }) => [carrier.path, protocol, ...match])).toEqual(
      [
        ['/spec/http/0/route', 'http', 'header beta is present'],
        ['/spec/http/2/route', 'http'],
        ['/spec/tcp/0/route', 'tcp', 'port 9000'],
        ['/spec/tls/0/route', 'tls', 'SNI host is cart.example'],
      ],
    );
    expect(found[0]?.routeName).toBe('canary');
    expect(found[0]?.warnings.map(({ code }) => code)).toEqual(['shared-telemetry']);
  });

  it('offers the other subsets of a host that has one destination', () => {
    const [split] = splits(storeWith({ virtualServices: [cart({ route: [to('v1')] })] }));
    expect(split?.targets).toMatchObject([{ subset: 'v1', weight: null, share: 1 }]);
    expect(split?.candidates).toMatchObject([{ subset: 'v2', weight: null, share: 0 }]);
  });

  it('is no choice where there is one destination and nothing else to send to', () => {
    const plain = cart({ route: [{ destination: { host: 'cart' } }] });
    expect(splits(storeWith({ virtualServices: [plain], rules: [] }))).toEqual([]);
  });

  it('says gRPC when that is what the port speaks', () => {
    const services = [service('cart', [{ name: 'api', appProtocol: 'grpc', port: 9090 }])];
    const [split] = splits(storeWith({ virtualServices: [canary], services }));
    expect(split?.protocol).toBe('grpc');
  });

  it('finds workloads that are no Deployments by their pods', () => {
    const owner = { kind: 'StatefulSet', name: 'cart-db', controller: true };
    const labels = { app: 'cart', version: 'v2' };
    const pods = [pod('cart-db-0', { labels, ownerReferences: [owner] })];
    const [split] = splits(storeWith({ virtualServices: [canary], pods }));
    expect(split?.targets[1]?.workloads).toEqual(['cart-db', 'cart-v2']);
  });

  it('takes the version that telemetry prefers, not the one the subset selects by', () => {
    const rules = [destinationRule('cart', { stable: { track: 'stable' } })];
    const pods = [
      pod('cart-x', {
        labels: { app: 'cart', track: 'stable', 'app.kubernetes.io/version': '2.1.0' },
      }),
    ];
    const only = cart({ route: [to('stable', 1), to('v9', 0)] });
    const [split] = splits(storeWith({ virtualServices: [only], rules, pods }));
    expect(split?.targets[0]).toMatchObject({ version: '2.1.0', workloads: ['cart-x'] });
  });

  it('speaks for the hosts of the object that delegates to it, under its conditions', () => {
    const root = virtualService('edge', {
      hosts: ['shop.example'],
      gateways: ['public'],
      http: [
        { match: [{ uri: { prefix: '/cart' } }], delegate: { name: 'cart', namespace: 'shop' } },
      ],
    });
    const delegate = virtualService('cart', {
      http: [{ match: [{ method: { exact: 'GET' } }], route: [to('v1', 1), to('v2', 1)] }],
    });
    const [split] = splits(storeWith({ virtualServices: [root, delegate] }));
    expect(split?.hosts).toEqual(['shop.example']);
    expect(split?.match).toEqual([
      'path starts with /cart and through gateway public and method is GET',
    ]);
  });

  it('survives an object that is nonsense', () => {
    const broken = [
      null,
      7,
      'x',
      [],
      { http: 'x' },
      { http: [null, { route: [null, { weight: 'a' }] }] },
    ];
    const virtualServices = broken.map((spec, i) => virtualService(`broken-${i}`, spec));
    const found = splits(storeWith({ virtualServices }));
    expect(found).toHaveLength(1);
    expect(found[0]?.targets).toMatchObject([{ resolved: false }, { resolved: false }]);
  });
});

describe('which DestinationRule says what a subset is', () => {
  const subset = (world: World) =>
    splits(storeWith({ virtualServices: [canary], ...world }))[0]?.targets[0];
  const named = (host: string, labels: Record<string, string>, metadata = {}) =>
    destinationRule(host, { v1: labels, v2: labels }, metadata);

  it.each([
    { host: 'cart', metadata: {}, because: 'a short name is of the rule’s own namespace' },
    {
      host: 'cart.shop.svc.cluster.local',
      metadata: { namespace: 'shop' },
      because: 'it is the FQDN',
    },
    { host: '*.shop.svc.cluster.local', metadata: {}, because: 'a wildcard covers it' },
    {
      host: 'cart.shop.svc.cluster.local',
      metadata: { namespace: 'istio-system' },
      because: 'the root namespace is for all',
    },
  ])('finds $host in $metadata: $because', ({ host, metadata }) => {
    expect(subset({ rules: [named(host, { track: 'a' }, metadata)] })?.labels).toEqual({
      track: 'a',
    });
  });

  it.each([
    { host: 'cart', metadata: { namespace: 'web' }, because: 'that is another cart' },
    { host: 'cart.shop', metadata: {}, because: 'a name with a dot is taken as it stands' },
    { host: 'carts', metadata: {}, because: 'the name differs' },
    {
      host: 'cart.shop.svc.cluster.local',
      metadata: { namespace: 'web' },
      because: 'only callers in web see it',
    },
  ])('does not take $host in $metadata: $because', ({ host, metadata }) => {
    expect(subset({ rules: [named(host, { track: 'a' }, metadata)] })?.resolved).toBe(false);
  });

  it('prefers the exact host to a wildcard', () => {
    const rules = [
      named('*.shop.svc.cluster.local', { track: 'b' }),
      named('cart', { track: 'a' }),
    ];
    expect(subset({ rules })?.labels).toEqual({ track: 'a' });
  });

  it('merges rules of one namespace, of which the oldest wins', () => {
    const rules = [
      named('cart', { track: 'new' }, { creationTimestamp: '2026-02-01T00:00:00Z' }),
      named('cart', { track: 'old' }, { creationTimestamp: '2026-01-01T00:00:00Z' }),
    ];
    expect(subset({ rules })?.labels).toEqual({ track: 'old' });
  });

  it('does not see a rule that is exported to others only', () => {
    const rule = named(
      'cart.shop.svc.cluster.local',
      { track: 'a' },
      { namespace: 'istio-system' },
    );
    const rules = [{ ...rule, spec: { ...fieldsOf(rule.spec), exportTo: ['.'] } }];
    expect(subset({ rules })?.resolved).toBe(false);
  });
});

describe('warnings', () => {
  const codes = (world: World) =>
    splits(storeWith({ virtualServices: [canary], ...world }))[0]?.warnings.map(({ code }) => code);

  it('tells of a subset that no rule defines', () => {
    expect(codes({ virtualServices: [cart({ route: [to('v1', 1), to('v3', 1)] })] })).toEqual([
      'dangling-target',
    ]);
  });

  it('tells of a host that the mesh does not know', () => {
    const elsewhere = cart({ route: [to('v1', 1), { destination: { host: 'gone' }, weight: 1 }] });
    expect(codes({ virtualServices: [elsewhere] })).toEqual(['dangling-target']);
  });

  it('does not call a host unknown when no service of its namespace can be read', () => {
    expect(codes({ services: [] })).toEqual([]);
  });

  it('tells of a subset without pods', () => {
    const rules = [destinationRule('cart', { ...VERSIONS, v2: { version: 'v9' } })];
    expect(codes({ rules })).toEqual(['empty-subset']);
  });

  it('tells of a port that has to be chosen', () => {
    const services = [
      service('cart', [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 90 },
      ]),
    ];
    expect(codes({ services })).toEqual(['port-needed', 'port-needed']);
  });

  it('tells of a route that is never reached', () => {
    const shadowed = cart(
      { route: [{ destination: { host: 'web' } }] },
      { route: [to('v1', 1), to('v2', 1)] },
    );
    expect(
      codes({ virtualServices: [shadowed], services: [service('cart'), service('web')] }),
    ).toEqual(['unreachable']);
  });

  it('tells of weights that are all 0', () => {
    const [split] = splits(
      storeWith({ virtualServices: [cart({ route: [to('v1', 0), to('v2')] })] }),
    );
    expect(split?.targets.map(({ share }) => share)).toEqual([null, null]);
    expect(split?.warnings.map(({ code }) => code)).toEqual(['all-zero']);
  });

  it('tells of another object for the same host, however it writes it', () => {
    const other = virtualService(
      'other',
      { hosts: ['cart.shop.svc.cluster.local'] },
      { namespace: 'web' },
    );
    expect(codes({ virtualServices: [canary, other] })).toEqual(['shared-host']);
  });

  it('does not mind another object for the same host at a gateway only', () => {
    const other = virtualService('other', { hosts: ['cart'], gateways: ['edge'] });
    expect(codes({ virtualServices: [canary, other] })).toEqual([]);
  });
});
