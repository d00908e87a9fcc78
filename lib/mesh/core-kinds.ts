/** The core kinds that every adapter may read, whatever its mesh. */
export const NAMESPACES = { group: '', plural: 'namespaces' } as const;
export const PODS = { group: '', plural: 'pods' } as const;
export const SERVICES = { group: '', plural: 'services' } as const;
export const DEPLOYMENTS = { group: 'apps', plural: 'deployments' } as const;
