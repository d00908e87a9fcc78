import {
  differs,
  maxBy,
  oneOf,
  rate,
  selector,
  startsWithOne,
  sumBy,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery, SharedProxy } from '@/lib/mesh/adapter';

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
const POD = ['namespace', 'pod'];
const CONTAINER = [...POD, 'container'];

type Matchers = readonly Matcher[];

/**
 * What the proxies of all namespaces take, beside everything that runs there. Keys: `proxyCpu`, `allCpu` (cores),
 * `proxyMemory`, `allMemory` (bytes); label `namespace`. Needs cAdvisor. Proxies of a whole node or namespace
 * (ztunnel, waypoints) have the same container name and count where they run.
 */
export function proxyCostQueries(windowSeconds: number): readonly NamedQuery[] {
  const cpu = (matchers: Matchers) => cpuBy(['namespace'], matchers, windowSeconds);
  const memory = (matchers: Matchers) => memoryBy(['namespace'], matchers);
  return [
    { key: 'proxyCpu', promql: cpu([SIDECARS]) },
    { key: 'allCpu', promql: cpu(CONTAINERS_ONLY) },
    { key: 'proxyMemory', promql: memory([SIDECARS]) },
    { key: 'allMemory', promql: memory(CONTAINERS_ONLY) },
  ];
}

/**
 * What the pods of shared proxies take. Keys: `sharedCpu` (cores), `sharedMemory` (bytes); labels `namespace`, `pod`.
 * The pods are told by how their names begin, so that the queries stay the same while pods come and go.
 */
export function sharedProxyQueries(
  proxies: readonly Pick<SharedProxy, 'namespace' | 'name'>[],
  windowSeconds: number,
): readonly NamedQuery[] {
  const distinct = (values: readonly string[]) => [...new Set(values)].toSorted();
  const matchers = [
    SIDECARS,
    oneOf('namespace', distinct(proxies.map(({ namespace }) => namespace))),
    startsWithOne('pod', distinct(proxies.map(({ name }) => name)), '-'),
  ];
  return [
    { key: 'sharedCpu', promql: cpuBy(POD, matchers, windowSeconds) },
    { key: 'sharedMemory', promql: memoryBy(POD, matchers) },
  ];
}

function cpuBy(labels: readonly string[], matchers: Matchers, windowSeconds: number): PromQl {
  return sumBy(labels, rate(CPU, matchers, windowSeconds));
}

/** A container that restarts has two series for a while, of which one counts. */
function memoryBy(labels: readonly string[], matchers: Matchers): PromQl {
  return sumBy(labels, maxBy(CONTAINER, selector(MEMORY, matchers)));
}
