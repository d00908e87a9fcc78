import {
  countBy,
  equals,
  or,
  rate,
  selector,
  sumBy,
  unlessAny,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import { ztunnelRates } from '@/lib/mesh/ambient/layer-four';
import { BY_WAYPOINT } from '@/lib/mesh/istio/metric-labels';
import { panels as panelsOf } from '@/lib/mesh/istio/panels';
import { BY_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

const AT_SERVER = equals('reporter', 'destination');
const AT_CLIENT = equals('reporter', 'source');

/**
 * The charts of a node or an edge: requests as waypoints count them, bytes as ztunnel does. Of a node, at the client
 * for what it sends out, else at the server; of an edge, by the account that the graph takes: the server's ztunnel,
 * else the waypoint, else the client's ztunnel.
 */
export function panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[] {
  return panelsOf(target, rateWindowSeconds, {
    server: BY_WAYPOINT,
    bytes: target.kind === 'node' ? ofNode(target.direction === 'outbound') : ofEdge,
  });
}

type Bytes = (metric: string, matchers: readonly Matcher[], window: number) => PromQl;

function ofNode(isOutbound: boolean): Bytes {
  const side = isOutbound ? AT_CLIENT : AT_SERVER;
  return (metric, matchers, window) => sumBy([], ztunnelRates(metric, window, [...matchers, side]));
}

const ofEdge: Bytes = (metric, matchers, window) => {
  const at = (side: Matcher) => sumBy([], ztunnelRates(metric, window, [...matchers, side]));
  const servers = BY_ZTUNNEL.map((own) => said(metric, [...own, ...matchers, AT_SERVER]));
  const waypoints = [...matchers, BY_WAYPOINT];
  const atWaypoint = sumBy([], rate(metric, waypoints, window));
  const unlessServers = (of: PromQl) => servers.reduce(unlessAny, of);
  return or(
    at(AT_SERVER),
    unlessServers(atWaypoint),
    unlessAny(unlessServers(at(AT_CLIENT)), said(metric, waypoints)),
  );
};

/** One sample where any such series is there. */
function said(metric: string, matchers: readonly Matcher[]): PromQl {
  return countBy([], selector(metric, matchers));
}
