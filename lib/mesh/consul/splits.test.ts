import { describe, expect, it } from 'vitest';
import { PROXY_DEFAULTS } from '@/lib/mesh/consul/kinds';
import { splits } from '@/lib/mesh/consul/splits';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import {
  BY_VERSION,
  consulSplit,
  consulStore,
  defaults,
  entry,
  resolver,
  router,
  splitter,
  version,
  type ConsulWorld,
} from '@/lib/testing/consul-objects';
import { deployment, pod, service, storeOf } from '@/lib/testing/kube-objects';

const to = (serviceSubset: string, weight?: number) => ({
  serviceSubset,
  ...(weight === undefined ? {} : { weight }),
});
const CANARY = splitter('cart', [to('v1', 90), to('v2', 10)]);

const codesOf = (object = CANARY, world: ConsulWorld = {}) =>
  consulSplit(object, world).warnings.map(({ code }) => code);

describe('splits', () => {
  it('reads a splitter with everything its subsets lead to', () => {
    const split = consulSplit(CANARY);
    expect(split).toMatchObject({
      id: 'consul~shop~cart',
      mesh: 'consul',
      carrier: {
        group: 'consul.hashicorp.com',
        version: 'v1alpha1',
        kind: 'ServiceSplitter',
        plural: 'servicesplitters',
        namespace: 'shop',
        name: 'cart',
        path: '/spec/splits',
        resourceVersion: '41',
      },
      protocol: 'http',
      hosts: ['cart'],
      match: [],
      owner: { kind: 'hand' },
      warnings: [],
    });
    expect(split.targets).toEqual([
      {
        host: 'cart',
        subset: 'v1',
        fqdn: 'cart.shop.svc.cluster.local',
        weight: 90,
        share: 0.9,
        labels: {},
        version: 'v1',
        workloads: ['cart-v1'],
        resolved: true,
      },
      expect.objectContaining({ subset: 'v2', share: 0.1, workloads: ['cart-v2'] }),
    ]);
    expect(split.candidates.map(({ subset }) => subset)).toEqual(['v3']);
  });

  it.each([
    { elements: [to('v1', 90), to('v2', 10)], shares: [0.9, 0.1], because: 'percent' },
    {
      elements: [to('v1', 99.99), to('v2', 0.01)],
      shares: [0.9999, 0.0001],
      because: 'hundredths',
    },
    { elements: [to('v1', 100), to('v2')], shares: [1, 0], because: 'an absent weight is 0' },
    { elements: [to('v1', 100), to('v2', 0)], shares: [1, 0], because: '0 gets nothing' },
    { elements: [to('v1', 100)], shares: [1], because: 'it could be widened' },
  ])('reads $elements as $shares: $because', ({ elements, shares }) => {
    const { targets } = consulSplit(splitter('cart', elements));
    expect(targets.map(({ share }) => Number(share?.toFixed(6)))).toEqual(shares);
  });

  it.each([
    { elements: [{ service: 'cart', serviceSubset: 'v1', weight: 100 }], candidates: ['v2', 'v3'] },
    { elements: [to('v1', 50), to('v2', 25), to('v3', 25)], candidates: [] },
    { elements: [to('v1', 90), { service: 'other', weight: 10 }], candidates: ['v2', 'v3'] },
  ])('offers $candidates beside $elements', ({ elements, candidates }) => {
    const split = consulSplit(splitter('cart', elements));
    expect(split.candidates.map(({ subset }) => subset)).toEqual(candidates);
  });

  it('offers no subset beside a target that stands for all of them', () => {
    const found = splits(consulStore({ splitters: [splitter('cart', [{ weight: 100 }])] }));
    expect(found).toEqual([]);
  });

  it('takes the default subset for what a target without one means', () => {
    const object = splitter('cart', [{ weight: 100 }]);
    const byDefault = resolver('cart', BY_VERSION, { defaultSubset: 'v1' });
    const split = consulSplit(object, { resolvers: [byDefault] });
    expect(split.targets).toMatchObject([{ host: 'cart', workloads: ['cart-v1'], version: 'v1' }]);
    expect(split.targets[0]?.subset).toBeUndefined();
    expect(split.candidates.map(({ subset }) => subset)).toEqual(['v2', 'v3']);
  });

  it('tells services by their name, in another namespace too where there is one of that name', () => {
    const world = {
      resolvers: [],
      services: [service('cart'), service('cart-next', [], 'next')],
      deployments: [version('v1'), version('v9', 'next', 'cart-next')],
    };
    const elements = [{ weight: 80 }, { service: 'cart-next', weight: 20 }];
    expect(consulSplit(splitter('cart', elements), world).targets).toMatchObject([
      { host: 'cart', fqdn: 'cart.shop.svc.cluster.local', workloads: ['cart-v1'] },
      {
        host: 'cart-next',
        fqdn: 'cart-next.next.svc.cluster.local',
        workloads: ['cart-next-v9'],
        version: 'v9',
      },
    ]);
  });

  it('prefers the own namespace where several have a service of a name', () => {
    const world = { services: [service('cart', [], 'other'), service('cart')] };
    expect(consulSplit(CANARY, world).targets[0]?.fqdn).toBe('cart.shop.svc.cluster.local');
  });

  it.each([
    ['http', 'http'],
    ['http2', 'http'],
    ['grpc', 'grpc'],
    ['tcp', 'tcp'],
  ])('takes a service that is %s for %s', (protocol, expected) => {
    expect(consulSplit(CANARY, { defaults: [defaults('cart', protocol)] }).protocol).toBe(expected);
  });

  it('takes the protocol of all services where one does not say, and TCP where nobody does', () => {
    const global = entry(PROXY_DEFAULTS, 'global', { config: { protocol: 'grpc' } });
    expect(consulSplit(CANARY, { defaults: [], proxyDefaults: [global] }).protocol).toBe('grpc');
    expect(consulSplit(CANARY, { defaults: [] }).protocol).toBe('tcp');
  });

  it('names owners', () => {
    const byArgo = splitter('cart', [to('v1', 90), to('v2', 10)], {
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:consul/ServiceSplitter:shop/cart' },
    });
    expect(consulSplit(byArgo).owner.kind).toBe('argo-cd');
  });

  it.each([null, {}, [], 'text', { splits: 'text' }, { splits: [null, 7] }, { splits: [{}] }])(
    'survives the spec %j',
    (spec) => {
      const object = entry(SERVICE_SPLITTER, 'cart', spec);
      expect(() => splits(consulStore({ splitters: [object] }))).not.toThrow();
    },
  );
});

