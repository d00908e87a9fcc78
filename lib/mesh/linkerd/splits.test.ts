import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { DEPLOYMENTS, SERVICES } from '@/lib/mesh/core-kinds';
import { splits } from '@/lib/mesh/linkerd/splits';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { deployment, storeOf } from '@/lib/testing/kube-objects';
import {
  CARRIERS,
  CART,
  linkerdStore,
  NUMBER_SPLIT,
  PROFILE,
  QUANTITY_SPLIT,
  ROUTE,
  splitOf,
} from '@/lib/testing/linkerd-carriers';
import { backend, routeObject, serviceWith, toService } from '@/lib/testing/routes';

describe.each(CARRIERS)('the split of a $title', (carrier) => {
  const object = carrier.object([
    ['v1', 9],
    ['v2', 1],
  ]);

  it('has everything that its targets lead to', () => {
    const split = splitOf(object);
    expect(split).toMatchObject({
      mesh: 'linkerd',
      protocol: 'http',
      match: [],
      owner: { kind: 'hand' },
      carrier: { kind: carrier.kind, namespace: 'shop', path: carrier.path, resourceVersion: '41' },
    });
    expect(split.id).toMatch(/^linkerd~[a-z]+~shop~cart[a-z.]*(?:~1)?$/);
    expect(split.targets).toEqual(
      ['v1', 'v2'].map((version, i) => ({
        ...carrier.ref(version),
        fqdn: `cart-${version}.shop.svc.cluster.local`,
        weight: [9, 1][i],
        share: [0.9, 0.1][i],
        labels: { app: 'cart', version },
        version,
        workloads: [`cart-${version}`],
        resolved: true,
      })),
    );
  });

  it('has one id however the weights change', () => {
    expect(
      splitOf(
        carrier.object([
          ['v1', 1],
          ['v2', 1],
        ]),
      ).id,
    ).toBe(splitOf(object).id);
  });

  it('names a target that does not exist', () => {
    const split = splitOf(
      carrier.object([
        ['v1', 9],
        ['v9', 1],
      ]),
    );
    expect(split.targets[1]).toMatchObject({ resolved: false, workloads: [], share: 0.1 });
    expect(split.warnings.map(({ code }) => code)).toContain('dangling-target');
  });

  it('says who else writes the object', () => {
    const labels = { 'argocd.argoproj.io/instance': 'shop' };
    const owned = { ...object, metadata: { ...object.metadata, labels } };
    expect(splitOf(owned).owner).toMatchObject({ kind: 'argo-cd', name: 'shop' });
  });

  it.each([
    { weights: [9, 1], shares: [0.9, 0.1] },
    { weights: [1, 1], shares: [0.5, 0.5] },
    { weights: [1, 0], shares: [1, 0] },
    { weights: [300, 100], shares: [0.75, 0.25] },
  ])('reads $weights as $shares', ({ weights: [first, second], shares }) => {
    const split = splitOf(
      carrier.object([
        ['v1', first],
        ['v2', second],
      ]),
    );
    expect(split.targets.map(({ share }) => share)).toEqual(shares);
  });

  it('sends nothing anywhere when all weights are 0, and says so', () => {
    const split = splitOf(
      carrier.object([
        ['v1', 0],
        ['v2', 0],
      ]),
    );
    expect(split.targets.map(({ share }) => share)).toEqual([null, null]);
    expect(split.warnings.map(({ code }) => code)).toContain('all-zero');
  });

  it('is none without targets', () => {
    const empty = carrier.object([]);
    const found = splits(linkerdStore(empty)).filter(
      ({ carrier: { path } }) => path === carrier.path,
    );
    expect(found).toEqual([]);
  });
});

describe('weights as they are written', () => {
  it.each([
    { carrier: QUANTITY_SPLIT, weights: ['900m', '100m'], read: [0.9, 0.1], shares: [0.9, 0.1] },
    { carrier: QUANTITY_SPLIT, weights: [1, '500m'], read: [1, 0.5], shares: [2 / 3, 1 / 3] },
    { carrier: QUANTITY_SPLIT, weights: ['1k', '0'], read: [1000, 0], shares: [1, 0] },
    { carrier: QUANTITY_SPLIT, weights: ['many', 1], read: [null, 1], shares: [0, 1] },
    { carrier: QUANTITY_SPLIT, weights: [undefined, 1], read: [null, 1], shares: [0, 1] },
    { carrier: QUANTITY_SPLIT, weights: ['-1', 1], read: [-1, 1], shares: [0, 1] },
    { carrier: NUMBER_SPLIT, weights: [0.9, 0.1], read: [0.9, 0.1], shares: [0.9, 0.1] },
    { carrier: NUMBER_SPLIT, weights: [90, 10], read: [90, 10], shares: [0.9, 0.1] },
    { carrier: PROFILE, weights: ['900m', '100m'], read: [0.9, 0.1], shares: [0.9, 0.1] },
    { carrier: PROFILE, weights: [3, '1'], read: [3, 1], shares: [0.75, 0.25] },
    { carrier: PROFILE, weights: ['1m', '1u'], read: [0.001, 0.001], shares: [0.5, 0.5] },
    { carrier: ROUTE, weights: [undefined, undefined], read: [null, null], shares: [0.5, 0.5] },
    { carrier: ROUTE, weights: [undefined, 3], read: [null, 3], shares: [0.25, 0.75] },
    { carrier: ROUTE, weights: [0, 3], read: [0, 3], shares: [0, 1] },
  ])('$weights in a $carrier.title are $read', ({ carrier, weights, read, shares }) => {
    const split = splitOf(
      carrier.object([
        ['v1', weights[0]],
        ['v2', weights[1]],
      ]),
    );
    expect(split.targets.map(({ weight }) => weight)).toEqual(read);
    expect(split.targets.map(({ share }) => share)).toEqual(shares);
  });

  it.each([
    { carrier: ROUTE, share: 1, because: 'the proxy does not look at the weight of an only one' },
    { carrier: QUANTITY_SPLIT, share: null, because: 'it is left out' },
    { carrier: PROFILE, share: null, because: 'it is left out' },
  ])('a lone 0 in a $carrier.title gets $share: $because', ({ carrier, share }) => {
    expect(splitOf(carrier.object([['v1', 0]])).targets[0]?.share).toBe(share);
  });
});

