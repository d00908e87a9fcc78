import { MEBIBYTE, servicesOf, workloadOf, type WorkloadSpec } from '../../model/build-topology';
import type { DemoCall, DemoService } from '../../model/types';
import type { TopologyPart } from '../part';

const WORKLOADS: readonly WorkloadSpec[] = [
  { at: 'media/front', pods: 2, behaviour: { medianMs: 44, sigma: 0.6, responseBytes: 9_800 } },
  { at: 'media/film-v1', service: 'film', pods: 2, behaviour: { medianMs: 26 } },
  {
    at: 'media/film-v2',
    service: 'film',
    version: 'v2',
    behaviour: {
      medianMs: 95,
      sigma: 0.9,
      failures: [{ code: '500', flags: '-', share: 0.06 }],
    },
  },
  {
    at: 'media/titles',
    behaviour: {
      medianMs: 8,
      failures: [{ code: '404', flags: '-', share: 0.03 }],
    },
  },
  { at: 'media/rights', behaviour: { medianMs: 15 } },
  {
    at: 'media/store',
    behaviour: {
      requestBytes: 9_000,
      responseBytes: 240_000,
      memoryBytes: 512 * MEBIBYTE,
      cpuLimitCores: 1,
    },
  },
  { at: 'media/archive' },
];

const PORTS: Readonly<Record<string, Pick<DemoService, 'port' | 'protocol'>>> = {
  'media/rights': { port: 9090, protocol: 'grpc' },
  'media/store': { port: 6379, protocol: 'tcp' },
};

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'media/front', requestRate: 9, plaintextShare: 1 },
  { from: 'shop/recommendation', to: 'media/front', requestRate: 3 },
  {
    from: 'media/front',
    to: 'media/film',
    requestRate: 11,
    headerShare: 0.04,
    lost: [{ code: '503', flags: 'UO', share: 0.004 }],
  },
  { from: 'media/front', to: 'media/titles', requestRate: 7, plaintextShare: 1 },
  { from: 'media/film-v1', to: 'media/rights', requestRate: 6 },
  { from: 'media/film-v2', to: 'media/rights', requestRate: 2.4 },
  { from: 'media/film-v1', to: 'media/store', requestRate: 1.2 },
  { from: 'media/film-v2', to: 'media/store', requestRate: 0.5 },
];

/**
 * Films on App Mesh: a canary whose new version is slow and fails, a call that is not encrypted, gRPC whose
 * statuses nobody counts, a store over TCP, and an archive that nobody calls.
 */
export function mediaTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, 'app-mesh', seed));
  return {
    namespaces: [{ name: 'media', mesh: 'app-mesh' }],
    services: servicesOf(workloads, PORTS),
    workloads,
    calls: CALLS,
  };
}
