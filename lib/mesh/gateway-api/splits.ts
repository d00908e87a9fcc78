import type { Split } from '@/lib/domain/split';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { audienceOf } from '@/lib/mesh/gateway-api/audience';
import { indexCluster } from '@/lib/mesh/gateway-api/cluster';
import { ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import { routeWarnings } from '@/lib/mesh/gateway-api/route-warnings';
import { ruleSplit } from '@/lib/mesh/routes/rule-split';
import { rulesOf } from '@/lib/mesh/routes/rules';
import { protocolOfPorts } from '@/lib/mesh/service-ports';

/**
 * Reads every weighted choice out of the routes of Gateway API. What an only backend of weight 0 gets depends on
 * who serves the route: nothing by the standard, everything by proxies that do not look.
 */
export function splits(objects: ObjectStore): readonly Split[] {
  const cluster = indexCluster(objects);
  return ROUTE_KINDS.flatMap(([kind, form]) =>
    objects.list(kind).flatMap((route) => {
      const audience = audienceOf(route);
      const rules = rulesOf(route, form);
      const ports = audience.services.map((fqdn) => ({ fqdn }));
      const speaksGrpc = form === 'http' && protocolOfPorts(cluster, ports) === 'grpc';
      return rules.flatMap((rule) => {
        const split = ruleSplit({
          mesh: 'gateway-api',
          kind,
          route,
          rule,
          protocol: speaksGrpc ? 'grpc' : form,
          audience,
          soleBackendTakesAll: audience.services.some(cluster.isServedLoosely),
          index: cluster,
          warnings: routeWarnings(route, rule, rules, cluster),
        });
        return split ?? [];
      });
    }),
  );
}
