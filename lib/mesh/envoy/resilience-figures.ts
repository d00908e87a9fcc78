import {
  maxBy,
  or,
  plus,
  rate,
  selector,
  sumBy,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { FigureQuery } from '@/lib/domain/resilience/setting';
import { RETRIES } from '@/lib/mesh/envoy/metrics';

const NOT_SEEN = 'No proxy of a caller reports it: nobody calls, or their metrics are not scraped.';

/**
 * What callers' proxies count of timeouts, retries and breakers towards some clusters: six queries.
 *
 * @param towards The matchers of each set of clusters that lead to the service.
 */
export function envoyFigures(
  towards: readonly (readonly Matcher[])[],
  windowSeconds: number,
): readonly FigureQuery[] {
  const [first, ...others] = towards;
  if (first === undefined) return [];
  const all = (of: (matchers: readonly Matcher[]) => PromQl) => or(of(first), ...others.map(of));
  const summed = (metric: string) =>
    sumBy(
      [],
      all((matchers) => rate(metric, matchers, windowSeconds)),
    );
  const perSecond = { unit: 'perSecond', absent: NOT_SEEN } as const;
  return [
    {
      ...{ key: 'timeouts', section: 'timeouts', label: 'Requests ended by the timeout' },
      ...perSecond,
      promql: summed('envoy_cluster_upstream_rq_timeout'),
    },
    {
      ...{ key: 'try-timeouts', section: 'retries', label: 'Tries ended by their own timeout' },
      ...perSecond,
      promql: summed('envoy_cluster_upstream_rq_per_try_timeout'),
    },
    {
      ...{ key: 'retries', section: 'retries', label: 'Retries' },
      ...perSecond,
      promql: summed(RETRIES),
    },
    {
      ...{ key: 'retry-limit', section: 'retries', label: 'Retries used up' },
      ...perSecond,
      promql: summed('envoy_cluster_upstream_rq_retry_limit_exceeded'),
    },
    {
      ...{ key: 'overflow', section: 'breaker', label: 'Refused by the limits' },
      ...perSecond,
      promql: plus(
        summed('envoy_cluster_upstream_rq_pending_overflow'),
        summed('envoy_cluster_upstream_cx_overflow'),
      ),
    },
    {
      key: 'ejections',
      section: 'breaker',
      label: 'Servers left alone now, as the caller with most sees it',
      unit: 'count',
      promql: maxBy(
        [],
        all((matchers) => selector('envoy_cluster_outlier_detection_ejections_active', matchers)),
      ),
      absent: NOT_SEEN,
    },
  ];
}
