import 'server-only';
import type {
  Security,
  SecurityNode,
  SecurityQuery,
  SecurityWorkload,
  SecurityWorkloadQuery,
} from '@/lib/contract/security';
import { groupBy } from '@/lib/domain/group-by';
import { parseNodeId } from '@/lib/domain/model';
import type { Identity } from '@/lib/server/access/identity';
import { meshRef } from '@/lib/server/mesh-ref';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { judgeEdge, type JudgedEdge } from '@/lib/server/security/judge-edge';
import { loadCertificates } from '@/lib/server/security/load-certificates';
import { loadWorld } from '@/lib/server/security/load-world';
import { portsOf, toJudgedCall, toPosture } from '@/lib/server/security/security-dto';
import { workloadNode, type SecurityWorld } from '@/lib/server/security/security-world';

/** Modes, shares, policies and certificates of the namespaces that a person may read. */
export async function loadSecurity(
  rt: Runtime,
  identity: Identity,
  { namespaces, window }: SecurityQuery,
  signal: AbortSignal,
): Promise<Security> {
  const loaded = await loadWorld(rt, identity, { windowSeconds: window, namespaces }, signal);
  const { world, scope } = loaded;
  const certificates = await loadCertificates(rt, scope, signal);
  const wanted = new Set(namespaces);
  const isWanted = (namespace: string) => wanted.size === 0 || wanted.has(namespace);
  const inbound = inboundOf(world);
  return {
    at: rt.now(),
    windowSeconds: window,
    meshes: rt.meshes.map(meshRef),
    workloads: [...world.workloads.values()]
      .filter(({ namespace }) => isWanted(namespace))
      .map((workload) => toPosture(world, workload, inbound.get(workloadNode(workload)) ?? [])),
    policies: rt.meshes.flatMap((mesh) =>
      (world.policiesOf(mesh.id)?.described ?? [])
        .filter(({ object }) => isWanted(object.namespace) || object.namespace === '')
        .map((policy) => ({
          ...policy,
          ...{ mesh: mesh.id, rules: [...policy.rules], warnings: [...policy.warnings] },
        })),
    ),
    certificates: certificates.filter(({ namespace }) => isWanted(namespace)),
    sources: [...loaded.sources],
    warnings: [...loaded.warnings],
  };
}

/** The judged calls by the node that takes them in. */
function inboundOf(world: SecurityWorld): ReadonlyMap<string, readonly JudgedEdge[]> {
  const judged = world.edges.flatMap((edge) => judgeEdge(world, edge) ?? []);
  return groupBy(judged, ({ edge }) => edge.target);
}

/**
 * One workload: the chain of each port, and who calls it.
 *
 * @throws ProblemError `not-found` when there is no such workload that the person may read.
 */
export async function loadSecurityWorkload(
  rt: Runtime,
  identity: Identity,
  { node: id, window }: SecurityWorkloadQuery,
  signal: AbortSignal,
): Promise<SecurityWorkload> {
  const { namespace, name } = parseNodeId(id) ?? { namespace: '', name: '' };
  const question = { windowSeconds: window, namespaces: [namespace] };
  const loaded = await loadWorld(rt, identity, question, signal);
  const { world } = loaded;
  const workload = world.workloads.get(`${namespace}/${name}`);
  if (workload === undefined) {
    throw new ProblemError('not-found', { detail: 'There is no such workload that you may read.' });
  }
  const inbound = inboundOf(world).get(id) ?? [];
  return {
    at: rt.now(),
    windowSeconds: window,
    posture: toPosture(world, workload, inbound),
    chains: portsOf(world, workload).map(({ port, tls }) => ({ port, links: [...tls.chain] })),
    inbound: inbound.map(toJudgedCall),
    sources: [...loaded.sources],
    warnings: [...loaded.warnings],
  };
}

/** The workloads behind a service or an app, or a workload itself: with nothing behind it, none. */
export async function loadSecurityNode(
  rt: Runtime,
  identity: Identity,
  { node: id, window }: SecurityWorkloadQuery,
  signal: AbortSignal,
): Promise<SecurityNode> {
  const node = parseNodeId(id);
  if (node === null) throw new ProblemError('invalid-request', { detail: 'Not the id of a node.' });
  const question = { windowSeconds: window, namespaces: [node.namespace] };
  const loaded = await loadWorld(rt, identity, question, signal);
  const { world } = loaded;
  const inbound = inboundOf(world);
  return {
    at: rt.now(),
    windowSeconds: window,
    workloads: world.behind({ id, ...node, meshes: [] }).map((workload) => {
      const calls = inbound.get(workloadNode(workload)) ?? [];
      return { posture: toPosture(world, workload, calls), inbound: calls.map(toJudgedCall) };
    }),
    sources: [...loaded.sources],
    warnings: [...loaded.warnings],
  };
}
