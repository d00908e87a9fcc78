import { describe, expect, it } from 'vitest';
import type { SpanFacts } from '@/lib/domain/span-facts';
import { placeOf, tracingServices } from '@/lib/mesh/consul/tracing';
import { knownNodes } from '@/lib/mesh/known-nodes';
import { meshNode } from '@/lib/mesh/nodes';

const node = (namespace: string, name: string, app: string) =>
  meshNode('consul', { namespace, kind: 'workload', name }, { app });

const LEDGER = node('billing', 'ledger', 'ledger');
const INVOICES = node('billing', 'invoices-v2', 'invoices');
const NODES = knownNodes([LEDGER, INVOICES, node('a', 'twin', 'twin'), node('b', 'twin', 'twin')]);

function span(service: string, tags: Readonly<Record<string, string>>): SpanFacts {
  return {
    service,
    operation: 'x',
    kind: 'client',
    tags: new Map(Object.entries(tags)),
    processTags: new Map(),
  };
}

describe('the node of a span', () => {
  it.each([
    ['invoices', { node_id: 'invoices-v2-7d9f8b6c5-x2x4z-invoices-sidecar-proxy' }, INVOICES.id],
    ['ledger', { node_id: 'ledger-7d9f8b6c5-x2x4z-ledger-sidecar-proxy' }, LEDGER.id],
    ['ledger', { hostname: 'ledger-7d9f8b6c5-x2x4z' }, LEDGER.id],
    ['ledger', { node_id: 'ledger-7d9f8b6c5-x2x4z-other-sidecar-proxy' }, null],
    ['twin', { node_id: 'twin-7d9f8b6c5-x2x4z-twin-sidecar-proxy' }, null],
    ['web', { node_id: 'web-7d9f8b6c5-x2x4z-web-sidecar-proxy' }, null],
    ['ledger', {}, null],
  ])('of %s with %j is %s', (service, tags, expected) => {
    expect(placeOf(span(service, tags), NODES).node).toBe(expected);
  });
});

describe('whom a span calls', () => {
  const trust = '11111111-2222-3333-4444-555555555555.consul';
  it.each([
    [`ledger.default.dc1.internal.${trust}`, { host: 'ledger.billing.svc.cluster.local' }],
    [
      `v2.invoices.default.dc1.internal.${trust}`,
      { host: 'invoices.billing.svc.cluster.local', subset: 'v2' },
    ],
    [
      `v2.invoices.default.eu.dc1.internal-v1.${trust}`,
      { host: 'invoices.billing.svc.cluster.local', subset: 'v2' },
    ],
    [`ledger.default.eu.dc1.internal-v1.${trust}`, { host: 'ledger.billing.svc.cluster.local' }],
    [`a1b2~ledger.default.dc1.internal.${trust}`, { host: 'ledger.billing.svc.cluster.local' }],
    [`tax.default.dc1.internal.${trust}`, { host: 'tax.virtual.consul' }],
    ['local_app', null],
    ['outbound|80||cart.shop.svc.cluster.local', null],
    ['', null],
  ])('by %s is %j', (cluster, calls) => {
    expect(placeOf(span('x', { upstream_cluster: cluster }), NODES).calls).toEqual(calls);
  });
});

describe('the names to search for', () => {
  it('are the service before the workload, and none of hosts outside', () => {
    expect(tracingServices(INVOICES)).toEqual(['invoices', 'invoices-v2']);
    expect(tracingServices(LEDGER)).toEqual(['ledger']);
    expect(
      tracingServices(meshNode('consul', { namespace: '', kind: 'external', name: 'x' })),
    ).toEqual([]);
  });
});
