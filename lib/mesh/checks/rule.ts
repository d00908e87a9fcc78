import type { RuleText } from '@/lib/domain/finding';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';

/** The part of a kind by which its objects are found. */
export type KindRef = Pick<ResourceKind, 'group' | 'plural'>;

/** Sorts the objects of a kind by what others look them up by. Declared once, as a constant. */
export interface ObjectIndex {
  readonly kind: KindRef;
  /** The keys under which an object is found; a pure function of the object. */
  readonly keysOf: (object: KubeObject) => readonly string[];
}

/**
 * What a rule may look at beside the object that it judges. Whatever is looked up is remembered, so that the object
 * is judged again when an answer would be another: a rule that keeps to this needs no other word on when it
 * has to run.
 */
export interface Lookups {
  /** The objects under a key, by namespace and name. The same array until one of them changes. */
  find(index: ObjectIndex, key: string): readonly KubeObject[];
  /**
   * Whether every object of a kind can be read: those of one namespace, or all there are. What is not found is
   * missing only then.
   */
  knows(kind: KindRef, namespace?: string): boolean;
}

/** One place in the judged object at which the rule is broken. */
export interface Violation {
  /** JSON Pointer; empty for the whole object. */
  readonly path: string;
  readonly message: string;
  readonly related?: readonly KubeObject[] | undefined;
}

/** One rule: a pure function of one object and of what it looks up. */
export interface Rule extends RuleText {
  /** The kinds whose objects it judges. */
  readonly subjects: readonly KindRef[];
  /** The kinds that it looks up beside the judged object. */
  readonly reads: readonly KindRef[];
  readonly check: (object: KubeObject, lookups: Lookups) => readonly Violation[];
}
