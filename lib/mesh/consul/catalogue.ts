import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import {
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import type { InstanceFacts } from '@/lib/mesh/consul/filter';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, labelsOf, textOf } from '@/lib/mesh/fields';
import {
  groupByKeys,
  indexWorkloads,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';
import { workloadOfPod } from '@/lib/mesh/workload-names';

/** What reading splits looks up again and again. */
export interface Catalogue extends WorkloadIndex {
  readonly splitters: readonly KubeObject[];
  /** By the name of the Consul service, which is that of the object. */
  readonly routers: ByName;
  readonly resolvers: ByName;
  readonly defaults: ByName;
  readonly splittersByName: ByName;
  readonly servicesByName: ByName;
  /** The protocol of services that do not say; null when nobody may read what says so. */
  readonly defaultProtocol: string | null;
  /** Whether objects of these kinds can be read at all. */
  readonly knows: { readonly resolvers: boolean; readonly services: boolean };
  /** Metadata and tags of the pods of a workload, by `namespace/workload`. */
  readonly facts: Table<InstanceFacts>;
}

/** Objects by the name of the service that they are for. */
export type ByName = Table<readonly KubeObject[]>;

const META = 'consul.hashicorp.com/service-meta-';
const TAGS = 'consul.hashicorp.com/service-tags';

/** Without a word of anybody, Consul takes a service for TCP. */
const PROTOCOL = 'tcp';

/** Indexes the objects that splits are read from. */
export function catalogueOf(objects: ObjectStore): Catalogue {
  const named = (kind: Pick<ResourceKind, 'group' | 'plural'>) =>
    groupByKeys(objects.list(kind), ({ metadata }) => [metadata.name]);
  return {
    ...indexWorkloads(objects),
    splitters: objects.list(SERVICE_SPLITTER),
    routers: named(SERVICE_ROUTER),
    resolvers: named(SERVICE_RESOLVER),
    defaults: named(SERVICE_DEFAULTS),
    splittersByName: named(SERVICE_SPLITTER),
    servicesByName: named(SERVICES),
    defaultProtocol: objects.has(SERVICE_DEFAULTS)
      ? protocolOfAll(objects.list(PROXY_DEFAULTS))
      : null,
    knows: {
      resolvers: objects.has(SERVICE_RESOLVER),
      services: objects.list(SERVICES).length > 0,
    },
    facts: factsOf(objects.list(DEPLOYMENTS), objects.list(PODS)),
  };
}

/** The protocol of services that do not say, by the defaults of all proxies. */
export function protocolOfAll(defaults: readonly KubeObject[]): string {
  const [spec] = defaults
    .filter(({ metadata }) => metadata.name === 'global')
    .map((object) => fieldsOf(object.spec));
  return textOf(fieldsOf(spec?.['config'])['protocol']) ?? PROTOCOL;
}

/**
 * Finds what is of a Consul service: names are unique over all namespaces, unless Enterprise keeps those of
 * Kubernetes apart, so that the own namespace comes first.
 */
export function entryOf(all: ByName, service: string, namespace: string): KubeObject | undefined {
  const found = all.get(service) ?? [];
  return found.find(({ metadata }) => metadata.namespace === namespace) ?? found[0];
}

/** Everything that config entries ask for: `http`, `http2`, `grpc`, `tcp`; null when it cannot be read. */
export function protocolOf(
  { defaults, defaultProtocol }: Catalogue,
  service: string,
  namespace: string,
): string | null {
  const own = fieldsOf(entryOf(defaults, service, namespace)?.spec)['protocol'];
  return textOf(own) ?? defaultProtocol;
}

/**
 * Finds the Kubernetes namespace that a Consul service runs in: that of its Service, the own one first.
 *
 * @returns Null when there is no such Service, or several and none of them in the own namespace.
 */
export function homeOf(
  { servicesByName }: Catalogue,
  service: string,
  namespace: string,
): string | null {
  const found = (servicesByName.get(service) ?? []).map(({ metadata }) => metadata.namespace ?? '');
  if (found.includes(namespace)) return namespace;
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Metadata and tags that workloads give their instances, by `namespace/workload`. */
export function factsOf(
  deployments: readonly KubeObject[],
  pods: readonly KubeObject[],
): ReadonlyMap<string, InstanceFacts> {
  const found = new Map<string, InstanceFacts>();
  const add = (namespace: string, workload: string, annotations: unknown) => {
    const key = `${namespace}/${workload}`;
    const facts = factsIn(labelsOf(annotations));
    // A template says what the next pods will be; one that says nothing leaves it to the pods.
    const known = found.get(key);
    const isEmpty = known === undefined || Object.keys(known.meta).length + known.tags.length === 0;
    if (isEmpty) found.set(key, facts);
  };
  for (const { metadata, spec } of deployments) {
    const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
    add(metadata.namespace ?? '', metadata.name, template['annotations']);
  }
  for (const pod of pods) {
    add(pod.metadata.namespace ?? '', workloadOfPod(pod), pod.metadata.annotations);
  }
  return found;
}

function factsIn(annotations: Readonly<Record<string, string>>): InstanceFacts {
  const meta = Object.entries(annotations).flatMap(([key, value]) =>
    key.startsWith(META) ? [[key.slice(META.length), value] as const] : [],
  );
  // A comma within a tag is written `\,`.
  const tags = (annotations[TAGS] ?? '')
    .split(/(?<!\\),/)
    .map((tag) => tag.replaceAll('\\,', ',').trim())
    .filter((tag) => tag !== '');
  return { meta: Object.fromEntries(meta), tags };
}
