import { or, rate, type Matcher, type PromQl } from '@/lib/domain/promql';
import { BY_WAYPOINT } from '@/lib/mesh/istio/metric-labels';
import { BY_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** The rates of a TCP metric as ztunnel and waypoints count it: series that have none in common. */
export function layerFour(metric: string, windowSeconds: number): PromQl {
  return or(rate(metric, [BY_WAYPOINT], windowSeconds), ztunnelRates(metric, windowSeconds));
}

/** The rates of a TCP metric as ztunnel alone counts it. */
export function ztunnelRates(
  metric: string,
  windowSeconds: number,
  matchers: readonly Matcher[] = [],
): PromQl {
  return BY_ZTUNNEL.map((own) => rate(metric, [...own, ...matchers], windowSeconds)).reduce(
    (all, rates) => or(all, rates),
  );
}