describe('the router before a splitter', () => {
  const header = { http: { header: [{ name: 'x-canary', exact: 'true' }] } };
  const elsewhere = { service: 'other' };

  it.each([
    { routes: [{ match: header, destination: elsewhere }], match: [], code: undefined },
    { routes: [{ match: header }], match: [], code: undefined },
    {
      routes: [{ match: header }, { destination: elsewhere }],
      match: ['header x-canary is true'],
      code: undefined,
    },
    {
      routes: [{ match: { http: { pathPrefix: '/' } }, destination: elsewhere }],
      match: [],
      code: 'unreachable',
    },
    { routes: [{ destination: { serviceSubset: 'v2' } }], match: [], code: 'unreachable' },
    {
      routes: [{ match: header, destination: { serviceSubset: 'v2' } }],
      match: [],
      code: 'shared-telemetry',
    },
    {
      routes: [{ destination: elsewhere }, { match: header, destination: { serviceSubset: 'v2' } }],
      match: [],
      code: 'unreachable',
    },
    { routes: [{ destination: { service: 'cart' } }], match: [], code: undefined },
    { routes: [{ destination: { namespace: 'b' } }], match: [], code: 'unreachable' },
  ])('$routes gives $match, warning $code', ({ routes, match, code }) => {
    const split = consulSplit(CANARY, { routers: [router('cart', ...routes)] });
    expect(split.match).toEqual(match);
    expect(split.warnings[0]?.code).toBe(code);
  });
});

