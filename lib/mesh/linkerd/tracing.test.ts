import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/domain/model';
import { placeOf, tracingServices } from '@/lib/mesh/linkerd/tracing';
import { meshNode } from '@/lib/mesh/nodes';

type Tags = Readonly<Record<string, string>>;

const place = (kind: string, process: Tags, tags: Tags = {}) =>
  placeOf({
    service: 'linkerd-proxy',
    operation: '/list',
    kind,
    tags: new Map(Object.entries(tags)),
    processTags: new Map(Object.entries(process)),
  });

const CART = { 'linkerd.io/workload-ns': 'shop', 'linkerd.io/proxy-deployment': 'cart-v1' };
const workload = (name: string) => nodeId('Kubernetes', 'shop', 'workload', name);

describe('placeOf', () => {
  it.each([
    ['Deployment', CART, 'cart-v1'],
    [
      'StatefulSet',
      { 'linkerd.io/workload-ns': 'shop', 'linkerd.io/proxy-statefulset': 'db' },
      'db',
    ],
    ['Job', { 'linkerd.io/workload-ns': 'shop', 'linkerd.io/proxy-job': 'report' }, 'report'],
  ])('reads a %s from the labels of its pod', (_, process, name) => {
    expect(place('server', process)).toEqual({ node: workload(name), calls: null });
  });

  it.each([
    ['pay', 'pay.shop.svc.cluster.local'],
    ['pay.bank.svc.cluster.local', 'pay.bank.svc.cluster.local'],
    ['api.example', 'api.example'],
  ])('says that a client span to %s is for %s', (address, host) => {
    expect(place('client', CART, { 'server.address': address }).calls).toEqual({ host });
  });

  it('calls nobody from a server span, and nobody that is not named', () => {
    expect(place('server', CART, { 'server.address': 'cart' }).calls).toBeNull();
    expect(place('client', CART, { 'server.address': '' }).calls).toBeNull();
  });

  it.each([
    ['no namespace', { 'linkerd.io/proxy-deployment': 'cart' }],
    ['no workload', { 'linkerd.io/workload-ns': 'shop' }],
    ['nothing', {}],
  ])('knows no place with %s', (_, process) => {
    expect(place('client', process, { 'server.address': 'pay' })).toEqual({
      node: null,
      calls: null,
    });
  });
});

describe('tracingServices', () => {
  const node = (mesh: string, app?: string) =>
    meshNode(mesh, { namespace: 'shop', kind: 'workload', name: 'cart-v1' }, { app });

  it('are those of the application, then that of all proxies', () => {
    expect(tracingServices(node('linkerd', 'cart'))).toEqual([
      'cart',
      'cart-v1',
      'cart.shop',
      'cart-v1.shop',
      'linkerd-proxy',
    ]);
    expect(tracingServices(node('linkerd'))).toEqual(['cart-v1', 'cart-v1.shop', 'linkerd-proxy']);
  });

  it('leave the proxies out for what is in another mesh, and are none for what is outside', () => {
    expect(tracingServices(node('istio', 'cart'))).not.toContain('linkerd-proxy');
    const outside = { namespace: '', kind: 'external', name: 'api.example' } as const;
    expect(tracingServices(meshNode('linkerd', outside))).toEqual([]);
  });
});
