import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split } from '@/lib/domain/split';
import type { Cluster } from '@/lib/mesh/linkerd/cluster';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { routeWarnings } from '@/lib/mesh/linkerd/warnings';
import { isServiceParent, parentsOf, servicesOfRoute } from '@/lib/mesh/routes/parents';
import { ruleSplit, type RouteAudience } from '@/lib/mesh/routes/rule-split';
import { rulesOf } from '@/lib/mesh/routes/rules';
import { protocolOfPorts } from '@/lib/mesh/service-ports';

/**
 * Reads the choices of Linkerd's own HTTPRoutes: of those attached to Services, since one attached to a Server
 * only says who may call it.
 */
export function routeSplits(cluster: Cluster): readonly Split[] {
  return cluster.policyRoutes.flatMap((route) => {
    const services = servicesOfRoute(route);
    if (services.length === 0) return [];
    const rules = rulesOf(route, 'http');
    const speaks = protocolOfPorts(
      cluster,
      services.map((fqdn) => ({ fqdn })),
    );
    return rules.flatMap((rule) => {
      const split = ruleSplit({
        mesh: 'linkerd',
        kind: POLICY_ROUTE,
        route,
        rule,
        protocol: speaks === 'grpc' ? 'grpc' : 'http',
        audience: audienceOf(route, services),
        soleBackendTakesAll: true,
        index: cluster,
        warnings: routeWarnings(route, rule, rules, cluster),
      });
      return split ?? [];
    });
  });
}

/** A route beside its Service is for every caller; one elsewhere only for the callers of its namespace. */
function audienceOf(route: KubeObject, services: readonly string[]): RouteAudience {
  const { namespace = '' } = route.metadata;
  const parents = parentsOf(route).filter(isServiceParent);
  const isForAll = parents.some((parent) => parent.namespace === namespace);
  return {
    hosts: parents.map((parent) =>
      parent.namespace === namespace ? parent.name : `${parent.name}.${parent.namespace}`,
    ),
    match: isForAll ? [] : [`caller is in namespace ${namespace}`],
    services,
  };
}
