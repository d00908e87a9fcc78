/** A kind of object that the API serves. */
export interface ServedKind {
  readonly group: string;
  /** Preferred first. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Whether it is a custom resource: those refuse strategic merge patches. */
  readonly custom: boolean;
}

const core = (plural: string, kind: string, shortNames: readonly string[] = []): ServedKind => ({
  group: '',
  versions: ['v1'],
  plural,
  singular: kind.toLowerCase(),
  kind,
  shortNames,
  namespaced: true,
  custom: false,
});

const apps = (plural: string, kind: string, shortName: string): ServedKind => ({
  ...core(plural, kind, [shortName]),
  group: 'apps',
});

const istio =
  (group: string, versions: readonly string[]) =>
  (plural: string, kind: string, shortNames: readonly string[] = []): ServedKind => ({
    ...core(plural, kind, shortNames),
    group: `${group}.istio.io`,
    versions,
    custom: true,
  });

const networking = istio('networking', ['v1', 'v1beta1', 'v1alpha3']);
const security = istio('security', ['v1', 'v1beta1']);
const telemetry = istio('telemetry', ['v1', 'v1alpha1']);

export const VIRTUAL_SERVICES = networking('virtualservices', 'VirtualService', ['vs']);
export const DESTINATION_RULES = networking('destinationrules', 'DestinationRule', ['dr']);

export const NAMESPACES: ServedKind = {
  ...core('namespaces', 'Namespace', ['ns']),
  namespaced: false,
};
export const SERVICES = core('services', 'Service', ['svc']);
export const DEPLOYMENTS = apps('deployments', 'Deployment', 'deploy');

export const KINDS: readonly ServedKind[] = [
  NAMESPACES,
  core('configmaps', 'ConfigMap', ['cm']),
  core('pods', 'Pod', ['po']),
  core('serviceaccounts', 'ServiceAccount', ['sa']),
  SERVICES,
  apps('daemonsets', 'DaemonSet', 'ds'),
  DEPLOYMENTS,
  apps('replicasets', 'ReplicaSet', 'rs'),
  apps('statefulsets', 'StatefulSet', 'sts'),
  DESTINATION_RULES,
  networking('gateways', 'Gateway', ['gw']),
  networking('serviceentries', 'ServiceEntry', ['se']),
  networking('sidecars', 'Sidecar'),
  VIRTUAL_SERVICES,
  networking('workloadentries', 'WorkloadEntry', ['we']),
  security('authorizationpolicies', 'AuthorizationPolicy', ['ap']),
  security('peerauthentications', 'PeerAuthentication', ['pa']),
  security('requestauthentications', 'RequestAuthentication', ['ra']),
  telemetry('telemetries', 'Telemetry', ['telemetry']),
];

/** `virtualservices.networking.istio.io`, or `pods` for the core group. */
export function qualifiedName({ group, plural }: ServedKind): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function findKind(group: string, version: string, plural: string): ServedKind | undefined {
  return KINDS.find(
    (kind) => kind.group === group && kind.plural === plural && kind.versions.includes(version),
  );
}

/** The kind of an object as it is written. @throws when it is not one that is served. */
export function kindOfObject(apiVersion: string, name: string): ServedKind {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const found = KINDS.find(
    ({ group: g, kind, versions }) => g === group && kind === name && versions.includes(version),
  );
  if (found === undefined) throw new Error(`${apiVersion} ${name} is not served`);
  return found;
}
