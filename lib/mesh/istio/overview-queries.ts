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

/** Who tells of requests that a server took in, and of those that were lost before one. */
export interface Account {
  readonly server: Matcher;
  readonly lost: readonly Matcher[];
}

const SIDECARS: Account = { server: BY_SERVER, lost: [equals('reporter', 'source'), LOST] };

/**
 * Inbound requests by namespace: `rate` per second, `errors` as a ratio, `p95` in milliseconds. As the
 * servers count them, and those that were lost on the way to a service of the namespace.
 */
export function namespaceQueries(
  rateWindowSeconds: number,
  account: Account = SIDECARS,
): readonly NamedQuery[] {
  const requests = requestsByNamespace([], rateWindowSeconds, account);
  const none = times(requests, 0);
  // 0 where there are requests and no errors of a kind; nothing where there are no requests.
  const failed = failureMatchers()
    .map((failure) => or(requestsByNamespace(failure, rateWindowSeconds, account), none))
    .reduce(plus);
  const buckets = sumBy(
    ['le', 'destination_workload_namespace'],
    rate(DURATIONS, [account.server], rateWindowSeconds),
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

function requestsByNamespace(
  matchers: readonly Matcher[],
  windowSeconds: number,
  { server, lost: ofLost }: Account,
): PromQl {
  const by = (label: string, told: readonly Matcher[]) =>
    relabelled(
      sumBy([label], rate(REQUESTS, [...told, ...matchers], windowSeconds)),
      'namespace',
      label,
    );
  const served = by('destination_workload_namespace', [server]);
  const lost = by('destination_service_namespace', ofLost);
  return sumBy(['namespace'], or(served, lost));
}
