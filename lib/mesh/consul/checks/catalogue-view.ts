import type { KubeObject } from '@/lib/domain/kube-object';
import { called, everywhere, inNamespace, ofList } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { tableOf, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { factsOf, protocolOfAll, type ByName, type Catalogue } from '@/lib/mesh/consul/catalogue';
import {
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';

/** The kinds that a look at this view may read. */
export const CATALOGUE_READS: readonly KindRef[] = [
  SERVICES,
  DEPLOYMENTS,
  PODS,
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
];

const factsAmong = ofList((deployments) => ofList((pods) => factsOf(deployments, pods)));

/** The catalogue as the reading of splits sees it, looked up as it is asked for. */
export function catalogueAt(lookups: Lookups): Catalogue {
  return {
    ...workloadIndexOf(lookups),
    get splitters() {
      return everywhere(lookups, SERVICE_SPLITTER);
    },
    routers: named(lookups, SERVICE_ROUTER),
    resolvers: named(lookups, SERVICE_RESOLVER),
    defaults: named(lookups, SERVICE_DEFAULTS),
    splittersByName: named(lookups, SERVICE_SPLITTER),
    servicesByName: named(lookups, SERVICES),
    get defaultProtocol() {
      const isTold = lookups.knows(SERVICE_DEFAULTS) && lookups.knows(PROXY_DEFAULTS);
      return isTold ? protocolOfAll(everywhere(lookups, PROXY_DEFAULTS)) : null;
    },
    get knows() {
      return { resolvers: lookups.knows(SERVICE_RESOLVER), services: knowsServices(lookups) };
    },
    facts: tableOf((key) => {
      const [namespace = ''] = key.split('/');
      const deployments = inNamespace(lookups, DEPLOYMENTS, namespace);
      return factsAmong(deployments)(inNamespace(lookups, PODS, namespace)).get(key);
    }),
  };
}

function named(lookups: Lookups, kind: KindRef): ByName {
  const find = (name: string) => called(lookups, kind, name);
  return tableOf(find, (name) => find(name).length > 0);
}

/** Whether every place can be read that a service may be known from: names are those of the whole cluster. */
function knowsServices(lookups: Lookups): boolean {
  return [SERVICES, PODS, SERVICE_RESOLVER, SERVICE_DEFAULTS].every((kind) => lookups.knows(kind));
}

/** Pods by the name that they take in Consul when it is not that of their Service. */
const BY_ANNOTATION: ObjectIndex = {
  kind: PODS,
  keysOf: ({ metadata }) => {
    const name = metadata.annotations?.['consul.hashicorp.com/connect-service'];
    return name === undefined ? [] : name.split(',');
  },
};

/** Whether a service is known not to be there: nothing in Kubernetes and no entry is called so. */
export function isUnknown(service: string, lookups: Lookups, ownKind?: KindRef): boolean {
  if (service === '*' || !knowsServices(lookups)) return false;
  const kinds = [SERVICES, SERVICE_DEFAULTS, SERVICE_RESOLVER].filter(
    ({ plural }) => plural !== ownKind?.plural,
  );
  return (
    kinds.every((kind) => called(lookups, kind, service).length === 0) &&
    lookups.find(BY_ANNOTATION, service).length === 0
  );
}

/** The subsets that a service's resolver defines; null where that cannot be told. */
export function subsetNames(
  service: string,
  namespace: string,
  lookups: Lookups,
  read: (resolver: KubeObject | undefined) => readonly string[],
): readonly string[] | null {
  if (!lookups.knows(SERVICE_RESOLVER)) return null;
  const found = called(lookups, SERVICE_RESOLVER, service);
  return read(found.find(({ metadata }) => metadata.namespace === namespace) ?? found[0]);
}
