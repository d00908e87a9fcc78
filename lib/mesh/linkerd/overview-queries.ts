import {
  above,
  div,
  equals,
  histogramQuantile,
  or,
  rate,
  relabelled,
  sumBy,
  times,
  withoutPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery } from '@/lib/mesh/adapter';
import {
  INBOUND,
  LATENCIES,
  LOST,
  NOT_ITS_OWN,
  ONE_PROXY,
  RESPONSES,
  ROUTED_ARRIVALS,
  ROUTE_METRICS,
} from '@/lib/mesh/linkerd/metric-labels';

/**
 * Inbound requests by namespace: `rate` per second, `errors` as a ratio, `p95` in milliseconds. As the servers'
 * proxies count them, and those that were lost on the way to a service of the namespace.
 */
export function namespaceQueries(rateWindowSeconds: number): readonly NamedQuery[] {
  const taken = (matchers: readonly Matcher[]) =>
    rate(RESPONSES, [INBOUND, ...NOT_ITS_OWN, ...matchers], rateWindowSeconds);
  const served = sumBy(['namespace', 'direction'], taken([]));
  const failed = sumBy(['namespace', 'direction'], taken([equals('classification', 'failure')]));
  const lost = lostByNamespace(rateWindowSeconds);
  const told = sumBy(['namespace'], or(served, lost));
  const buckets = sumBy(
    ['le', 'namespace'],
    rate(LATENCIES, [INBOUND, ...NOT_ITS_OWN], rateWindowSeconds),
  );
  return [
    {
      key: 'rate',
      promql: sumBy(['namespace'], or(served, lost, arrivalsOfNewerProxies(rateWindowSeconds))),
    },
    {
      // 0 where there are requests and no errors; nothing where there are no requests.
      key: 'errors',
      promql: div(or(sumBy(['namespace'], or(failed, lost)), times(told, 0)), above(told, 0)),
    },
    { key: 'p95', promql: histogramQuantile(0.95, buckets) },
  ];
}

/** Failures before any endpoint was reached, by the namespace of the service that was called. */
function lostByNamespace(window: number): PromQl {
  const of = (protocol: 'http' | 'grpc') =>
    rate(ROUTE_METRICS[protocol].statuses, LOST[protocol], window);
  const by = sumBy(['backend_namespace', 'error'], or(of('http'), of('grpc')));
  return relabelled(by, 'namespace', 'backend_namespace');
}

/** Proxies that no longer count responses by endpoint still count what arrives; how it ended they do not say here. */
function arrivalsOfNewerProxies(window: number): PromQl {
  const arrivals = withoutPartner(
    ONE_PROXY,
    rate(ROUTED_ARRIVALS, [], window),
    rate(RESPONSES, [INBOUND], window),
  );
  return sumBy(['namespace'], arrivals);
}
