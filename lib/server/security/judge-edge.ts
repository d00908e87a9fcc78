import 'server-only';
import type { MeshEdge, MeshNode } from '@/lib/domain/model';
import {
  agreed,
  judgeCall,
  type Decision,
  type PolicyCall,
  type PolicyWorkload,
} from '@/lib/domain/policy';
import { serviceNameOf } from '@/lib/mesh/hosts';
import type { SecurityWorld } from '@/lib/server/security/security-world';

/** What is encrypted of a call, or what is not, and whether it gets through. */
export interface CallPart {
  readonly isEncrypted: boolean;
  /** Of the call, 0..1; null when nobody can know. */
  readonly share: number | null;
  readonly decision: Decision;
}

/** A call with what policies say of it. */
export interface JudgedEdge {
  readonly edge: MeshEdge;
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly parts: readonly CallPart[];
  /** What all parts share; unknown where they differ. */
  readonly decision: Decision;
  /** The pairs of workloads that it may be between. */
  readonly calls: readonly PolicyCall[];
}

/** So many pairs of workloads of one call are looked at: beyond, it is between too many to say one thing. */
const MAX_PAIRS = 64;

/** A share this near to none or all is that: rates of counters are never exact. */
const NOISE = 1e-6;

/** Judges a call by the policies of the mesh that takes it in; null where no workload is known that does. */
export function judgeEdge(world: SecurityWorld, edge: MeshEdge): JudgedEdge | null {
  const source = world.nodes.get(edge.source);
  const target = world.nodes.get(edge.target);
  if (source === undefined || target === undefined) return null;
  const calls = world
    .behind(target)
    .flatMap((workload) =>
      world.sourceOf(source).map((each) => ({ ...callTo(workload, edge), source: each })),
    )
    .slice(0, MAX_PAIRS);
  if (calls.length === 0) return null;
  const parts = partsOf(edge).map(({ isEncrypted, share }) => ({
    ...{ isEncrypted, share },
    decision: agreed(
      calls.map((call) => judgeOne(world, { ...call, isEncrypted })),
      'It depends on which of several workloads call or are called.',
    ),
  }));
  const decision = agreed(
    parts.map((part) => part.decision),
    'It depends on whether a call is encrypted.',
  );
  return { edge, source, target, parts, decision, calls };
}

function judgeOne(world: SecurityWorld, call: PolicyCall): Decision {
  const policies = world.policiesOf(call.target.mesh);
  if (policies !== undefined) return judgeCall(policies, call);
  const because = 'No proxy of a mesh is before the callee, so that nobody is refused.';
  return { verdict: 'allowed', object: null, path: '', because };
}

function partsOf({ signals }: MeshEdge): readonly Pick<CallPart, 'isEncrypted' | 'share'>[] {
  const { mtlsShare } = signals;
  if (mtlsShare === undefined) {
    return [true, false].map((isEncrypted) => ({ isEncrypted, share: null }));
  }
  return [
    { isEncrypted: true, share: mtlsShare },
    { isEncrypted: false, share: 1 - mtlsShare },
  ].filter(({ share }) => share > NOISE);
}

function callTo(target: PolicyWorkload, edge: MeshEdge): Omit<PolicyCall, 'source'> {
  const services = edge.hosts
    .flatMap((host) => serviceNameOf(host) ?? [])
    .filter(({ namespace }) => namespace === target.namespace)
    .map(({ name }) => name);
  const { protocol } = edge;
  return {
    target,
    services,
    protocol,
    port: portOf(target, services, protocol),
    isEncrypted: true,
  };
}

/** The one port to which the addressed services lead, by the protocol where there are several. */
function portOf(
  { ports }: PolicyWorkload,
  services: readonly string[],
  protocol: MeshEdge['protocol'],
): number | null {
  const addressed = ports.filter(({ servicePorts }) =>
    servicePorts.some(({ service }) => services.includes(service)),
  );
  const candidates = addressed.length > 0 ? addressed : ports;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only.number;
  const [spoken, ...more] = candidates.filter((port) => port.protocol === protocol);
  return spoken !== undefined && more.length === 0 ? spoken.number : null;
}
