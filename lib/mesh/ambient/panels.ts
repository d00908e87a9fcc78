import { equals, sumBy, type Matcher } from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import { layerFour } from '@/lib/mesh/ambient/layer-four';
import { BY_WAYPOINT, TCP_REQUEST_BYTES, TCP_RESPONSE_BYTES } from '@/lib/mesh/istio/metric-labels';
import { panels as panelsOf } from '@/lib/mesh/istio/panels';
import { matchersOf } from '@/lib/mesh/istio/target-matchers';

const BY_WAYPOINTS = { server: BY_WAYPOINT, client: BY_WAYPOINT };

/**
 * The charts of a node or an edge: requests as waypoints count them, bytes as ztunnel does on the side that the
 * chart is about; of an edge on the server's, and on the client's where that is outside of ambient mode.
 */
export function panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[] {
  return panelsOf(target, rateWindowSeconds, BY_WAYPOINTS).map((panel) =>
    panel.id === 'bytes' ? { ...panel, queries: bytesOf(target, rateWindowSeconds) } : panel,
  );
}

function bytesOf(target: SeriesTarget, window: number): PanelQuery['queries'] {
  const matchers = [...(matchersOf(target) ?? []), sideOf(target)];
  const direction = (metric: string, name: string) => ({
    promql: sumBy([], layerFour(metric, window, matchers)),
    nameOf: () => name,
  });
  return [
    direction(TCP_REQUEST_BYTES, 'to the server'),
    direction(TCP_RESPONSE_BYTES, 'to the client'),
  ];
}

function sideOf(target: SeriesTarget): Matcher {
  const isOutbound = target.kind === 'node' && target.direction === 'outbound';
  return equals('reporter', isOutbound ? 'source' : 'destination');
}
