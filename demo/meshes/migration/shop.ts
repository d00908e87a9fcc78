import { servicesOf, workloadOf, type WorkloadSpec } from '../../model/build-topology';
import type { DemoCall } from '../../model/types';
import type { TopologyPart } from '../part';

const WORKLOADS: readonly WorkloadSpec[] = [
  {
    at: 'members/members-linkerd',
    service: 'members',
    version: 'linkerd',
    mesh: 'linkerd',
    pods: 2,
    behaviour: { medianMs: 15, failures: [{ code: '500', flags: '-', share: 0.002 }] },
  },
  {
    at: 'members/members-istio',
    service: 'members',
    version: 'istio',
    mesh: 'istio',
    behaviour: { medianMs: 17, failures: [{ code: '500', flags: '-', share: 0.003 }] },
  },
  // Already moved.
  { at: 'members/signup', mesh: 'istio', behaviour: { medianMs: 48, sigma: 0.7 } },
  // Not yet.
  { at: 'members/reminders', mesh: 'linkerd', behaviour: { medianMs: 30 } },
];

const CALLS: readonly DemoCall[] = [
  { from: null, to: 'members/signup', requestRate: 2, plaintextShare: 1 },
  { from: 'members/signup', to: 'members/members', requestRate: 4 },
  { from: 'members/signup', to: 'loyalty/points', requestRate: 1.5 },
  { from: 'members/reminders', to: 'members/members', requestRate: 2 },
  { from: 'loyalty/loyalty-web', to: 'members/members', requestRate: 6 },
  { from: 'members/members-linkerd', to: 'loyalty/rewards', requestRate: 3 },
  { from: 'members/members-istio', to: 'loyalty/rewards', requestRate: 1.2 },
];

/**
 * The members, on their way from Linkerd to Istio: one service whose pods are half here and half there, callers
 * on both sides, and calls that go from each mesh into the other.
 */
export function membersTopology(seed: number): TopologyPart {
  const workloads = WORKLOADS.map((spec) => workloadOf(spec, null, seed));
  return {
    namespaces: [{ name: 'members', mesh: 'linkerd' }],
    services: servicesOf(workloads),
    workloads,
    calls: CALLS,
  };
}