describe('warnings', () => {
  it.each([
    { because: 'the service is TCP', world: { defaults: [] }, codes: ['not-http'] },
    {
      because: 'a subset is not defined',
      world: { resolvers: [resolver('cart', { v1: BY_VERSION.v1 })] },
      codes: ['dangling-target'],
    },
    {
      because: 'no pod is of a subset',
      world: { deployments: [version('v1')] },
      codes: ['empty-subset'],
    },
    {
      because: 'a filter asks for what is not known',
      world: {
        resolvers: [resolver('cart', { v1: BY_VERSION.v1, v2: 'Node.Datacenter == dc2' })],
      },
      codes: ['empty-subset'],
    },
    {
      because: 'requests are sent on',
      world: {
        resolvers: [resolver('cart', BY_VERSION, { redirect: { service: 'cart', peer: 'alpha' } })],
      },
      codes: ['redirected', 'redirected'],
    },
  ])('say that $because', ({ world, codes }) => {
    expect(codesOf(CANARY, world)).toEqual(codes);
  });

  it.each([
    { elements: [to('v1', 90), to('v2', 5)], code: 'refused-weights' },
    { elements: [to('v1', 50.01), to('v2', 25), to('v3', 24.99)], code: 'refused-weights' },
    { elements: [to('v1', 90), { service: 'nowhere', weight: 10 }], code: 'dangling-target' },
    { elements: [to('v1', 90), { namespace: 'eu', weight: 10 }], code: 'elsewhere' },
    { elements: [to('v1', 90), { partition: 'eu', weight: 10 }], code: 'elsewhere' },
  ])('of $elements is $code', ({ elements, code }) => {
    expect(codesOf(splitter('cart', elements))).toContain(code);
  });

  it('say where Consul has not taken the object', () => {
    const status = {
      conditions: [
        { type: 'Synced', status: 'False', reason: 'ConsulAgentError', message: 'not http' },
      ],
    };
    const [first] = consulSplit({ ...CANARY, status }).warnings;
    expect(first?.code).toBe('not-synced');
    expect(first?.message).toContain('ConsulAgentError: not http');
    const synced = { conditions: [{ type: 'Synced', status: 'True' }] };
    expect(codesOf({ ...CANARY, status: synced })).toEqual([]);
  });

  it('say where a target is shared out again', () => {
    const other = splitter('next', [
      { serviceSubset: 'a', weight: 50 },
      { serviceSubset: 'b', weight: 50 },
    ]);
    const object = splitter('cart', [to('v1', 90), { service: 'next', weight: 10 }]);
    const found = splits(
      consulStore({ splitters: [object, other], services: [service('cart'), service('next')] }),
    );
    const own = found.find(({ carrier }) => carrier.name === 'cart');
    expect(own?.warnings.map(({ code }) => code)).toEqual(['split-again']);
  });

  it('do not speak of what may not be read', () => {
    const store = storeOf([SERVICE_SPLITTER, [CANARY]], [SERVICES, []]);
    const [split] = splits(store);
    expect(split).toMatchObject({ protocol: 'http', warnings: [] });
    expect(split?.targets.every(({ resolved }) => resolved)).toBe(true);
  });
});

describe('the pods of a subset', () => {
  it('are told by annotations of pods where the Deployment has none', () => {
    const annotated = {
      ...pod('cart-v2-7d9f8b6c5-x2x4z', { labels: { app: 'cart', version: 'v2' } }),
    };
    const metadata = {
      ...annotated.metadata,
      annotations: { 'consul.hashicorp.com/service-meta-version': 'v2' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-v2-7d9f8b6c5', controller: true }],
    };
    const world = {
      deployments: [version('v1'), deployment('cart-v2', { app: 'cart', version: 'v2' })],
      pods: [{ ...annotated, metadata }],
    };
    expect(consulSplit(CANARY, world).targets[1]).toMatchObject({ workloads: ['cart-v2'] });
  });

  it('are told by tags', () => {
    const tagged = (name: string, tags: string) => {
      const labels = { app: 'cart' };
      const annotations = { 'consul.hashicorp.com/service-tags': tags };
      const spec = { template: { metadata: { labels, annotations } } };
      return { ...deployment(name, labels), spec };
    };
    const world = {
      resolvers: [resolver('cart', { v1: '"old" in Service.Tags', v2: '"new" in Service.Tags' })],
      deployments: [tagged('cart-a', 'old,x'), tagged('cart-b', 'new\\,er, new')],
    };
    const { targets } = consulSplit(CANARY, world);
    expect(targets.map(({ workloads }) => workloads)).toEqual([['cart-a'], ['cart-b']]);
  });
});
