import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import {
  groupByKeys,
  indexWorkloads,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';

/** The kinds of Gateway API that Linkerd's proxies obey beside its own, where they are read. */
export const GATEWAY_ROUTES: readonly Pick<ResourceKind, 'group' | 'plural'>[] = [
  { group: 'gateway.networking.k8s.io', plural: 'httproutes' },
  { group: 'gateway.networking.k8s.io', plural: 'grpcroutes' },
];

/** What reading splits looks up again and again. Services are by their fully qualified name. */
export interface Cluster extends WorkloadIndex {
  readonly policyRoutes: readonly KubeObject[];
  readonly profiles: readonly KubeObject[];
  readonly trafficSplits: readonly KubeObject[];
  /** Routes of every kind by the services that they are attached to. */
  readonly routesOf: Table<readonly KubeObject[]>;
  /** ServiceProfiles, in whatever namespace, by the service that they are for. */
  readonly profilesOf: Table<readonly KubeObject[]>;
  /** TrafficSplits by the service that they share out. */
  readonly trafficSplitsOf: Table<readonly KubeObject[]>;
  /** Whether the adaptor that turns TrafficSplits into ServiceProfiles can be seen. */
  readonly hasAdaptor: boolean;
}

/** Indexes the objects that splits are read from. */
export function indexCluster(objects: ObjectStore): Cluster {
  const policyRoutes = objects.list(POLICY_ROUTE);
  const profiles = objects.list(SERVICE_PROFILE);
  const trafficSplits = objects.list(TRAFFIC_SPLIT);
  const routes = [...policyRoutes, ...GATEWAY_ROUTES.flatMap((kind) => objects.list(kind))];
  return {
    ...indexWorkloads(objects),
    policyRoutes,
    profiles,
    trafficSplits,
    routesOf: groupByKeys(routes, servicesOfRoute),
    profilesOf: groupByKeys(profiles, ({ metadata }) => [metadata.name]),
    trafficSplitsOf: groupByKeys(trafficSplits, (split) => [serviceOfSplit(split)]),
    hasAdaptor: objects.list(DEPLOYMENTS).some(isAdaptor),
  };
}

/** The service that a TrafficSplit shares out; it is in the split's namespace. */
export function serviceOfSplit({ metadata, spec }: KubeObject): string {
  const name = textOf(fieldsOf(spec)['service']) ?? '';
  const short = name.split('.')[0] ?? name;
  return `${short}.${metadata.namespace ?? ''}.${CLUSTER_SUFFIX}`;
}

/** Whether a Deployment is the adaptor that turns TrafficSplits into ServiceProfiles. */
export function isAdaptor({ metadata: { labels = {} } }: KubeObject): boolean {
  return labels['linkerd.io/extension'] === 'smi' || labels['component'] === 'smi-adaptor';
}
