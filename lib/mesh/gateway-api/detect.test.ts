import { describe, expect, it } from 'vitest';
import { configurationOf } from '@/lib/mesh/gateway-api/configuration';
import { detect } from '@/lib/mesh/gateway-api/detect';
import { GATEWAY, GATEWAY_CLASS, HTTP_ROUTE, TCP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { storeOf } from '@/lib/testing/kube-objects';
import { backend, routeObject, toService } from '@/lib/testing/routes';

const inside = routeObject(HTTP_ROUTE, 'in', {
  parentRefs: [toService('cart')],
  rules: [{ backendRefs: [backend('cart-v1', 1)] }],
});
const outside = routeObject(HTTP_ROUTE, 'out', {
  parentRefs: [{ name: 'edge' }],
  rules: [{ backendRefs: [backend('cart', 1)] }],
});
const gatewayClass = routeObject(GATEWAY_CLASS, 'example', { controllerName: 'example.com/gw' });
const store = storeOf(
  [HTTP_ROUTE, [inside, outside]],
  [TCP_ROUTE, []],
  [GATEWAY_CLASS, [gatewayClass]],
  [GATEWAY, [routeObject(GATEWAY, 'edge', {}), routeObject(GATEWAY, 'unused', {})]],
);

describe('Gateway API in a cluster', () => {
  it('is found by its definitions, classes and routes', () => {
    expect(detect(store)).toMatchObject({
      present: true,
      evidence: [
        'CRD httproutes.gateway.networking.k8s.io',
        'CRD tcproutes.gateway.networking.k8s.io',
        'GatewayClass example of example.com/gw',
        '1 routes attached to Services',
        '1 routes attached to gateways',
      ],
    });
    expect(detect(storeOf()).present).toBe(false);
  });

  it('applies to a service by routes attached to it or leading to it, and their gateways', () => {
    const node = { namespace: 'shop', services: ['cart'], podLabels: [] };
    const applied = configurationOf(node, store).map(({ object, because }) => [
      object.metadata.name,
      because,
    ]);
    expect(applied).toEqual([
      ['in', 'It routes calls to cart.shop.svc.cluster.local.'],
      ['out', 'One of its rules leads to cart.'],
      ['edge', 'A route that leads here hangs on it.'],
    ]);
  });

  it('does not apply to a service of the same name elsewhere', () => {
    expect(configurationOf({ namespace: 'web', services: ['cart'], podLabels: [] }, store)).toEqual(
      [],
    );
  });
});
