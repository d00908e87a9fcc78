import { servicesOf, workloadOf, type WorkloadSpec } from '../../model/build-topology';
import type { DemoCall, DemoService } from '../../model/types';
import { isWaypoint, WAYPOINT } from '../../model/waypoints';
import type { TopologyPart } from '../part';
import { WAYPOINT_PODS } from './place';

const WORKLOADS: readonly WorkloadSpec[] = [
  { at: 'booking/booking-web', pods: 2, behaviour: { medianMs: 38, sigma: 0.6 } },
  { at: 'booking/rooms-v1', service: 'rooms', pods: 2, behaviour: { medianMs: 21 } },
  {
    at: 'booking/rooms-v2',
    service: 'rooms',
    version: 'v2',
    behaviour: { medianMs: 18, failures: [{ code: '503', flags: '-', share: 0.015 }] },
  },
  {
    at: 'booking/prices',
    pods: 2,
    behaviour: {
      medianMs: 6,
      failures: [{ code: '200', grpcStatus: '13', flags: '-', share: 0.006 }],
    },
  },
  { at: 'booking/calendar', behaviour: { medianMs: 11 } },
  { at: `booking/${WAYPOINT}` },
  { at: 'depot/pallets', pods: 2, behaviour: { medianMs: 16 } },
  { at: 'depot/crane', behaviour: { medianMs: 30 } },
  { at: 'depot/archive', behaviour: { requestBytes: 30_000, responseBytes: 2_100 } },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'booking/prices': { port: 9090, protocol: 'grpc' },
  [`booking/${WAYPOINT}`]: { port: 15008, protocol: 'tcp' },
  'depot/archive': { port: 7000, protocol: 'tcp' },
};

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'booking/booking-web', requestRate: 9, plaintextShare: 1 },
  {
    from: 'booking/booking-web',
    to: 'booking/rooms',
    requestRate: 12,
    headerShare: 0.04,
  },
  { from: 'booking/booking-web', to: 'booking/prices', requestRate: 16 },
  {
    from: 'booking/rooms-v1',
    to: 'booking/calendar',
    requestRate: 5.1,
    lost: [{ code: '503', flags: 'UH', share: 0.003 }],
  },
  { from: 'booking/rooms-v2', to: 'booking/calendar', requestRate: 0.9 },
  { from: 'booking/booking-web', to: 'depot/archive', requestRate: 1.2 },
  { from: 'booking/booking-web', to: 'shop/profiles', requestRate: 4 },
  { from: 'shop/orders', to: 'depot/pallets', requestRate: 5 },
  { from: 'depot/crane', to: 'depot/pallets', requestRate: 3 },
  { from: 'depot/pallets', to: 'depot/archive', requestRate: 0.9 },
];

/**
 * Room booking without sidecars. `booking` has a waypoint, and a canary by a route of Gateway API; `depot` has
 * ztunnel alone, which knows connections and no requests. Calls go to the shop's sidecars and come from there.
 */
export function bookingTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'ambient', seed)).map((workload) =>
    isWaypoint(workload) ? { ...workload, pods: WAYPOINT_PODS } : workload,
  );
  return {
    namespaces: [
      { name: 'booking', mesh: 'ambient' },
      { name: 'depot', mesh: 'ambient' },
    ],
    services: servicesOf(workloads, PORTS),
    workloads,
    calls: CALLS,
  };
}
