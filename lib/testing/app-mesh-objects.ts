import type { KubeObject } from '@/lib/domain/kube-object';

type Labels = Readonly<Record<string, string>>;
type Metadata = Partial<KubeObject['metadata']>;

export function appMeshObject(
  kind: string,
  name: string,
  spec: unknown,
  metadata: Metadata = {},
): KubeObject {
  return {
    apiVersion: 'appmesh.k8s.aws/v1beta2',
    kind,
    metadata: { name, namespace: 'shop', resourceVersion: '41', ...metadata },
    spec,
  };
}

/** A VirtualNode whose pods carry these labels. */
export function node(
  name: string,
  matchLabels: Labels,
  metadata: Metadata = {},
  serviceDiscovery: object = {},
  listeners = 1,
): KubeObject {
  const portMapping = { port: 8080, protocol: 'http' };
  const spec = {
    podSelector: { matchLabels },
    listeners: Array.from({ length: listeners }, () => ({ portMapping })),
    serviceDiscovery,
  };
  return appMeshObject('VirtualNode', name, spec, metadata);
}

export function target(name: string, weight: number, more: object = {}) {
  return { virtualNodeRef: { name }, weight, ...more };
}

/** The router `film` with these routes. */
export function router(routes: readonly unknown[]): KubeObject {
  return appMeshObject('VirtualRouter', 'film', { routes });
}

/** The router `film` with one HTTP route to these targets. */
export function film(...weightedTargets: readonly unknown[]): KubeObject {
  const httpRoute = { match: { prefix: '/' }, action: { weightedTargets } };
  return router([{ name: 'all', httpRoute }]);
}

/** The VirtualService that a router of the same name answers for. */
export function routerFront(name: string): KubeObject {
  const awsName = `${name}.shop.svc.cluster.local`;
  const provider = { virtualRouter: { virtualRouterRef: { name } } };
  return appMeshObject('VirtualService', name, { awsName, provider });
}
