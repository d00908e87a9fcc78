import { servicesOf, workloadOf, type WorkloadSpec } from '../../model/build-topology';
import type { DemoCall, DemoService } from '../../model/types';
import type { TopologyPart } from '../part';

const WORKLOADS: readonly WorkloadSpec[] = [
  { at: 'support/helpdesk', pods: 2, behaviour: { medianMs: 52, sigma: 0.6 } },
  { at: 'support/tickets-v1', service: 'tickets', pods: 2, behaviour: { medianMs: 24 } },
  {
    at: 'support/tickets-v2',
    service: 'tickets',
    version: 'v2',
    behaviour: { medianMs: 19, failures: [{ code: '503', flags: '-', share: 0.02 }] },
  },
  { at: 'support/chat-v1', service: 'chat', behaviour: { medianMs: 6 } },
  {
    at: 'support/chat-v2',
    service: 'chat',
    version: 'v2',
    behaviour: {
      medianMs: 7,
      failures: [{ code: '200', grpcStatus: '14', flags: '-', share: 0.01 }],
    },
  },
  {
    at: 'support/mail-v1',
    service: 'mail',
    behaviour: { requestBytes: 18_000, responseBytes: 900 },
  },
  {
    at: 'support/mail-v2',
    service: 'mail',
    version: 'v2',
    behaviour: { requestBytes: 18_000, responseBytes: 900 },
  },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'support/chat': { port: 9090, protocol: 'grpc' },
  'support/mail': { port: 2525, protocol: 'tcp' },
};

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'support/helpdesk', requestRate: 5, plaintextShare: 1 },
  { from: 'shop/api-gateway', to: 'support/helpdesk', requestRate: 3 },
  { from: 'support/helpdesk', to: 'support/tickets', requestRate: 8, headerShare: 0.05 },
  { from: 'support/helpdesk', to: 'support/chat', requestRate: 14 },
  { from: 'support/tickets-v1', to: 'support/mail', requestRate: 0.8 },
  { from: 'support/tickets-v2', to: 'support/mail', requestRate: 0.3 },
];

/** A help desk on Istio's sidecars whose routes are all of Gateway API: HTTP, gRPC and TCP. */
export function supportTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'istio', seed));
  return {
    namespaces: [{ name: 'support', mesh: 'istio' }],
    services: servicesOf(workloads, PORTS),
    workloads,
    calls: CALLS,
  };
}
