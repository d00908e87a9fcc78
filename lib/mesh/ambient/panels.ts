import { equals, sumBy } from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import { ztunnelRates } from '@/lib/mesh/ambient/layer-four';
import { BY_WAYPOINT } from '@/lib/mesh/istio/metric-labels';
import { panels as panelsOf } from '@/lib/mesh/istio/panels';

/**
 * The charts of a node or an edge: requests as waypoints count them, bytes as ztunnel does at the client for what a
 * node sends out, else at the server. Bytes of an edge that only the client's ztunnel tells of, and of TCP as a
 * waypoint counts it, are not charted.
 */
export function panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[] {
  const isOutbound = target.kind === 'node' && target.direction === 'outbound';
  const side = equals('reporter', isOutbound ? 'source' : 'destination');
  return panelsOf(target, rateWindowSeconds, {
    server: BY_WAYPOINT,
    bytes: (metric, matchers, window) =>
      sumBy([], ztunnelRates(metric, window, [...matchers, side])),
  });
}
