import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { DEPLOYMENTS, SERVICES } from '@/lib/mesh/core-kinds';
import { deployment, storeOf } from '@/lib/testing/kube-objects';

type Metadata = Partial<KubeObject['metadata']>;

const TAKEN = { parents: [{ controllerName: 'example.com/controller', conditions: [] }] };

/** A route of any kind that a controller took up, in the namespace `shop` and at the resourceVersion 41. */
export function routeObject(
  { group, kind, versions }: ResourceKind,
  name: string,
  spec: unknown,
  metadata: Metadata = {},
  status: unknown = TAKEN,
): KubeObject {
  return {
    apiVersion: `${group}/${versions[0] ?? ''}`,
    kind,
    metadata: { name, namespace: 'shop', resourceVersion: '41', generation: 1, ...metadata },
    spec,
    status,
  };
}

/** A backend with the port 80. */
export function backend(name: string, weight?: number, more: object = {}) {
  return {
    group: '',
    kind: 'Service',
    name,
    port: 80,
    ...(weight === undefined ? {} : { weight }),
    ...more,
  };
}

/** A parent by which a route is for calls to a Service inside the mesh. */
export function toService(name: string, more: object = {}) {
  return { group: '', kind: 'Service', name, ...more };
}

/** A Service with any selector, which serves port 80. */
export function serviceWith(
  name: string,
  selector: Readonly<Record<string, string>>,
  namespace = 'shop',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector, ports: [{ name: 'http', port: 80 }] },
  };
}

/** The Service `cart`, and one and a Deployment for each of its versions v1, v2 and v3. */
export const CART_WORLD = [
  [
    SERVICES,
    [
      serviceWith('cart', { app: 'cart' }),
      ...['v1', 'v2', 'v3'].map((version) =>
        serviceWith(`cart-${version}`, { app: 'cart', version }),
      ),
      serviceWith('web', { app: 'web' }),
    ],
  ],
  [
    DEPLOYMENTS,
    [
      ...['v1', 'v2', 'v3'].map((version) =>
        deployment(`cart-${version}`, { app: 'cart', version }),
      ),
      deployment('web', { app: 'web' }),
    ],
  ],
] as const;

/** A store with that world and the given routes. */
export function storeWithRoutes(
  ...lists: readonly (readonly [ResourceKind, readonly KubeObject[]])[]
) {
  return storeOf(...CART_WORLD, ...lists);
}

/** An intent over backends of `cart` with the port 80. */
export function backendIntent(
  targets: readonly (readonly [string, number | null])[],
  resourceVersion = '41',
): SplitIntent {
  return {
    resourceVersion,
    targets: targets.map(([host, weight]) => ({ host, port: 80, weight })),
  };
}
