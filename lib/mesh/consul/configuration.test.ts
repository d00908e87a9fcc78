import { describe, expect, it } from 'vitest';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { configurationOf } from '@/lib/mesh/consul/configuration';
import { MESH, PROXY_DEFAULTS, SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import {
  BY_VERSION,
  consulStore,
  defaults,
  entry,
  resolver,
  router,
  splitter,
  type ConsulWorld,
} from '@/lib/testing/consul-objects';
import { service } from '@/lib/testing/kube-objects';

const CART: NodeFacts = {
  namespace: 'shop',
  services: ['cart'],
  podLabels: [{ app: 'cart', 'consul.hashicorp.com/connect-inject-status': 'injected' }],
};

const reasons = (world: ConsulWorld, node = CART) =>
  configurationOf(node, consulStore({ resolvers: [], defaults: [], ...world })).map(
    ({ object, because }) => `${object.kind} ${object.metadata.name}: ${because}`,
  );

describe('configurationOf', () => {
  it('finds what is called like the service', () => {
    expect(
      reasons({
        splitters: [splitter('cart', []), splitter('other', [])],
        routers: [router('cart')],
        resolvers: [resolver('cart', BY_VERSION)],
        defaults: [defaults('cart', 'http'), defaults('web', 'http')],
      }),
    ).toEqual([
      'ServiceRouter cart: It routes requests for cart.',
      'ServiceSplitter cart: It shares out requests for cart.',
      'ServiceResolver cart: It says which instances answer for cart.',
      'ServiceDefaults cart: It sets the protocol and limits of cart.',
    ]);
  });

  it('finds what leads to it, and what speaks of it', () => {
    const intentions = [
      entry(SERVICE_INTENTIONS, 'cart', { destination: { name: 'cart' } }),
      entry(SERVICE_INTENTIONS, 'all', { destination: { name: '*' } }),
      entry(SERVICE_INTENTIONS, 'pay', {
        destination: { name: 'pay' },
        sources: [{ name: 'cart' }],
      }),
      entry(SERVICE_INTENTIONS, 'web', {
        destination: { name: 'web' },
        sources: [{ name: 'pay' }],
      }),
    ];
    expect(
      reasons({
        splitters: [splitter('web', [{ service: 'cart', weight: 100 }])],
        routers: [router('web', { destination: { service: 'cart' } })],
        intentions,
      }),
    ).toEqual([
      'ServiceRouter web: It leads requests for web to cart.',
      'ServiceSplitter web: It leads requests for web to cart.',
      'ServiceIntentions cart: It says who may call cart.',
      'ServiceIntentions all: It says who may call any service.',
      'ServiceIntentions pay: It says whether cart may call pay.',
    ]);
  });

  it('finds what holds for the whole mesh, for those in it', () => {
    const world = { proxyDefaults: [entry(PROXY_DEFAULTS, 'global', {})] };
    expect(reasons(world)).toEqual(['ProxyDefaults global: It applies to the whole mesh.']);
    expect(reasons(world, { ...CART, podLabels: [{ app: 'cart' }] })).toEqual([]);
    expect(MESH.plural).toBe('meshes');
  });

  it('leaves the entry of a service of the same name in another namespace to that', () => {
    const world = {
      defaults: [{ ...defaults('cart', 'grpc'), metadata: { name: 'cart', namespace: 'other' } }],
    };
    expect(reasons({ ...world, services: [service('cart', [], 'other')] })).toEqual([]);
    expect(reasons(world)).toHaveLength(1);
  });
});
