import type { ServiceRouting } from '@/lib/domain/routing/dialect';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { POLICY_ROUTE, SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';
import { serviceRoutes } from '@/lib/mesh/routes/service-routes';

/** Reads Linkerd’s own HTTPRoutes that are attached to a service. */
export function routing(node: NodeFacts, objects: ObjectStore): ServiceRouting {
  const tables = serviceRoutes('linkerd', node, objects, POLICY_ROUTE, 'http');
  const hosts = node.services.map((name) => `${name}.${node.namespace}.${CLUSTER_SUFFIX}`);
  const profile = objects
    .list(SERVICE_PROFILE)
    .find(({ metadata }) => hosts.includes(metadata.name));
  return {
    tables,
    notes:
      profile === undefined || tables.length === 0
        ? []
        : [
            `While there is the ServiceProfile ${profile.metadata.name}, the proxy ignores the routes of this service.`,
          ],
  };
}
