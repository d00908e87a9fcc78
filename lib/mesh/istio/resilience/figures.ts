import {
  above,
  div,
  endsInOne,
  like,
  maxBy,
  oneOf,
  or,
  rate,
  selector,
  sumBy,
  times,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { FigureQuery, SectionId } from '@/lib/domain/resilience/setting';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { REQUESTS } from '@/lib/mesh/istio/metric-labels';
import { hostsOf } from '@/lib/mesh/istio/resilience/resilience';

/** Shares of requests by what the caller’s proxy noted of them. */
const BY_FLAG: readonly (readonly [flag: string, section: SectionId, label: string])[] = [
  ['UT', 'timeouts', 'Ended by the timeout (UT)'],
  ['URX', 'retries', 'Retries used up (URX)'],
  ['UO', 'breaker', 'Refused by the circuit breaker (UO)'],
  ['UH', 'breaker', 'No healthy server left (UH)'],
  ['FI', 'fault', 'Aborted by a fault (FI)'],
  ['DI', 'fault', 'Delayed by a fault (DI)'],
];

const NO_REQUESTS = 'No caller’s proxy has reported requests in this time.';

/** Istio’s proxies keep most of Envoy’s statistics to themselves. */
const NOT_EXPORTED =
  'Istio’s proxies do not export this unless they are told to: add it to proxyStatsMatcher.inclusionRegexps in meshConfig.defaultConfig, or to the annotation sidecar.istio.io/statsInclusionRegexps of the callers’ pods, and restart them.';

/**
 * What is measured of timeouts, retries, breakers and faults of calls to a service: eight queries.
 *
 * @param reporter Which proxies tell: those of callers, or waypoints.
 */
export function figures(
  node: NodeFacts,
  windowSeconds: number,
  reporter: Matcher,
): readonly FigureQuery[] {
  const hosts = hostsOf(node);
  if (hosts.length === 0) return [];
  const to = [reporter, oneOf('destination_service', hosts)];
  const total = sumBy([], rate(REQUESTS, to, windowSeconds));
  const clusters = endsInOne('cluster_name', '|', hosts);
  return [
    ...BY_FLAG.map(([flag, section, label]) => ({
      key: `flag-${flag}`,
      section,
      label,
      unit: 'ratio' as const,
      promql: shareOf(
        sumBy(
          [],
          rate(REQUESTS, [...to, like('response_flags', flagPattern(flag))], windowSeconds),
        ),
        total,
      ),
      absent: NO_REQUESTS,
    })),
    {
      key: 'retries',
      section: 'retries',
      label: 'Retries',
      unit: 'perSecond',
      promql: sumBy([], rate('envoy_cluster_upstream_rq_retry', [clusters], windowSeconds)),
      absent: NOT_EXPORTED,
    },
    {
      key: 'ejections',
      section: 'breaker',
      label: 'Servers left alone now, as the caller with most sees it',
      unit: 'count',
      promql: maxBy([], selector('envoy_cluster_outlier_detection_ejections_active', [clusters])),
      absent: NOT_EXPORTED,
    },
  ];
}

/** Nothing that was flagged means none, as long as there were requests at all. */
function shareOf(part: PromQl, total: PromQl): PromQl {
  return div(or(part, times(total, 0)), above(total, 0));
}

/** Several flags of one request are joined by commas. */
function flagPattern(flag: string): string {
  return `(.*,)?${flag}(,.*)?`;
}
