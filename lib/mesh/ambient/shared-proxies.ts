import { groupBy } from '@/lib/domain/group-by';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore, SharedProxy } from '@/lib/mesh/adapter';
import { isCaptured, isWaypoint } from '@/lib/mesh/ambient/captured';
import { waypointFinder } from '@/lib/mesh/ambient/waypoints';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { isRunning } from '@/lib/mesh/detection';
import { GATEWAY_NAME } from '@/lib/mesh/istio/gateway-labels';
import { ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

const namespaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? '';

/** ztunnel, which serves every pod in ambient mode on its node, and each waypoint with the namespaces that use it. */
export function sharedProxies(objects: ObjectStore): readonly SharedProxy[] {
  const pods = objects.list(PODS).filter(isRunning);
  const captured = new Set(pods.filter(isCaptured).map(namespaceOf));
  return [...ztunnels(pods, captured), ...waypoints(pods, captured, objects)];
}

function ztunnels(pods: readonly KubeObject[], captured: ReadonlySet<string>): SharedProxy[] {
  const own = pods.filter(({ metadata }) => metadata.labels?.['app'] === ZTUNNEL);
  return [...groupBy(own, namespaceOf)].map(([namespace, each]) => ({
    ...{ kind: 'node', name: ZTUNNEL, namespace },
    pods: each.map(({ metadata }) => metadata.name),
    serves: [...captured].toSorted(),
  }));
}

function waypoints(
  pods: readonly KubeObject[],
  captured: ReadonlySet<string>,
  objects: ObjectStore,
): SharedProxy[] {
  const users = usersOf(captured, objects);
  return objects
    .list(DEPLOYMENTS)
    .filter(isWaypoint)
    .map((deployment) => {
      const namespace = namespaceOf(deployment);
      const gateway = deployment.metadata.labels?.[GATEWAY_NAME];
      const own = pods.filter(
        (pod) => namespaceOf(pod) === namespace && pod.metadata.labels?.[GATEWAY_NAME] === gateway,
      );
      return {
        ...{ kind: 'waypoint', name: deployment.metadata.name, namespace },
        pods: own.map(({ metadata }) => metadata.name),
        serves: [...(users.get(`${namespace}/${gateway ?? ''}`) ?? [])].toSorted(),
      };
    });
}

/** The namespaces whose services go through a waypoint, by that. */
function usersOf(
  captured: ReadonlySet<string>,
  objects: ObjectStore,
): ReadonlyMap<string, ReadonlySet<string>> {
  const waypointOf = waypointFinder(objects);
  const users = new Map<string, Set<string>>();
  for (const service of objects.list(SERVICES)) {
    const namespace = namespaceOf(service);
    const waypoint = captured.has(namespace)
      ? waypointOf(namespace, [service.metadata.name])
      : null;
    if (waypoint === null) continue;
    const key = `${waypoint.namespace}/${waypoint.name}`;
    users.set(key, (users.get(key) ?? new Set()).add(namespace));
  }
  return users;
}
