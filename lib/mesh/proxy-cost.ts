import { differs, maxBy, oneOf, rate, selector, sumBy } from '@/lib/domain/promql';
import type { NamedQuery } from '@/lib/mesh/adapter';

/** Sidecars of any mesh by the name of their container, as their injectors call them. */
export const SIDECARS = oneOf('container', [
  'istio-proxy',
  'linkerd-proxy',
  'consul-dataplane',
  'envoy',
]);

/** Neither a pod's own control group nor its pause container. */
export const CONTAINERS_ONLY = [differs('container', ''), differs('container', 'POD')];

const CPU = 'container_cpu_usage_seconds_total';
const MEMORY = 'container_memory_working_set_bytes';
const CONTAINER = ['namespace', 'pod', 'container'];

/**
 * What the proxies of all namespaces take, beside everything that runs there. Keys: `proxyCpu`, `allCpu` (cores),
 * `proxyMemory`, `allMemory` (bytes); label `namespace`. Needs cAdvisor. Proxies of a whole node or namespace
 * (ztunnel, waypoints) have the same container name and count where they run.
 */
export function proxyCostQueries(windowSeconds: number): readonly NamedQuery[] {
  const cpu = (matchers: Parameters<typeof selector>[1]) =>
    sumBy(['namespace'], rate(CPU, matchers ?? [], windowSeconds));
  // A container that restarts has two series for a while, of which one counts.
  const memory = (matchers: Parameters<typeof selector>[1]) =>
    sumBy(['namespace'], maxBy(CONTAINER, selector(MEMORY, matchers ?? [])));
  return [
    { key: 'proxyCpu', promql: cpu([SIDECARS]) },
    { key: 'allCpu', promql: cpu(CONTAINERS_ONLY) },
    { key: 'proxyMemory', promql: memory([SIDECARS]) },
    { key: 'allMemory', promql: memory(CONTAINERS_ONLY) },
  ];
}
