import { servicesOf, workloadOf, type WorkloadSpec } from '../../model/build-topology';
import type { DemoCall, DemoService } from '../../model/types';
import type { TopologyPart } from '../part';

const WORKLOADS: readonly WorkloadSpec[] = [
  {
    at: 'loyalty/loyalty-web',
    pods: 2,
    behaviour: { medianMs: 24, sigma: 0.7, responseBytes: 5_400 },
  },
  {
    at: 'loyalty/points-v1',
    service: 'points',
    pods: 2,
    behaviour: { medianMs: 13, failures: [{ code: '404', flags: '-', share: 0.01 }] },
  },
  {
    at: 'loyalty/points-v2',
    service: 'points',
    version: 'v2',
    behaviour: {
      medianMs: 19,
      sigma: 0.8,
      failures: [
        { code: '500', flags: '-', share: 0.03 },
        { code: '503', flags: '-', share: 0.012 },
      ],
    },
  },
  {
    at: 'loyalty/points-db',
    behaviour: { requestBytes: 14_000, responseBytes: 96_000, cpuLimitCores: 2 },
  },
  { at: 'loyalty/coupons-v1', service: 'coupons', behaviour: { medianMs: 22 } },
  {
    at: 'loyalty/coupons-v2',
    service: 'coupons',
    version: 'v2',
    behaviour: { medianMs: 190, sigma: 0.5, cpuSecondsPerRequest: 0.04, throttledShare: 0.3 },
  },
  {
    at: 'loyalty/rewards-v1',
    service: 'rewards',
    pods: 2,
    behaviour: { medianMs: 8 },
  },
  {
    at: 'loyalty/rewards-v2',
    service: 'rewards',
    version: 'v2',
    behaviour: {
      medianMs: 7,
      failures: [
        { code: '200', grpcStatus: '14', flags: '-', share: 0.008 },
        { code: '200', grpcStatus: '13', flags: '-', share: 0.004 },
      ],
    },
  },
  { at: 'loyalty/newsletter' },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'loyalty/points-db': { port: 5432, protocol: 'tcp' },
  'loyalty/rewards': { port: 9090, protocol: 'grpc' },
};

const CALLS: readonly DemoCall[] = [
  // The browsers of members, through a load balancer that knows no mesh.
  { from: null, to: 'loyalty/loyalty-web', requestRate: 9, plaintextShare: 1 },
  { from: 'shop/api-gateway', to: 'loyalty/loyalty-web', requestRate: 6 },
  {
    from: 'loyalty/loyalty-web',
    to: 'loyalty/points',
    requestRate: 14,
    headerShare: 0.03,
    lost: [{ code: '0', flags: 'FAIL_FAST', share: 0.006 }],
  },
  { from: 'loyalty/loyalty-web', to: 'loyalty/coupons', requestRate: 8 },
  { from: 'loyalty/loyalty-web', to: 'shop/user-service', requestRate: 2.5 },
  { from: 'loyalty/loyalty-web', to: 'legacy/billing', requestRate: 0.8 },
  { from: 'loyalty/points-v1', to: 'loyalty/points-db', requestRate: 1.8 },
  { from: 'loyalty/points-v2', to: 'loyalty/points-db', requestRate: 0.2 },
  { from: 'loyalty/points-v1', to: 'loyalty/rewards', requestRate: 6 },
  { from: 'loyalty/points-v2', to: 'loyalty/rewards', requestRate: 0.7 },
  { from: 'legacy/nightly-batch', to: 'loyalty/coupons', requestRate: 0.6 },
];

/**
 * The loyalty programme on Linkerd: points with a failing canary under a route, coupons with a slow second
 * version under a TrafficSplit, rewards that speak gRPC under a ServiceProfile, a database over TCP, clients
 * outside of the mesh, and a workload that nobody calls.
 */
export function loyaltyTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'linkerd', seed));
  return {
    namespaces: [{ name: 'loyalty', mesh: 'linkerd' }],
    services: servicesOf(workloads, PORTS),
    workloads,
    calls: CALLS,
  };
}
