import { describe, expect, it } from 'vitest';
import { nodeId, type MeshNode } from '@/lib/domain/model';
import { placeOf, tracingServices } from '@/lib/mesh/istio/tracing';
import { workloadOfPodName } from '@/lib/mesh/workload-names';

interface SpanParts {
  readonly service?: string;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly process?: Readonly<Record<string, string>>;
}

function place({ service = 'cart.shop', kind = 'server', tags = {}, process = {} }: SpanParts) {
  return placeOf({
    service,
    operation: 'op',
    kind,
    tags: new Map(Object.entries(tags)),
    processTags: new Map(Object.entries(process)),
  });
}

const workload = (namespace: string, name: string) =>
  nodeId('Kubernetes', namespace, 'workload', name);

describe('placeOf', () => {
  it.each([
    {
      span: {
        tags: { node_id: 'sidecar~10.1.2.3~cart-v2-7d9f8b6c5-x2x4z.shop~shop.svc.cluster.local' },
      },
      node: workload('shop', 'cart-v2'),
      because: 'the proxy says which pod it is of',
    },
    {
      span: { tags: { node_id: 'router~10.1.2.3~edge-5d4f7c8b9f-abcde.istio-system~x' } },
      node: workload('istio-system', 'edge'),
      because: 'gateways do too',
    },
    {
      span: { tags: { node_id: 'sidecar~10.1.2.3~db.main-0.shop~x' } },
      node: workload('shop', 'db.main'),
      because: 'the namespace is after the last dot',
    },
    {
      span: { process: { hostname: 'cart-v1-7d9f8b6c5-x2x4z' } },
      node: workload('shop', 'cart-v1'),
      because: 'an application’s host name is its pod',
    },
    {
      span: {
        service: 'cart',
        process: { 'k8s.pod.name': 'cart-v1-7d9f8b6c5-x2x4z', 'k8s.namespace.name': 'shop' },
      },
      node: workload('shop', 'cart-v1'),
      because: 'OpenTelemetry names both',
    },
    {
      span: {},
      node: nodeId('Kubernetes', 'shop', 'app', 'cart'),
      because: 'the service name is all there is',
    },
    { span: { service: 'cart' }, node: null, because: 'the namespace is not known' },
    { span: { service: 'a.b.c' }, node: null, because: 'that is some host' },
    {
      span: { service: 'cart', tags: { node_id: 'sidecar~x' } },
      node: null,
      because: 'the proxy’s name is broken',
    },
    {
      span: {
        kind: 'client',
        tags: {
          node_id: 'waypoint~1~waypoint-6b7c-x.shop~x',
          'istio.source_workload': 'web',
          'istio.source_namespace': 'shop',
        },
      },
      node: workload('shop', 'web'),
      because: 'a waypoint speaks for the client',
    },
    {
      span: { tags: { 'istio.cluster_id': 'east' } },
      node: nodeId('east', 'shop', 'app', 'cart'),
      because: 'the cluster is named',
    },
  ])('puts a span at $node: $because', ({ span, node }) => {
    expect(place(span).node).toBe(node);
  });

  it.each([
    {
      tags: { upstream_cluster: 'outbound|9080|v2|reviews.shop.svc.cluster.local' },
      calls: { host: 'reviews.shop.svc.cluster.local', subset: 'v2' },
    },
    {
      tags: { 'upstream_cluster.name': 'outbound|443||api.example' },
      calls: { host: 'api.example' },
    },
    { tags: { upstream_cluster: 'inbound|9080||' }, calls: null },
    { tags: { upstream_cluster: 'PassthroughCluster' }, calls: null },
    { tags: {}, calls: null },
  ])('reads the call of $tags as $calls', ({ tags, calls }) => {
    expect(place({ tags }).calls).toEqual(calls);
  });
});

describe('workloadOfPodName', () => {
  it.each([
    ['cart-v2-7d9f8b6c5-x2x4z', 'cart-v2'],
    ['db-0', 'db'],
    ['db-12', 'db'],
    ['agent-x2x4z', 'agent'],
    ['plain', 'plain'],
  ])('reads %s as %s', (name, expected) => {
    expect(workloadOfPodName(name)).toBe(expected);
  });
});

describe('tracingServices', () => {
  const node: MeshNode = {
    id: workload('shop', 'cart-v1'),
    kind: 'workload',
    cluster: 'Kubernetes',
    namespace: 'shop',
    name: 'cart-v1',
    app: 'cart',
    meshes: ['istio'],
  };

  it('tries the app with its namespace first', () => {
    expect(tracingServices(node)).toEqual(['cart.shop', 'cart-v1.shop', 'cart', 'cart-v1']);
  });

  it('has no name for what is outside', () => {
    expect(tracingServices({ ...node, kind: 'external' })).toEqual([]);
  });
});
