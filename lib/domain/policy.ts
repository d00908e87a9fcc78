import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId, Protocol } from '@/lib/domain/model';
import type { ObjectRef } from '@/lib/domain/object-ref';

/**
 * What a workload's port takes in.
 *
 * - `strict`: TLS alone. `permissive`: that and plain text. `disabled`: plain text alone. Whether TLS is mutual
 *   is told beside it.
 * - `not-applicable`: no proxy of a mesh is in front of the port, or its mode is no matter of the mesh.
 * - `unknown`: what decides it cannot be read.
 */
export type TlsMode = 'strict' | 'permissive' | 'disabled' | 'not-applicable' | 'unknown';

export type ChainScope = 'default' | 'mesh' | 'namespace' | 'workload' | 'port';

/** One step on the way to an effective mode, widest first. */
export interface ChainLink {
  readonly scope: ChainScope;
  /** Null for what the mesh does without a word of anybody. */
  readonly object: ObjectRef | null;
  /** The field that was read, for example `spec.mtls.mode`; empty where there is none. */
  readonly path: string;
  /** What stands there, in the words of the field. */
  readonly value: string;
  /** Whether the effective mode is by this link. */
  readonly decides: boolean;
  /** Why it decides, or does not, in a sentence. */
  readonly because: string;
}

/** The mode of one port of a workload, and how it came about. */
export interface ServerTls {
  readonly mode: TlsMode;
  /** At least one link; exactly one decides. */
  readonly chain: readonly ChainLink[];
  /** Whether a call under TLS is checked at both ends: the client must show a certificate too. */
  readonly isMutual: boolean;
}

/**
 * What a client does.
 *
 * - `automatic`: mutual TLS where the server can. `mutual`: mutual TLS always. `simple`: TLS without a
 *   certificate of its own. `plaintext`: never. `unknown`: it cannot be read.
 */
export type ClientTlsMode = 'automatic' | 'mutual' | 'simple' | 'plaintext' | 'unknown';

export interface ClientTls {
  readonly mode: ClientTlsMode;
  readonly chain: readonly ChainLink[];
}

/** What becomes of a call when both ends do what they are told. */
export type TlsOutcome = 'mtls' | 'tls' | 'plaintext' | 'broken' | 'unknown';

/** A workload of the cluster, as policies select it. */
export interface PolicyWorkload {
  readonly namespace: string;
  readonly name: string;
  /** The mesh whose proxy takes its calls in; null for none. */
  readonly mesh: MeshId | null;
  /** Whether it is a way into its mesh, whose own listeners say what they take. */
  readonly isGateway: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** The addresses of its pods. */
  readonly addresses: readonly string[];
  /** The services of its namespace that select its pods, by name. */
  readonly services: readonly string[];
  readonly ports: readonly WorkloadPort[];
}

/** A port of the pods, beside the names by which it goes. */
export interface WorkloadPort {
  readonly number: number;
  readonly names: readonly string[];
  /** The ports of Services that lead to it, as `service:port`. */
  readonly servicePorts: readonly { readonly service: string; readonly port: number }[];
  /** What Services say that it speaks. */
  readonly protocol: Protocol | null;
}

/** The caller's side of a call: a workload, something without a name, or something that may not be told. */
export type PolicySource =
  | { readonly kind: 'workload'; readonly workload: PolicyWorkload }
  /** Beyond every mesh: it has no identity that a proxy could check. */
  | { readonly kind: 'outside' }
  /** It may have an identity, but nobody may say which. */
  | { readonly kind: 'unknown' };

/** A call to be judged. */
export interface PolicyCall {
  readonly source: PolicySource;
  readonly target: PolicyWorkload;
  /** The pods' port; null when telemetry does not tell which. */
  readonly port: number | null;
  readonly protocol: Protocol;
  /** The services of the target's namespace that were addressed. */
  readonly services: readonly string[];
  /** Whether it comes under mutual TLS, so that the server knows the caller's identity. */
  readonly isEncrypted: boolean;
}

export type Verdict = 'allowed' | 'denied' | 'unknown';

/** What the policies in force say of a call. */
export interface Decision {
  readonly verdict: Verdict;
  /** The object whose rule decides; null where none does. */
  readonly object: ObjectRef | null;
  /** The rule within it, as a path; empty where it is the object as a whole. */
  readonly path: string;
  /** Why, in a sentence. */
  readonly because: string;
}

export type PolicyEffect = 'allow' | 'deny' | 'custom' | 'audit' | 'tls' | 'authenticate' | 'other';

/** A policy in words. */
export interface DescribedPolicy {
  readonly object: ObjectRef;
  readonly effect: PolicyEffect;
  /** What it is for, in words. */
  readonly selects: string;
  /** What it says, a sentence a rule. */
  readonly rules: readonly string[];
  /** What makes it do less than it seems to, or nothing. */
  readonly warnings: readonly string[];
}