describe('who obeys', () => {
  const elsewhere = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, namespace: 'web' },
  });

  it.each([
    [
      'a route',
      ROUTE.object([], {
        parentRefs: [toService('cart', { namespace: 'shop' })],
        rules: [
          {},
          {
            backendRefs: [
              backend('cart-v1', 9, { namespace: 'shop' }),
              backend('cart-v2', 1, { namespace: 'shop' }),
            ],
          },
        ],
      }),
      'cart.shop',
    ],
    [
      'a profile',
      PROFILE.object([
        ['v1', 9],
        ['v2', 1],
      ]),
      CART,
    ],
  ])('the callers of one namespace only, when %s is not beside its service', (_, object, host) => {
    const split = splitOf(elsewhere(object));
    expect(split.match).toEqual(['caller is in namespace web']);
    expect(split.hosts).toEqual([host]);
    expect(split.targets.map(({ workloads }) => workloads)).toEqual([['cart-v1'], ['cart-v2']]);
  });

  it('nobody, where a route is attached to a Server or a Gateway', () => {
    const parentRefs = [
      { group: 'policy.linkerd.io', kind: 'Server', name: 'cart' },
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'cart' },
    ];
    expect(
      splits(
        linkerdStore(
          ROUTE.object(
            [
              ['v1', 1],
              ['v2', 1],
            ],
            { parentRefs },
          ),
        ),
      ),
    ).toEqual([]);
  });

  it('everybody, whatever the version of the route', () => {
    const old = {
      ...ROUTE.object([
        ['v1', 1],
        ['v2', 1],
      ]),
      apiVersion: 'policy.linkerd.io/v1alpha1',
    };
    expect(splitOf(old).carrier.version).toBe('v1alpha1');
  });
});

describe('protocols', () => {
  const of = (appProtocol: string, object: KubeObject) => {
    const service = (name: string) => {
      const plain = serviceWith(name, { app: 'cart' });
      return { ...plain, spec: { selector: { app: 'cart' }, ports: [{ port: 80, appProtocol }] } };
    };
    const services = ['cart', 'cart-v1', 'cart-v2'].map(service);
    const kind = [POLICY_ROUTE, TRAFFIC_SPLIT, SERVICE_PROFILE].find(
      (each) => each.kind === object.kind,
    );
    const store = storeOf(
      [SERVICES, services],
      [DEPLOYMENTS, [deployment('cart-v1', { app: 'cart' })]],
      [kind ?? POLICY_ROUTE, [object]],
    );
    return splits(store)
      .map(({ protocol }) => protocol)
      .at(-1);
  };
  const weights = [
    ['v1', 9],
    ['v2', 1],
  ] as const;

  it.each([
    ['grpc', ROUTE.object(weights), 'grpc'],
    ['tcp', ROUTE.object(weights), 'http'],
    ['grpc', QUANTITY_SPLIT.object(weights), 'grpc'],
    ['tcp', QUANTITY_SPLIT.object(weights), 'tcp'],
    ['http', PROFILE.object(weights), 'http'],
    ['tcp', PROFILE.object(weights), 'tcp'],
  ] as const)('a port of %s makes it %#', (appProtocol, object, protocol) => {
    expect(of(appProtocol, object)).toBe(protocol);
  });
});

describe('an authority', () => {
  it.each([
    ['cart-v1.shop.svc.cluster.local:80', { host: 'cart-v1.shop.svc.cluster.local', port: 80 }],
    ['cart-v1.shop.svc.cluster.local', { host: 'cart-v1.shop.svc.cluster.local' }],
    ['cart-v1.shop.svc.cluster.local.:80', { host: 'cart-v1.shop.svc.cluster.local', port: 80 }],
  ])('%s is a service', (authority, ref) => {
    const dstOverrides = [
      { authority, weight: 1 },
      { authority: 'b.example:443', weight: 1 },
    ];
    const [target, outside] = splitOf(PROFILE.object([], { dstOverrides })).targets;
    expect(target).toMatchObject({ ...ref, workloads: ['cart-v1'], resolved: true });
    expect(outside).toMatchObject({
      host: 'b.example',
      port: 443,
      fqdn: 'b.example',
      resolved: true,
    });
  });
});

it('reads a hostile object as far as it goes', () => {
  const odd = [
    routeObject(POLICY_ROUTE, 'a', { parentRefs: 7, rules: 'x' }),
    routeObject(POLICY_ROUTE, 'b', {
      parentRefs: [toService('cart')],
      rules: [null, { backendRefs: [null, 3] }],
    }),
    routeObject(TRAFFIC_SPLIT, 'c', { service: 5, backends: [{}, { weight: {} }] }),
    routeObject(SERVICE_PROFILE, 'd', { dstOverrides: [{ authority: 1 }, 'x'] }),
    routeObject(SERVICE_PROFILE, 'e', null),
  ];
  for (const { targets } of splits(linkerdStore(...odd))) expect(targets.length).toBeGreaterThan(1);
});
