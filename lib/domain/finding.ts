import type { MeshId } from '@/lib/domain/model';
import type { ObjectRef } from '@/lib/domain/object-ref';

/**
 * - `error`: traffic fails, is refused or is less protected than the object says;
 * - `warning`: the object, or a part of it, has no effect or another one than it seems to have;
 * - `note`: worth knowing.
 */
export type Severity = (typeof SEVERITIES)[number];

/** Worst first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;

/** What a rule says of itself, for people. */
export interface RuleText {
  /** Letters for the mesh, then three digits of which the first stands for the subject: `IS101`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in a sentence without the names of objects. */
  readonly title: string;
  /** What comes of it. */
  readonly why: string;
  /** What to do about it. */
  readonly mend: string;
  /** A page of the mesh's own documentation. */
  readonly link: string;
}

/** One place in one object at which a rule is broken. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly mesh: MeshId;
  readonly object: ObjectRef;
  /** JSON Pointer into the object; empty for all of it. */
  readonly path: string;
  readonly message: string;
  /** The other objects that take part in it. */
  readonly related: readonly ObjectRef[];
}
