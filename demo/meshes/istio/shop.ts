import {
  MEBIBYTE,
  servicesOf,
  USUAL,
  workloadOf,
  type WorkloadSpec,
} from '../../model/build-topology';
import type { DemoCall, DemoRoute, DemoService, DemoTopology } from '../../model/types';

const WORKLOADS: readonly WorkloadSpec[] = [
  {
    at: 'ingress/istio-ingressgateway',
    pods: 2,
    behaviour: { medianMs: 34, sigma: 0.7, memoryBytes: 90 * MEBIBYTE, cpuLimitCores: 2 },
  },
  {
    at: 'shop/api-gateway',
    pods: 2,
    behaviour: { medianMs: 28, sigma: 0.7, responseBytes: 6_200 },
  },
  { at: 'shop/user-service-v1', service: 'user-service', pods: 2, behaviour: { medianMs: 9 } },
  {
    at: 'shop/user-service-v2',
    service: 'user-service',
    version: 'v2',
    behaviour: {
      medianMs: 16,
      sigma: 0.9,
      failures: [
        { code: '503', flags: '-', share: 0.03 },
        { code: '500', flags: '-', share: 0.015 },
      ],
    },
  },
  {
    at: 'shop/orders',
    pods: 2,
    behaviour: {
      medianMs: 42,
      sigma: 0.8,
      requestBytes: 1_800,
      failures: [
        { code: '404', flags: '-', share: 0.008 },
        { code: '500', flags: '-', share: 0.001 },
      ],
    },
  },
  {
    at: 'shop/profiles',
    behaviour: { medianMs: 7, failures: [{ code: '404', flags: '-', share: 0.02 }] },
  },
  { at: 'shop/payments', pods: 2, behaviour: { medianMs: 85, sigma: 0.7, requestBytes: 1_200 } },
  { at: 'shop/inventory', behaviour: { medianMs: 18, responseBytes: 9_500 } },
  {
    at: 'shop/recommendation',
    behaviour: {
      medianMs: 22,
      sigma: 0.9,
      responseBytes: 3_900,
      cpuSecondsPerRequest: 0.012,
      throttledShare: 0.08,
      failures: [
        { code: '200', grpcStatus: '13', flags: '-', share: 0.008 },
        { code: '200', grpcStatus: '14', flags: '-', share: 0.004 },
      ],
    },
  },
  {
    at: 'shop/postgres',
    behaviour: {
      requestBytes: 22_000,
      responseBytes: 180_000,
      cpuSecondsPerRequest: 0.02,
      memoryBytes: 900 * MEBIBYTE,
      cpuLimitCores: 2,
    },
  },
  { at: 'warehouse/stock', pods: 2, behaviour: { medianMs: 14 } },
  { at: 'warehouse/stock-sync', behaviour: { medianMs: 20 } },
  {
    at: 'warehouse/shipping-v1',
    service: 'shipping',
    behaviour: { medianMs: 31, sigma: 0.7 },
  },
  {
    at: 'warehouse/shipping-v2',
    service: 'shipping',
    version: 'v2',
    behaviour: { medianMs: 25, sigma: 0.7 },
  },
  { at: 'warehouse/labels', behaviour: { medianMs: 60, responseBytes: 48_000 } },
  {
    at: 'analytics/collector',
    behaviour: { medianMs: 5, requestBytes: 4_800, responseBytes: 120 },
  },
  {
    at: 'analytics/reports',
    behaviour: {
      medianMs: 620,
      sigma: 0.75,
      responseBytes: 96_000,
      cpuSecondsPerRequest: 0.16,
      throttledShare: 0.42,
      failures: [{ code: '504', flags: '-', share: 0.012 }],
    },
  },
  { at: 'analytics/dashboards', behaviour: { medianMs: 90 } },
  { at: 'staging/storefront', pods: 2 },
  { at: 'staging/checkout' },
  { at: 'legacy/billing', pods: 2, mesh: null, behaviour: { medianMs: 140, sigma: 0.8 } },
  { at: 'legacy/nightly-batch', mesh: null },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'ingress/istio-ingressgateway': { port: 80, protocol: 'http' },
  'shop/recommendation': { port: 9090, protocol: 'grpc' },
  'shop/postgres': { port: 5432, protocol: 'tcp' },
};

