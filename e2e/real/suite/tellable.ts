import { leafOf } from '../../../demo/meshes/linkerd/leaves';
import { tellerOf } from '../../../demo/model/accounts';
import type { TrueEdge } from '../../../demo/model/types';

/**
 * What the meshes' proxies can tell of the truth: calls that only ztunnel carries are connections; and requests
 * that were lost on their way belong to the workload whose proxy they were for, where the caller's proxy
 * keeps an account by workload. Whether a call was under mutual TLS is null where nobody can know.
 */
export function tellable(truth: readonly TrueEdge[]): readonly TrueEdge[] {
  const lost = new Map<TrueEdge, TrueEdge[]>();
  for (const each of truth.filter(({ target }) => target === 'unknown')) {
    const intended = truth.find((edge) => isMeantFor(each, edge));
    if (intended !== undefined) lost.set(intended, [...(lost.get(intended) ?? []), each]);
  }
  const placed = new Set([...lost.values()].flat());
  return truth
    .filter((edge) => !placed.has(edge))
    .map((edge) => asCarried((lost.get(edge) ?? []).reduce(withLost, edge)))
    .map((edge) => (isToldByCaller(edge, truth) ? asSeenByCaller(edge) : edge));
}

/**
 * Whether only the caller's proxy tells of a call that crosses into another mesh: it knows the one workload there
 * by its service, and not how that took the call.
 */
function isToldByCaller({ meshes: [from, to], host }: TrueEdge, truth: readonly TrueEdge[]) {
  if (from !== 'istio' || to !== 'linkerd') return false;
  const behind = truth.filter((edge) => edge.host === host && edge.meshes[1] === to);
  return new Set(behind.map(({ target }) => target)).size === 1;
}

function asSeenByCaller(edge: TrueEdge): TrueEdge {
  return { ...edge, mtlsShare: null, quantilesMs: edge.callerQuantilesMs };
}

function isMeantFor({ source, host, meshes }: TrueEdge, edge: TrueEdge): boolean {
  if (meshes[0] === 'istio' || edge.source !== source || edge.host !== host) return false;
  const [name = '', namespace = ''] = host.split('.');
  return edge.target === `${namespace}/${leafOf({ namespace, name }, 'v1')}`;
}

function withLost(edge: TrueEdge, { requestRate, errorRate }: TrueEdge): TrueEdge {
  return {
    ...edge,
    requestRate: edge.requestRate + requestRate,
    errorRate: edge.errorRate + errorRate,
  };
}

function asCarried(edge: TrueEdge): TrueEdge {
  return edge.meshes.includes('ambient') && tellerOf(edge) === 'ztunnel'
    ? { ...edge, protocol: 'tcp', requestRate: 0, errorRate: 0, quantilesMs: null }
    : edge;
}
