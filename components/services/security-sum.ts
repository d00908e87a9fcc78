import type { SecurityNode, TlsModeDto } from '@/lib/contract/security';
import { modesOf } from '@/components/shell/security-words';
import { encryptedShareOf } from '@/lib/domain/encrypted-share';

/** What the workloads of a node take in, and what truly comes. */
export interface SecuritySum {
  /** Of all their ports, the weakest first. */
  readonly modes: readonly TlsModeDto[];
  /** Of what they take in, 0..1; undefined when nobody can know, or nothing came. */
  readonly encryptedShare: number | undefined;
  readonly callers: number;
  /** Callers that send any of their calls in plain text. */
  readonly plaintext: number;
  /** Callers of whose calls nobody can know. */
  readonly unknown: number;
}

/** Adds up the workloads that are in a mesh; null where none is. */
export function securitySum(workloads: SecurityNode['workloads']): SecuritySum | null {
  const meshed = workloads.filter(({ posture }) => posture.mesh !== null);
  if (meshed.length === 0) return null;
  const calls = meshed.flatMap(({ inbound }) => inbound);
  const plaintext = new Set(
    meshed.flatMap(({ posture }) => posture.plaintext.map(({ caller }) => caller.node)),
  );
  const unknown = new Set(
    calls.filter(({ mtlsShare }) => mtlsShare === undefined).map(({ caller }) => caller.node),
  );
  return {
    modes: modesOf({ ports: meshed.flatMap(({ posture }) => posture.ports) }),
    encryptedShare: encryptedShareOf(calls),
    callers: new Set(calls.map(({ caller }) => caller.node)).size,
    plaintext: plaintext.size,
    unknown: [...unknown].filter((node) => !plaintext.has(node)).length,
  };
}
