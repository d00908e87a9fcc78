import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { servedByZtunnelAlone } from '@/lib/mesh/ambient/waypoints';
import { NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { HTTP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { splits } from '@/lib/mesh/gateway-api/splits';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { splits as istioSplits } from '@/lib/mesh/istio/splits';
import { storeOf } from '@/lib/testing/kube-objects';
import { backend, routeObject, toService } from '@/lib/testing/routes';

type Labels = Readonly<Record<string, string>>;

const core = (kind: string, metadata: KubeObject['metadata'], spec: unknown = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata,
  spec,
});
const service = (labels: Labels = {}) =>
  core('Service', { namespace: 'shop', name: 'cart', labels }, { selector: { app: 'cart' } });
const podWith = (redirection: string) =>
  core('Pod', {
    namespace: 'shop',
    name: 'cart-1',
    labels: { app: 'cart' },
    annotations: { 'ambient.istio.io/redirection': redirection },
  });
const USE = { 'istio.io/use-waypoint': 'waypoint' };
const NONE = { 'istio.io/use-waypoint': 'none' };

const VIRTUAL_SERVICE_OF_CART: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { namespace: 'shop', name: 'cart' },
  spec: {
    hosts: ['cart'],
    http: [
      {
        route: ['v1', 'v2'].map((subset) => ({
          destination: { host: 'cart', subset },
          weight: 50,
        })),
      },
    ],
  },
};

describe('a Service that ztunnel alone serves', () => {
  it.each<[string, Labels, Labels, string, boolean]>([
    ['uses no waypoint', {}, {}, 'enabled', true],
    ['opts out of that of its namespace', NONE, USE, 'enabled', true],
    ['is not one that uses a waypoint', USE, {}, 'enabled', false],
    ['is not one whose namespace does', {}, USE, 'enabled', false],
    ['is not one whose pods are not in ambient mode', {}, {}, 'pending', false],
  ])('%s', (_, own, ofNamespace, redirection, alone) => {
    const store = storeOf(
      [NAMESPACES, [core('Namespace', { name: 'shop', labels: ofNamespace })]],
      [PODS, [podWith(redirection)]],
      [SERVICES, [service(own)]],
    );
    expect(servedByZtunnelAlone(store)(service(own))).toBe(alone);
    const route = routeObject(HTTP_ROUTE, 'cart', {
      parentRefs: [toService('cart')],
      rules: [{ backendRefs: [backend('cart-v1', 9), backend('cart-v2', 1)] }],
    });
    const known = [NAMESPACES, PODS, SERVICES].map((kind) => [kind, store.list(kind)] as const);
    const all = storeOf(
      ...known,
      [HTTP_ROUTE, [route]],
      [VIRTUAL_SERVICE, [VIRTUAL_SERVICE_OF_CART]],
    );
    const warned = [splits(all), istioSplits(all)].map((found) =>
      found.some(({ warnings }) => warnings.some(({ code }) => code === 'no-waypoint')),
    );
    expect(warned).toEqual([alone, alone]);
  });
});
