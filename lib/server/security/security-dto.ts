import 'server-only';
import type { DraftDto, JudgedCallDto, WorkloadPosture } from '@/lib/contract/security';
import { encryptedShareOf } from '@/lib/domain/encrypted-share';
import type { MeshEdge, MeshNode } from '@/lib/domain/model';
import {
  decidingLink,
  outcomeOf,
  type DraftedPolicy,
  type PolicyWorkload,
  type ServerTls,
} from '@/lib/domain/policy';
import { toYaml } from '@/lib/server/objects/to-yaml';
import type { CallPart, JudgedEdge } from '@/lib/server/security/judge-edge';
import { workloadNode, type SecurityWorld } from '@/lib/server/security/security-world';
import { objectId, objectWords } from '@/lib/domain/object-ref';
import { refOf } from '@/lib/mesh/object-refs';

/** One end of a call in the words of the API. */
export function toEnd({ id, namespace, name }: MeshNode) {
  return { node: id, namespace, name };
}

interface Amounts {
  readonly requestRate?: number;
  readonly bytesPerSecond?: number;
}

/** What flows over a part of a call; all of it where the share is left out. */
export function amountsOf({ signals }: MeshEdge, share = 1): Amounts {
  const { requestRate, requestBytesPerSecond: sent, responseBytesPerSecond: received } = signals;
  const bytes =
    sent === undefined && received === undefined ? undefined : (sent ?? 0) + (received ?? 0);
  return {
    ...(requestRate === undefined ? {} : { requestRate: requestRate * share }),
    ...(bytes === undefined ? {} : { bytesPerSecond: bytes * share }),
  };
}

/** A part of a call in the words of the API; without a share, without amounts. */
export function toPart(edge: MeshEdge, { isEncrypted, share, decision }: CallPart) {
  const amounts = share === null ? {} : amountsOf(edge, share);
  return { encrypted: isEncrypted, share, ...amounts, decision: { ...decision } };
}

/** A judged call in the words of the API. */
export function toJudgedCall({ edge, source, target, parts, decision }: JudgedEdge): JudgedCallDto {
  return {
    edge: edge.id,
    caller: toEnd(source),
    callee: toEnd(target),
    protocol: edge.protocol,
    mtlsShare: edge.signals.mtlsShare,
    ...amountsOf(edge),
    verdict: decision.verdict,
    parts: parts.map((part) => toPart(edge, part)),
  };
}

/** A drafted object in the words of the API. */
export function toDraft({ kind, object, replaces }: DraftedPolicy): DraftDto {
  const ref = refOf(object, kind);
  return { id: objectId(ref), object: ref, replaces: replaces !== null, yaml: toYaml(object) };
}

/** A port and its mode; of a workload in no mesh there is nothing to tell. */
export interface PortTls {
  readonly port: number | null;
  readonly names: readonly string[];
  readonly tls: ServerTls;
}

/** The modes of all ports of a workload. One that names none is asked about as a whole. */
export function portsOf(world: SecurityWorld, workload: PolicyWorkload): readonly PortTls[] {
  const policies = world.policiesOf(workload.mesh);
  if (policies === undefined) return [];
  if (workload.ports.length === 0) {
    return [{ port: null, names: [], tls: policies.serverTls(workload, null) }];
  }
  return workload.ports.map(({ number, names, servicePorts }) => ({
    port: number,
    names: [...new Set([...names, ...servicePorts.map(({ service }) => service)])],
    tls: policies.serverTls(workload, number),
  }));
}

/** What is told of a workload in the list. */
export function toPosture(
  world: SecurityWorld,
  workload: PolicyWorkload,
  inbound: readonly JudgedEdge[],
): WorkloadPosture {
  const { namespace, name, mesh, isGateway } = workload;
  const encryptedShare = encryptedShareOf(
    inbound.map(({ edge }) => ({ ...amountsOf(edge), mtlsShare: edge.signals.mtlsShare })),
  );
  const count = (verdict: string) =>
    inbound.filter(({ parts }) => parts.some(({ decision }) => decision.verdict === verdict))
      .length;
  return {
    node: workloadNode(workload),
    ...{ namespace, name, mesh, gateway: isGateway },
    ports: portsOf(world, workload).map(({ port, names, tls }) => {
      const link = decidingLink(tls);
      return {
        ...{ port, names: [...names], mode: tls.mode, mutual: tls.isMutual },
        by: link?.object ?? null,
        because: link?.because ?? '',
      };
    }),
    ...(encryptedShare === undefined ? {} : { encryptedShare }),
    callers: inbound.length,
    plaintext: plaintextOf(inbound),
    denied: inbound.filter(isSurelyDenied).length,
    undecided: count('unknown'),
    conflicts: [...new Set(inbound.flatMap((each) => conflictsOf(world, each)))],
  };
}

/** Whether a part of a call that surely flows is denied. */
function isSurelyDenied({ parts, decision }: JudgedEdge): boolean {
  if (decision.verdict === 'denied') return true;
  return parts.some(({ share, decision: own }) => share !== null && own.verdict === 'denied');
}

function plaintextOf(inbound: readonly JudgedEdge[]): WorkloadPosture['plaintext'] {
  return inbound
    .flatMap(({ edge, source, parts }) =>
      parts.flatMap(({ isEncrypted, share }) =>
        isEncrypted || share === null
          ? []
          : [{ edge: edge.id, caller: toEnd(source), share, ...amountsOf(edge, share) }],
      ),
    )
    .toSorted((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0));
}

/** Where both ends do what they are told and yet cannot talk to one another. */
function conflictsOf(world: SecurityWorld, { calls, source, target }: JudgedEdge): string[] {
  return calls.flatMap((call) => {
    const server = world.policiesOf(call.target.mesh)?.serverTls(call.target, call.port);
    if (server === undefined || call.source.kind !== 'workload') return [];
    const client = world.policiesOf(call.source.workload.mesh)?.clientTls(call);
    const by = client === undefined ? undefined : decidingLink(client);
    // Without an object that says so, it is no conflict but a caller without a proxy.
    if (client === undefined || by?.object == null) return [];
    if (outcomeOf(server, client.mode) !== 'broken') return [];
    const says = `${objectWords(by.object)} (${by.path}: ${by.value})`;
    return [
      `${source.name} calls ${target.name} as ${says} says, which its port, ${server.mode}, does not take.`,
    ];
  });
}
