import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { servedByZtunnelAlone } from '@/lib/mesh/ambient/waypoints';
import { PODS } from '@/lib/mesh/core-kinds';
import { HTTP_ROUTE, REFERENCE_GRANT, ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import { meshHosts } from '@/lib/mesh/istio/cluster';
import { membershipOf } from '@/lib/mesh/linkerd/detect';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import {
  groupByKeys,
  indexWorkloads,
  selectsAny,
  serviceOf,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';

/** What reading splits looks up again and again. Services are by their fully qualified name. */
export interface Cluster extends WorkloadIndex {
  readonly routesOf: Table<readonly KubeObject[]>;
  readonly grants: readonly KubeObject[];
  /** Objects of other groups that take a Service away from its routes, by the Service. */
  readonly overriding: Table<readonly KubeObject[]>;
  /** Whether the proxies that serve a Service's routes send all to an only backend, be its weight 0. */
  readonly isServedLoosely: (service: string) => boolean;
  /** Whether the proxies before a Service's pods know no requests, so that its routes do nothing. */
  readonly lacksWaypoint: (service: string) => boolean;
}

/** The kinds with which meshes have routed calls before, and which they still prefer. */
export const OLDER_KINDS = [
  { group: 'networking.istio.io', plural: 'virtualservices' },
  { group: 'linkerd.io', plural: 'serviceprofiles' },
] as const;

/** Indexes the objects that splits are read from. */
export function indexCluster(objects: ObjectStore): Cluster {
  const index = indexWorkloads(objects);
  const routes = ROUTE_KINDS.flatMap(([kind]) => objects.list(kind));
  const older = OLDER_KINDS.flatMap((kind) => objects.list(kind));
  const pods = objects.has(HTTP_ROUTE) ? objects.list(PODS).filter(isServedByLinkerd) : [];
  const isZtunnelAlone = servedByZtunnelAlone(objects);
  return {
    ...index,
    lacksWaypoint: (service) => {
      const found = serviceOf(index, service);
      return found !== undefined && isZtunnelAlone(found);
    },
    routesOf: groupByKeys(routes, servicesOfRoute),
    grants: objects.list(REFERENCE_GRANT),
    overriding: groupByKeys(older, claimedHosts),
    isServedLoosely: (service) => {
      const found = serviceOf(index, service);
      return found !== undefined && selectsAny(found, pods);
    },
  };
}

function isServedByLinkerd(pod: KubeObject): boolean {
  return membershipOf(pod).inMesh;
}

/** A ServiceProfile is called like its host; a VirtualService lists them. */
export function claimedHosts(object: KubeObject): readonly string[] {
  return object.kind === 'ServiceProfile' ? [object.metadata.name] : meshHosts(object);
}
