import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { configurationOf } from '@/lib/mesh/istio/configuration';

const PLURALS: Readonly<Record<string, string>> = {
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
  ServiceEntry: 'serviceentries',
  Gateway: 'gateways',
  Sidecar: 'sidecars',
  PeerAuthentication: 'peerauthentications',
  AuthorizationPolicy: 'authorizationpolicies',
  RequestAuthentication: 'requestauthentications',
  Telemetry: 'telemetries',
  WasmPlugin: 'wasmplugins',
  Namespace: 'namespaces',
  Service: 'services',
};

function object(kind: string, where: string, spec: unknown): KubeObject {
  const [namespace = '', name = ''] = where.split('/');
  return { apiVersion: 'test/v1', kind, metadata: { namespace, name }, spec };
}

function storeOf(...objects: readonly KubeObject[]): ObjectStore {
  return {
    has: () => true,
    list: ({ plural }) => objects.filter(({ kind }) => PLURALS[kind] === plural),
  };
}

const CART: NodeFacts = {
  namespace: 'shop',
  services: ['cart'],
  podLabels: [{ app: 'cart', version: 'v1' }],
};

/** The names of what applies, each with why. */
function found(node: NodeFacts, ...objects: readonly KubeObject[]): Record<string, string> {
  const applied = configurationOf(node, storeOf(...objects));
  return Object.fromEntries(
    applied.map(({ object: { metadata }, because }) => [metadata.name, because]),
  );
}

describe('configurationOf', () => {
  it('finds routes to the node by their host, short, full or with a wildcard', () => {
    const route = (where: string, host: string) =>
      object('VirtualService', where, { hosts: [host] });
    expect(
      Object.keys(
        found(
          CART,
          route('shop/short', 'cart'),
          route('ops/full', 'cart.shop.svc.cluster.local'),
          route('ops/wild', '*.shop.svc.cluster.local'),
          route('ops/other-namespace', 'cart'),
          route('shop/other', 'pay'),
        ),
      ),
    ).toEqual(['short', 'full', 'wild']);
  });

  it('finds routes for other hosts that end at the node, and the gateways they name', () => {
    const route = object('VirtualService', 'shop/entry', {
      hosts: ['shop.example'],
      gateways: ['front', 'ingress/shared'],
      http: [{ route: [{ destination: { host: 'cart' } }] }],
    });
    const gateways = ['shop/front', 'ingress/shared', 'shop/other'].map((where) =>
      object('Gateway', where, {}),
    );
    expect(found(CART, route, ...gateways)).toEqual({
      entry: 'It sends calls for shop.example to cart.shop.svc.cluster.local.',
      front: 'The VirtualService entry names it.',
      shared: 'The VirtualService entry names it.',
    });
  });

  it('finds rules and entries for a host outside the cluster', () => {
    const cards: NodeFacts = {
      namespace: '',
      services: [],
      externalHost: 'api.cards.example',
      podLabels: [],
    };
    expect(
      Object.keys(
        found(
          cards,
          object('DestinationRule', 'shop/cards', { host: 'api.cards.example' }),
          object('ServiceEntry', 'shop/cards-entry', { hosts: ['*.cards.example'] }),
          object('PeerAuthentication', 'istio-system/default', {}),
        ),
      ),
    ).toEqual(['cards', 'cards-entry']);
  });

  it('finds policies by selector, namespace and mesh', () => {
    const policy = (where: string, labels?: Record<string, string>) =>
      object(
        'PeerAuthentication',
        where,
        labels === undefined ? {} : { selector: { matchLabels: labels } },
      );
    expect(
      found(
        CART,
        policy('istio-system/mesh'),
        policy('shop/namespace'),
        policy('shop/cart', { app: 'cart' }),
        policy('shop/pay', { app: 'pay' }),
        policy('bank/elsewhere'),
      ),
    ).toEqual({
      mesh: 'It applies to the whole mesh.',
      namespace: 'It applies to the namespace shop.',
      cart: 'It selects pods with app=cart.',
    });
  });

  it('names the one Sidecar that applies', () => {
    const mesh = object('Sidecar', 'istio-system/mesh', {});
    const namespace = object('Sidecar', 'shop/namespace', {});
    const cart = object('Sidecar', 'shop/cart', { workloadSelector: { labels: { app: 'cart' } } });
    expect(Object.keys(found(CART, mesh, namespace, cart))).toEqual(['cart']);
    expect(Object.keys(found(CART, mesh, namespace))).toEqual(['namespace']);
    expect(Object.keys(found(CART, mesh))).toEqual(['mesh']);
  });

  it.each([undefined, null, 'text', [], { hosts: 'cart', selector: 7 }, { hosts: [7, null] }])(
    'does not stumble over the spec %j',
    (spec) => {
      for (const kind of Object.keys(PLURALS)) {
        expect(() => found(CART, object(kind, 'shop/odd', spec))).not.toThrow();
      }
    },
  );
});
