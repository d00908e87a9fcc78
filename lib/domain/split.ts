import type { MeshId } from '@/lib/domain/model';

/** How the weights of one mesh's choice add up. */
export type WeightArithmetic =
  | {
      readonly kind: 'relative';
      /** What a target without a weight counts as. */
      readonly absent: 0 | 1;
      /** Largest weight the field takes. */
      readonly max: number;
      /** Whether a lone destination gets everything whatever its weight. */
      readonly singleTakesAll: boolean;
      /** Whether a choice of which all weights are 0 is refused. */
      readonly refusesAllZero: boolean;
      /** The smallest weight that may be written, where 0 may not. */
      readonly min?: number | undefined;
      /** What the weights may add up to at most. */
      readonly maxTotal?: number | undefined;
      /** The smallest difference that the field can express; 1 when it is left out. */
      readonly step?: number | undefined;
    }
  | {
      readonly kind: 'sum';
      /** What the weights must add up to exactly. */
      readonly total: number;
      /** Smallest step between two weights. */
      readonly step: number;
      /** Whether the mesh adds them up in 32-bit floats in their order, and wants exactly the total. */
      readonly float32?: boolean | undefined;
    };

/** The one object, and the one array in it, that holds the weights. */
export interface Carrier {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural, for API paths. Always used with its group. */
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  /** JSON Pointer to the array of targets, for example `/spec/http/1/route`. */
  readonly path: string;
  readonly resourceVersion: string;
}

/** What identifies a target within its choice; weights move only between known targets. */
export interface TargetRef {
  /** As written in the object. */
  readonly host: string;
  readonly subset?: string | undefined;
  readonly port?: number | undefined;
}

export interface SplitTarget extends TargetRef {
  /** The host as a fully qualified name. */
  readonly fqdn: string;
  /** As written; null when the object leaves it out. */
  readonly weight: number | null;
  /** What the mesh makes of the weight: 0..1, or null when the choice sends nothing anywhere. */
  readonly share: number | null;
  /** The labels of the subset. */
  readonly labels: Readonly<Record<string, string>>;
  /** The version that telemetry will report, where the subset's labels say so. */
  readonly version?: string | undefined;
  /** Names of the workloads (in the host's namespace) whose pods the subset selects. */
  readonly workloads: readonly string[];
  /** Whether the subset (or host) it names exists. */
  readonly resolved: boolean;
}

export type OwnerKind = 'hand' | 'argo-cd' | 'flux' | 'argo-rollouts' | 'flagger' | 'helm';

/** Who else writes this object, so that a change made here may not last. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly name?: string | undefined;
  /** The label, annotation or field manager that says so. */
  readonly evidence?: string | undefined;
}

export interface SplitWarning {
  readonly code: string;
  readonly message: string;
}

/** One weighted choice inside one object. */
export interface Split {
  /** Opaque and stable while the object keeps its shape; safe in a URL path segment. */
  readonly id: string;
  readonly mesh: MeshId;
  readonly carrier: Carrier;
  readonly protocol: 'http' | 'grpc' | 'tcp' | 'tls';
  /** The hosts whose callers this choice applies to, as written. */
  readonly hosts: readonly string[];
  /** What leads to this choice, in words, OR-ed; empty when everything (else) does. */
  readonly match: readonly string[];
  /** The name of the route, where it has one. */
  readonly routeName?: string | undefined;
  readonly targets: readonly SplitTarget[];
  /** Further targets the choice could be widened to (subsets that exist). */
  readonly candidates: readonly SplitTarget[];
  readonly arithmetic: WeightArithmetic;
  readonly owner: Owner;
  readonly warnings: readonly SplitWarning[];
}

/** A weight per target, in order, for the whole choice: what a person wants it to be. */
export interface SplitIntent {
  /** The version of the object that the person was looking at. */
  readonly resourceVersion: string;
  readonly targets: readonly (TargetRef & { readonly weight: number | null })[];
}

export type PatchOperation =
  | { readonly op: 'test' | 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** An intent made exact: what is sent to the API server. */
export interface Change {
  readonly carrier: Carrier;
  /** RFC 6902, led by `test` operations on the resourceVersion and on each target's identity. */
  readonly patch: readonly PatchOperation[];
  /** The whole object before and after, for the diff. */
  readonly before: unknown;
  readonly after: unknown;
  readonly warnings: readonly SplitWarning[];
}

/** Why an intent is not turned into a change. `rule` names the rule of the mesh, or ours. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
}