/** An object to be created or replaced, and what to know of it. */
export interface DraftedPolicy {
  readonly kind: ResourceKind;
  readonly object: KubeObject;
  /** The object of that name that is there and is replaced by this one; null for none. */
  readonly replaces: KubeObject | null;
}

export interface PolicyDraft {
  readonly objects: readonly DraftedPolicy[];
  /** What a reader must know before applying it, in sentences. */
  readonly notes: readonly string[];
}

/** What the objects of one mesh say of who may call whom, and how. The objects are read once, when it is made. */
export interface MeshPolicies {
  readonly described: readonly DescribedPolicy[];
  /** What a port takes in; null stands for a port that nobody names. Only for workloads of this mesh. */
  serverTls(workload: PolicyWorkload, port: number | null): ServerTls;
  /** What a caller of this mesh does towards a target, of whatever mesh. */
  clientTls(call: PolicyCall): ClientTls;
  /** Whether the authorization policies let a call to a workload of this mesh through. */
  decide(call: PolicyCall): Decision;
  /** A policy that allows exactly this call. */
  draft(call: PolicyCall): PolicyDraft;
  /** What makes everything in a namespace take mutual TLS alone. */
  tighten(namespace: string): PolicyDraft;
}

type Sends = Exclude<ClientTlsMode, 'unknown'>;
type Takes = Exclude<TlsMode, 'unknown'>;
type Result = Exclude<TlsOutcome, 'mtls' | 'unknown'> | 'encrypted';

/** By what the client sends and what the server takes; `encrypted` is mutual where the server checks the client. */
const OUTCOMES: Readonly<Record<Sends, Readonly<Record<Takes, Result>>>> = {
  automatic: {
    ...{ strict: 'encrypted', permissive: 'encrypted' },
    ...{ disabled: 'plaintext', 'not-applicable': 'plaintext' },
  },
  plaintext: {
    ...{ strict: 'broken', permissive: 'plaintext' },
    ...{ disabled: 'plaintext', 'not-applicable': 'plaintext' },
  },
  mutual: {
    ...{ strict: 'encrypted', permissive: 'encrypted' },
    ...{ disabled: 'broken', 'not-applicable': 'broken' },
  },
  simple: {
    ...{ strict: 'tls', permissive: 'tls' },
    ...{ disabled: 'broken', 'not-applicable': 'tls' },
  },
};

/** What a client's way and a server's mode make of a call when both do what they are told. */
export function outcomeOf(
  { mode, isMutual }: Pick<ServerTls, 'mode' | 'isMutual'>,
  client: ClientTlsMode,
): TlsOutcome {
  if (mode === 'unknown' || client === 'unknown') return 'unknown';
  // A server that asks for a certificate, and takes nothing else, gets none.
  if (client === 'simple' && mode === 'strict' && isMutual) return 'broken';
  const result = OUTCOMES[client][mode];
  if (result !== 'encrypted') return result;
  return isMutual ? 'mtls' : 'tls';
}

/** The link that an effective mode is by. */
export function decidingLink({ chain }: Pick<ServerTls, 'chain'>): ChainLink | undefined {
  return chain.find(({ decides }) => decides);
}

/**
 * Whether a call gets through: what the port takes in comes first, then what the authorization policies say. Where
 * telemetry does not tell the port, it is judged on each that the workload has, and known if all say alike.
 */
export function judgeCall(policies: MeshPolicies, call: PolicyCall): Decision {
  const { ports } = call.target;
  if (call.port !== null || ports.length === 0) return judgeOnPort(policies, call);
  const decisions = ports.map(({ number }) => judgeOnPort(policies, { ...call, port: number }));
  return agreed(decisions, 'It depends on the port, which telemetry does not tell.');
}

function judgeOnPort(policies: MeshPolicies, call: PolicyCall): Decision {
  const server = policies.serverTls(call.target, call.port);
  if (call.isEncrypted || server.mode !== 'strict') return policies.decide(call);
  const link = decidingLink(server);
  const takes = server.isMutual ? 'mutual TLS' : 'TLS';
  return {
    verdict: 'denied',
    object: link?.object ?? null,
    path: link?.path ?? '',
    because: `The port takes ${takes} alone, and the call comes in plain text.`,
  };
}

/** The decision that all share by its verdict; else that it is not known, and why. */
export function agreed(decisions: readonly Decision[], because: string): Decision {
  const [first] = decisions;
  if (first !== undefined && decisions.every(({ verdict }) => verdict === first.verdict)) {
    return first;
  }
  return { verdict: 'unknown', object: null, path: '', because };
}
