import type { KubeObject } from '@/lib/domain/kube-object';
import { valueAt } from '@/lib/domain/pointer';
import type { RetryLayer, ServiceResilience } from '@/lib/domain/resilience/setting';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { HTTP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { ruleGroups, ruleRetryLayers, ruleWarnings } from '@/lib/mesh/routes/resilience';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';

/**
 * Reads the timeouts and, where the cluster keeps them, retries of HTTPRoutes that are attached to a service.
 * Whether it keeps `retry` (experimental channel only) is told by routes that have it: from definitions of the
 * standard channel it would be dropped without a word, so that it is not offered unasked.
 */
export function resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience {
  const routes = objects.list(HTTP_ROUTE).filter((route) => isFor(route, node));
  if (routes.length === 0) return { groups: [], warnings: [], notes: [] };
  const hasRetry = objects.list(HTTP_ROUTE).some(showsRetry);
  const settings = { kind: HTTP_ROUTE, form: 'http', hasRetry, isNew: false } as const;
  return {
    groups: routes.flatMap((route) => ruleGroups(route, settings)),
    warnings: routes.flatMap((route) => ruleWarnings(route, settings)),
    notes: [
      ...(hasRetry
        ? []
        : [
            {
              section: 'retries' as const,
              text: 'Retries of Gateway API are in its experimental channel, of which no route here has any; definitions of the standard channel drop them.',
            },
          ]),
      {
        section: 'breaker',
        text: 'Gateway API has no circuit breaker: it is the mesh that serves the route that has one.',
      },
      { section: 'fault', text: 'Gateway API injects no faults.' },
    ],
  };
}

/** How often HTTPRoutes try a request at most. */
export function retryLayers(objects: ObjectStore): readonly RetryLayer[] {
  return objects.list(HTTP_ROUTE).flatMap((route) => ruleRetryLayers(route, HTTP_ROUTE));
}

function isFor(route: KubeObject, { namespace, services }: NodeFacts): boolean {
  const hosts = services.map((service) => `${service}.${namespace}.${CLUSTER_SUFFIX}`);
  return servicesOfRoute(route).some((host) => hosts.includes(host));
}

function showsRetry(route: KubeObject): boolean {
  const rules = valueAt(route, '/spec/rules');
  return (
    Array.isArray(rules) && rules.some((rule: unknown) => valueAt(rule, '/retry') !== undefined)
  );
}
