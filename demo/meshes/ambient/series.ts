import type { Flow } from '../../model/flow';
import type { MakeMetrics } from '../../model/metrics';
import { crossesWaypoint, isWaypoint } from '../../model/waypoints';
import { reportsBy, standardMetrics } from '../istio/series';
import { NODE_PROXY_METRICS } from './node-proxies';
import { ztunnelMetrics } from './ztunnel-series';

/** What waypoints report of requests and ztunnel of connections. */
export const ambientMetrics: MakeMetrics = ({ withSizeBuckets, workloads }) => {
  const waypoints = new Map(
    workloads.filter(isWaypoint).map((workload) => [workload.namespace, workload]),
  );
  const reportsOn = (flow: Flow) => {
    const waypoint = waypoints.get(flow.service.namespace);
    if (waypoint === undefined || !crossesWaypoint(flow)) return [];
    return reportsBy(flow, 'waypoint', waypoint);
  };
  const byWaypoints = standardMetrics(reportsOn, { withSizeBuckets });
  const byZtunnel = ztunnelMetrics(waypoints);
  const names = [...new Set([...Object.keys(byWaypoints), ...Object.keys(byZtunnel)])];
  const isUsed = workloads.some(({ mesh }) => mesh === 'ambient');
  const reports = Object.fromEntries(
    names.map((name) => [
      name,
      (flows: readonly Flow[]) => [
        ...(byWaypoints[name]?.(flows) ?? []),
        ...(byZtunnel[name]?.(flows) ?? []),
      ],
    ]),
  );
  return { ...reports, ...(isUsed ? NODE_PROXY_METRICS : {}) };
};
