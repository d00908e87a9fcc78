import {
  MEBIBYTE,
  servicesOf,
  USUAL,
  workloadOf,
  type WorkloadSpec,
} from '../../model/build-topology';
import type { DemoCall, DemoService } from '../../model/types';
import type { TopologyPart } from '../part';

const WORKLOADS: readonly WorkloadSpec[] = [
  {
    at: 'billing/billing-gateway',
    behaviour: { medianMs: 38, sigma: 0.7, memoryBytes: 70 * MEBIBYTE, cpuLimitCores: 1 },
  },
  {
    at: 'billing/invoices-v1',
    service: 'invoices',
    pods: 2,
    behaviour: { medianMs: 30, sigma: 0.7, failures: [{ code: '500', flags: '-', share: 0.002 }] },
  },
  {
    at: 'billing/invoices-v2',
    service: 'invoices',
    version: 'v2',
    behaviour: {
      medianMs: 58,
      sigma: 0.8,
      failures: [
        { code: '502', flags: '-', share: 0.025 },
        { code: '404', flags: '-', share: 0.01 },
      ],
    },
  },
  {
    at: 'billing/ledger',
    pods: 2,
    behaviour: {
      medianMs: 11,
      failures: [
        { code: '200', grpcStatus: '13', flags: '-', share: 0.006 },
        { code: '200', grpcStatus: '14', flags: '-', share: 0.003 },
      ],
    },
  },
  {
    at: 'billing/ledger-db',
    behaviour: {
      requestBytes: 16_000,
      responseBytes: 120_000,
      memoryBytes: 700 * MEBIBYTE,
      cpuLimitCores: 2,
    },
  },
  { at: 'billing/reminders' },
  { at: 'billing/statements-v1', service: 'statements' },
  { at: 'billing/statements-v2', service: 'statements', version: 'v2' },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'billing/ledger': { port: 9090, protocol: 'grpc' },
  'billing/ledger-db': { port: 5432, protocol: 'tcp' },
};

const OUTSIDE: readonly DemoService[] = [
  {
    namespace: 'billing',
    name: 'tax-office',
    port: 443,
    protocol: 'http',
    externalHost: 'api.tax-office.example',
    behaviour: { ...USUAL, medianMs: 210, sigma: 0.4 },
  },
];

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'billing/billing-gateway', requestRate: 6, plaintextShare: 1 },
  { from: 'shop/orders', to: 'billing/billing-gateway', requestRate: 4 },
  {
    from: 'billing/billing-gateway',
    to: 'billing/invoices',
    requestRate: 10,
    headerShare: 0.05,
  },
  { from: 'billing/reminders', to: 'billing/invoices', requestRate: 0.9 },
  {
    from: 'billing/invoices-v1',
    to: 'billing/ledger',
    requestRate: 9,
    lost: [{ code: '503', flags: 'UO', share: 0.012 }],
  },
  { from: 'billing/invoices-v2', to: 'billing/ledger', requestRate: 2 },
  { from: 'billing/invoices-v1', to: 'billing/tax-office', requestRate: 1.1 },
  { from: 'billing/ledger', to: 'billing/ledger-db', requestRate: 1.6 },
  // Backups of the platform: no proxy, so that they come in plain text.
  { from: null, to: 'billing/ledger-db', requestRate: 0.2, plaintextShare: 1 },
];

/**
 * Billing on Consul: a canary behind a gateway, a ledger that speaks gRPC and whose database takes plain text
 * from outside, a host outside through a terminating gateway, and a service that nobody calls.
 */
export function billingTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'consul', seed));
  return {
    namespaces: [{ name: 'billing', mesh: 'consul' }],
    services: [...servicesOf(workloads, PORTS), ...OUTSIDE],
    workloads,
    calls: CALLS,
  };
}
