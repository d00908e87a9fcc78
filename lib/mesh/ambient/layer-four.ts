import { differs, equals, like, or, rate, type Matcher, type PromQl } from '@/lib/domain/promql';
import { BY_WAYPOINT } from '@/lib/mesh/istio/metric-labels';

/** What the app of ztunnel's pods is called. */
export const ZTUNNEL = 'ztunnel';

/**
 * The rates of a TCP metric as ztunnel and waypoints count it. Where a scrape gives no labels of pods, ztunnel is
 * told by the name of its pod. The three select different series.
 */
export function layerFour(
  metric: string,
  windowSeconds: number,
  matchers: readonly Matcher[] = [],
): PromQl {
  return or(
    ...([
      rate(metric, [...ofZtunnel(), ...matchers], windowSeconds),
      rate(
        metric,
        [differs('app', ZTUNNEL), like('pod', 'ztunnel-.*'), ...matchers],
        windowSeconds,
      ),
      rate(metric, [BY_WAYPOINT, ...matchers], windowSeconds),
    ] as const),
  );
}

/** Selects what ztunnel tells, where its pods are labelled. */
export function ofZtunnel(): readonly Matcher[] {
  return [equals('app', ZTUNNEL)];
}
