import type { ResourceKind } from '@/lib/domain/kube-object';

/** The core kinds that every adapter may read, whatever its mesh. */
export const NAMESPACES: ResourceKind = {
  ...{ group: '', plural: 'namespaces', kind: 'Namespace', versions: ['v1'] },
  clusterScoped: true,
};
export const PODS = { group: '', plural: 'pods' } as const;
export const SERVICES = { group: '', plural: 'services' } as const;
export const DEPLOYMENTS = { group: 'apps', plural: 'deployments' } as const;
