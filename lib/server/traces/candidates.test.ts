import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/domain/model';
import { behindServices, type BehindFacts } from '@/lib/server/traces/behind';
import { knownNames, namesOfEdge, namesOfNode } from '@/lib/server/traces/candidates';
import { call, fakeMesh, workload } from '@/lib/server/testing/fake-mesh';
import { pod, service, storeOf } from '@/lib/testing/kube-objects';

/** A mesh that names nodes by their app, as proxies do, then by their name. */
const mesh = {
  ...fakeMesh({ nodes: [], edges: [] }),
  tracingServices: ({
    app,
    name,
    namespace,
  }: {
    app?: string | undefined;
    name: string;
    namespace: string;
  }) => [`${app ?? name}.${namespace}`, name],
};

const cart = workload('shop', 'cart-v2', { app: 'basket' });
const pay = workload('shop', 'pay');
const cartService = nodeId('c1', 'shop', 'service', 'cart');
const NOTHING: BehindFacts = { nodes: [], edges: [], objects: null };

function named(id: string, facts: Partial<BehindFacts> = {}) {
  const all = { ...NOTHING, ...facts };
  return namesOfNode(id, { nodes: all.nodes, meshes: [mesh], behind: behindServices(all) });
}

describe('the names to search for', () => {
  it('are those of the node, with what telemetry knows of it', () => {
    expect(named(cart.id, { nodes: [cart] })).toEqual([['basket.shop', 'cart-v2']]);
    expect(named('nonsense')).toEqual([]);
  });

  it('of a service are also those of the workloads that its selector finds', () => {
    const labels = { app: 'cart', 'service.istio.io/canonical-name': 'basket' };
    const ownerReferences = [{ kind: 'ReplicaSet', name: 'cart-v2-7d9f8b6c5', controller: true }];
    const objects = storeOf(
      [{ group: '', plural: 'services' }, [service('cart'), service('other')]],
      [
        { group: '', plural: 'pods' },
        [
          pod('cart-v2-7d9f8b6c5-x2x4z', { labels, ownerReferences }),
          pod('cart-v2-7d9f8b6c5-bcdfg', { labels, ownerReferences }),
          pod('mail-5d4f8b6c5-x2x4z', { labels: { app: 'mail' } }),
        ],
      ],
    );
    const [own, ...behind] = named(cartService, { objects });
    expect(own).toEqual(['cart.shop', 'cart']);
    expect(behind.map(([likeliest]) => likeliest)).toEqual(['basket.shop']);
  });

  it('of a service are also those of the workloads that telemetry saw answer for it', () => {
    const edges = [{ ...call(pay, cart), hosts: ['cart.shop.svc.cluster.local'] }];
    expect(named(cartService, { nodes: [cart, pay], edges })).toEqual([
      ['cart.shop', 'cart'],
      ['basket.shop', 'cart-v2'],
    ]);
  });

  it('are not those of a service whose name only begins alike', () => {
    const edges = [{ ...call(pay, cart), hosts: ['cart.shopping.svc.cluster.local'] }];
    expect(named(cartService, { nodes: [cart, pay], edges })).toEqual([['cart.shop', 'cart']]);
  });

  it('of a call are those of its target, and apart from them those of its source', () => {
    const facts = { nodes: [cart, pay], meshes: [mesh], behind: () => [] };
    expect(namesOfEdge(`${cart.id}>${pay.id}>http`, facts)).toEqual({
      target: [['pay.shop', 'pay']],
      source: [['basket.shop', 'cart-v2']],
    });
  });

  it('are the likeliest that the store knows of each thing, once, and not too many', () => {
    const known = new Set(['b', 'c', 'd', 'e', 'f', 'g']);
    const isKnown = (name: string) => known.has(name);
    expect(knownNames([['a', 'b', 'c'], ['b'], ['x'], ['c']], isKnown)).toEqual(['b', 'c']);
    expect(knownNames([['b'], ['c'], ['d'], ['e'], ['f'], ['g']], isKnown)).toHaveLength(4);
  });
});
