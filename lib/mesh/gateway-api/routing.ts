import type { ServiceRouting } from '@/lib/domain/routing/dialect';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { GRPC_ROUTE, HTTP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { serviceRoutes } from '@/lib/mesh/routes/service-routes';

/** Reads the HTTPRoutes and GRPCRoutes that are attached to a service. */
export function routing(node: NodeFacts, objects: ObjectStore): ServiceRouting {
  return {
    tables: [
      ...serviceRoutes('gateway-api', node, objects, GRPC_ROUTE, 'grpc'),
      ...serviceRoutes('gateway-api', node, objects, HTTP_ROUTE, 'http'),
    ],
    notes: [],
  };
}
