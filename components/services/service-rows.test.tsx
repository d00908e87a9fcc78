import { describe, expect, it } from 'vitest';
import { trafficOf } from '@/components/services/node-traffic';
import { filterRows, serviceRows } from '@/components/services/service-rows';
import { aGraph, aNode, anEdge } from '@/lib/testing/graph-fixture';

const web = aNode('web', 'shop', { kind: 'service' });
const cart = aNode('cart', 'shop', { kind: 'service' });
const ledger = aNode('ledger', 'bank', { kind: 'service', requestRate: 0, errorRatio: null });
const cards = aNode('api.cards.example', '', { kind: 'external' });
const graph = aGraph(
  [web, cart, ledger, cards],
  [
    anEdge(web, cart, { requestRate: 30, p95Ms: 40, mtlsShare: 1 }),
    anEdge(ledger, cart, { requestRate: 10, p95Ms: 90, mtlsShare: 0.2 }),
    anEdge(cart, cards),
  ],
);

describe('serviceRows', () => {
  it('lists services and workloads, not the outside world', () => {
    const names = serviceRows(graph, undefined, []).map(({ node }) => node.name);
    expect(names).toEqual(['web', 'cart', 'ledger']);
  });

  it('leaves out neighbours from namespaces that were not asked for', () => {
    const names = serviceRows(graph, undefined, ['bank']).map(({ node }) => node.name);
    expect(names).toEqual(['ledger']);
  });

  it('takes the slowest caller, and weighs mutual TLS by requests', () => {
    const row = serviceRows(graph, undefined, []).find(({ node }) => node === cart);
    expect(row).toMatchObject({ p95Ms: 90, mtlsShare: (30 + 2) / 40 });
  });

  it('does not make up what nobody measured', () => {
    const row = serviceRows(graph, undefined, []).find(({ node }) => node === web);
    expect(row).toMatchObject({ p95Ms: undefined, mtlsShare: undefined, versions: [] });
  });

  it('learns the versions behind a service from the workloads that answered', () => {
    const [v1, v2] = [
      aNode('cart-v1', 'shop', { version: 'v1' }),
      aNode('cart-v2', 'shop', { version: 'v2' }),
    ];
    const hosts = ['cart.shop.svc.cluster.local'];
    const workloads = aGraph([v1, v2], [anEdge(v1, v2, { hosts }), anEdge(v2, v1, { hosts })]);
    const row = serviceRows(graph, workloads, []).find(({ node }) => node === cart);
    expect(row?.versions).toEqual(['v1', 'v2']);
  });
});

describe('filterRows', () => {
  const rows = serviceRows(graph, undefined, []);

  it('finds by name and by namespace', () => {
    expect(filterRows(rows, { show: 'all', search: 'CAR' }).map(({ node }) => node)).toEqual([
      cart,
    ]);
    expect(filterRows(rows, { show: 'all', search: 'bank/' }).map(({ node }) => node)).toEqual([
      ledger,
    ]);
  });

  it('can show only what has traffic, or only what is in trouble', () => {
    expect(filterRows(rows, { show: 'traffic', search: '' })).toHaveLength(2);
    expect(filterRows(rows, { show: 'trouble', search: '' })).toEqual([]);
  });
});

describe('trafficOf', () => {
  it('gives who calls a node and whom it calls, busiest first', () => {
    const traffic = trafficOf(graph, cart.id);
    expect(traffic.node).toBe(cart);
    expect(traffic.inbound.map(({ node }) => node)).toEqual([web, ledger]);
    expect(traffic.outbound.map(({ id }) => id)).toEqual([cards.id]);
  });

  it('is empty for a node that the graph has not got', () => {
    expect(trafficOf(graph, 'east/shop/service/gone')).toEqual({
      node: undefined,
      inbound: [],
      outbound: [],
    });
  });
});
