import {
  above,
  div,
  equals,
  histogramQuantile,
  or,
  plus,
  rate,
  relabelled,
  sumBy,
  times,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery } from '@/lib/mesh/adapter';
import { BY_SERVER, DURATIONS, REQUESTS } from '@/lib/mesh/istio/metric-labels';
import { failureMatchers, LOST } from '@/lib/mesh/istio/outcome-matchers';

/**
 * Inbound requests by namespace: `rate` per second, `errors` as a ratio, `p95` in milliseconds. As the
 * servers count them, and those that were lost on the way to a service of the namespace.
 */
export function namespaceQueries(rateWindowSeconds: number): readonly NamedQuery[] {
  const requests = requestsByNamespace([], rateWindowSeconds);
  const none = times(requests, 0);
  // 0 where there are requests and no errors of a kind; nothing where there are no requests.
  const failed = failureMatchers()
    .map((failure) => or(requestsByNamespace(failure, rateWindowSeconds), none))
    .reduce(plus);
  const buckets = sumBy(
    ['le', 'destination_workload_namespace'],
    rate(DURATIONS, [BY_SERVER], rateWindowSeconds),
  );
  const p95 = relabelled(
    histogramQuantile(0.95, buckets),
    'namespace',
    'destination_workload_namespace',
  );
  return [
    { key: 'rate', promql: requests },
    { key: 'errors', promql: div(failed, above(requests, 0)) },
    { key: 'p95', promql: sumBy(['namespace'], p95) },
  ];
}

function requestsByNamespace(matchers: readonly Matcher[], windowSeconds: number): PromQl {
  const by = (label: string, account: readonly Matcher[]) =>
    relabelled(
      sumBy([label], rate(REQUESTS, [...account, ...matchers], windowSeconds)),
      'namespace',
      label,
    );
  const served = by('destination_workload_namespace', [BY_SERVER]);
  const lost = by('destination_service_namespace', [equals('reporter', 'source'), LOST]);
  return sumBy(['namespace'], or(served, lost));
}
