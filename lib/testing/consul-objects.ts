import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { Split, SplitIntent } from '@/lib/domain/split';
import {
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_INTENTIONS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import { splits } from '@/lib/mesh/consul/splits';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { deployment, service, storeOf } from '@/lib/testing/kube-objects';

type Metadata = Partial<KubeObject['metadata']>;

/** A config entry of Consul, in the namespace `shop`. */
export function entry(
  { kind }: ResourceKind,
  name: string,
  spec: unknown,
  metadata: Metadata = {},
): KubeObject {
  return {
    apiVersion: 'consul.hashicorp.com/v1alpha1',
    kind,
    metadata: { name, namespace: 'shop', resourceVersion: '41', ...metadata },
    spec,
  };
}

export const splitter = (name: string, elements: unknown, metadata?: Metadata) =>
  entry(SERVICE_SPLITTER, name, { splits: elements }, metadata);

/** A ServiceResolver with subsets by their filters. */
export const resolver = (
  name: string,
  filters: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
) =>
  entry(SERVICE_RESOLVER, name, {
    subsets: Object.fromEntries(Object.entries(filters).map(([key, filter]) => [key, { filter }])),
    ...more,
  });

export const router = (name: string, ...routes: readonly unknown[]) =>
  entry(SERVICE_ROUTER, name, { routes });

export const defaults = (name: string, protocol: string) =>
  entry(SERVICE_DEFAULTS, name, { protocol });

/** A Deployment of `cart` whose pods say which version they are. */
export function version(name: string, namespace = 'shop', app = 'cart'): KubeObject {
  const plain = deployment(`${app}-${name}`, { app, version: name }, namespace);
  const labels = { app, version: name };
  const annotations = { 'consul.hashicorp.com/service-meta-version': name };
  return { ...plain, spec: { template: { metadata: { labels, annotations }, spec: {} } } };
}

export const BY_VERSION = {
  v1: 'Service.Meta.version == v1',
  v2: 'Service.Meta.version == v2',
  v3: 'Service.Meta.version == v3',
};

export interface ConsulWorld {
  readonly splitters?: readonly KubeObject[];
  readonly resolvers?: readonly KubeObject[];
  readonly routers?: readonly KubeObject[];
  readonly defaults?: readonly KubeObject[];
  readonly proxyDefaults?: readonly KubeObject[];
  readonly intentions?: readonly KubeObject[];
  readonly services?: readonly KubeObject[];
  readonly deployments?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
}

/** A store in which `cart` is an HTTP service with the subsets v1, v2 and v3, unless told otherwise. */
export function consulStore(world: ConsulWorld) {
  return storeOf(
    [SERVICE_SPLITTER, world.splitters ?? []],
    [SERVICE_RESOLVER, world.resolvers ?? [resolver('cart', BY_VERSION)]],
    [SERVICE_ROUTER, world.routers ?? []],
    [SERVICE_DEFAULTS, world.defaults ?? [defaults('cart', 'http')]],
    [PROXY_DEFAULTS, world.proxyDefaults ?? []],
    [SERVICE_INTENTIONS, world.intentions ?? []],
    [SERVICES, world.services ?? [service('cart')]],
    [DEPLOYMENTS, world.deployments ?? [version('v1'), version('v2'), version('v3')]],
    [PODS, world.pods ?? []],
  );
}

/** The split of a ServiceSplitter in a world. */
export function consulSplit(object: KubeObject, world: ConsulWorld = {}): Split {
  const [found] = splits(consulStore({ splitters: [object], ...world }));
  if (found === undefined) throw new Error('the object holds no split');
  return found;
}

/** An intent over subsets of `cart`. */
export function consulIntent(
  targets: readonly (readonly [string, number | null])[],
  resourceVersion = '41',
): SplitIntent {
  return {
    resourceVersion,
    targets: targets.map(([subset, weight]) => ({ host: 'cart', subset, weight })),
  };
}