const OUTSIDE: readonly DemoService[] = [
  {
    namespace: 'shop',
    name: 'cards-api',
    port: 443,
    protocol: 'http',
    externalHost: 'api.cards.example',
    behaviour: {
      ...USUAL,
      medianMs: 180,
      sigma: 0.5,
      failures: [{ code: '502', flags: '-', share: 0.004 }],
    },
  },
  {
    namespace: 'analytics',
    name: 'vendor-telemetry',
    port: 443,
    protocol: 'http',
    externalHost: 'telemetry.vendor.example',
    undeclared: true,
    behaviour: { ...USUAL, medianMs: 95 },
  },
];

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'ingress/istio-ingressgateway', requestRate: 62, plaintextShare: 1 },
  { from: 'ingress/istio-ingressgateway', to: 'shop/api-gateway', requestRate: 62 },
  { from: 'shop/api-gateway', to: 'shop/user-service', requestRate: 40, headerShare: 0.03 },
  {
    from: 'shop/api-gateway',
    to: 'shop/orders',
    requestRate: 18,
    lost: [
      { code: '503', flags: 'UF', share: 0.004 },
      { code: '503', flags: 'URX', share: 0.002 },
    ],
  },
  { from: 'shop/api-gateway', to: 'shop/profiles', requestRate: 21 },
  { from: 'shop/api-gateway', to: 'shop/recommendation', requestRate: 26 },
  { from: 'shop/api-gateway', to: 'shop/inventory', requestRate: 12 },
  { from: 'shop/user-service-v1', to: 'shop/postgres', requestRate: 2.4 },
  { from: 'shop/user-service-v2', to: 'shop/postgres', requestRate: 0.4 },
  { from: 'shop/user-service-v1', to: 'shop/profiles', requestRate: 8 },
  { from: 'shop/user-service-v2', to: 'shop/profiles', requestRate: 1.2 },
  {
    from: 'shop/orders',
    to: 'shop/payments',
    requestRate: 9,
    lost: [
      { code: '503', flags: 'UH', share: 0.003 },
      { code: '504', flags: 'UT', share: 0.002 },
    ],
  },
  { from: 'shop/orders', to: 'shop/inventory', requestRate: 14 },
  { from: 'shop/orders', to: 'shop/postgres', requestRate: 1.5 },
  { from: 'shop/orders', to: 'legacy/billing', requestRate: 6 },
  { from: 'shop/orders', to: 'warehouse/shipping', requestRate: 7 },
  { from: 'shop/orders', to: 'analytics/collector', requestRate: 11 },
  { from: 'shop/payments', to: 'shop/cards-api', requestRate: 9 },
  { from: 'shop/recommendation', to: 'shop/profiles', requestRate: 13 },
  { from: 'shop/inventory', to: 'warehouse/stock', requestRate: 20 },
  {
    from: 'warehouse/stock-sync',
    to: 'shop/inventory',
    requestRate: 3,
    plaintextShare: 0.35,
  },
  { from: 'warehouse/stock-sync', to: 'warehouse/stock', requestRate: 3 },
  {
    from: 'warehouse/shipping-v1',
    to: 'warehouse/labels',
    requestRate: 5.2,
    lost: [{ code: '503', flags: 'UO', share: 0.003 }],
  },
  { from: 'warehouse/shipping-v2', to: 'warehouse/labels', requestRate: 1.8 },
  { from: 'analytics/dashboards', to: 'analytics/reports', requestRate: 2.2 },
  { from: 'analytics/reports', to: 'analytics/collector', requestRate: 4 },
  { from: 'analytics/collector', to: 'analytics/vendor-telemetry', requestRate: 1.5 },
  { from: 'legacy/nightly-batch', to: 'shop/orders', requestRate: 1.2 },
];

const ROUTES: readonly DemoRoute[] = [
  { service: 'shop/user-service', header: { v2: 1 }, rest: { v1: 0.9, v2: 0.1 } },
  { service: 'warehouse/shipping', header: {}, rest: { v1: 0.75, v2: 0.25 } },
];

/**
 * A small shop on Istio sidecars. Each namespace has something to show: `shop` a canary with a
 * failing new version, a database over TCP, a gRPC service and a host outside; `ingress` clients
 * outside the mesh; `warehouse` a caller that sends some requests in plain text; `analytics` a slow
 * dependency; `staging` workloads without traffic; `legacy` workloads without sidecars.
 */
export function createShop({ seed }: { readonly seed: number }): DemoTopology {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'istio', seed));
  return {
    namespaces: [
      { name: 'analytics', mesh: 'istio' },
      { name: 'ingress', mesh: 'istio' },
      { name: 'legacy', mesh: null },
      { name: 'shop', mesh: 'istio' },
      { name: 'staging', mesh: 'istio' },
      { name: 'warehouse', mesh: 'istio' },
    ],
    services: [...servicesOf(workloads, PORTS), ...OUTSIDE],
    workloads,
    calls: CALLS,
    routes: ROUTES,
  };
}
