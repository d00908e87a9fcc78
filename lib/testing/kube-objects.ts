import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';

type Labels = Readonly<Record<string, string>>;
type Metadata = Partial<KubeObject['metadata']>;

/** An object store over lists by kind. A kind that is not given is not installed. */
export function storeOf(
  ...lists: readonly (readonly [Pick<ResourceKind, 'group' | 'plural'>, readonly KubeObject[]])[]
): ObjectStore {
  const byKey = new Map(lists.map(([kind, objects]) => [resourceKey(kind), objects]));
  return {
    list: (kind) => byKey.get(resourceKey(kind)) ?? [],
    has: (kind) => byKey.has(resourceKey(kind)),
  };
}

export function virtualService(name: string, spec: unknown, metadata: Metadata = {}): KubeObject {
  return networking('VirtualService', name, spec, metadata);
}

/** A rule for a host with subsets by their labels. */
export function destinationRule(
  host: string,
  subsets: Readonly<Record<string, Labels>>,
  metadata: Metadata = {},
): KubeObject {
  const list = Object.entries(subsets).map(([name, labels]) => ({ name, labels }));
  return networking(
    'DestinationRule',
    host.replaceAll('*', 'any'),
    { host, subsets: list },
    metadata,
  );
}

function networking(kind: string, name: string, spec: unknown, metadata: Metadata): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace: 'shop', resourceVersion: '41', ...metadata },
    spec,
  };
}

/** A service that selects by `app`. */
export function service(
  name: string,
  ports: readonly unknown[] = [{ name: 'http', port: 8080 }],
  namespace = 'shop',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports },
  };
}

/** A Deployment whose pods carry these labels. */
export function deployment(name: string, labels: Labels, namespace = 'shop'): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: { template: { metadata: { labels }, spec: { containers: [] } } },
  };
}

export interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly containers?: readonly unknown[];
  readonly initContainers?: readonly unknown[];
  readonly ownerReferences?: readonly unknown[];
  readonly phase?: string;
}

export function pod(name: string, options: PodOptions = {}): KubeObject {
  const { namespace = 'shop', labels = {}, containers = [], initContainers = [] } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, ownerReferences: options.ownerReferences ?? [] },
    spec: { containers, initContainers },
    status: { phase: options.phase ?? 'Running' },
  };
}
