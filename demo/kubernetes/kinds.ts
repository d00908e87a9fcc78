import { CONSUL_KINDS } from '../meshes/consul/kinds';
import { APP_MESH_KINDS } from '../meshes/app-mesh/kinds';
import { GATEWAY_API_KINDS } from '../meshes/gateway-api/kinds';
import { ISTIO_KINDS } from '../meshes/istio/kinds';
import { LINKERD_KINDS } from '../meshes/linkerd/kinds';
import { core, type ServedKind } from './served-kind';

const apps = (plural: string, kind: string, shortName: string): ServedKind => ({
  ...core(plural, kind, [shortName]),
  group: 'apps',
});

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
  ...ISTIO_KINDS,
  ...APP_MESH_KINDS,
  ...GATEWAY_API_KINDS,
  ...CONSUL_KINDS,
  ...LINKERD_KINDS,
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
