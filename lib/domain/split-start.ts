import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';

/** A choice that could be made by weight and is not yet: no object that carries weights is there. */
export interface SplitStart {
  readonly namespace: string;
  /** The name that callers use. */
  readonly host: string;
  /** The subset that all requests go to now. */
  readonly present: string;
  /** All subsets, the present one among them. */
  readonly names: readonly string[];
  /** The object that would carry the weights, with everything for the present subset. */
  readonly kind: ResourceKind;
  readonly object: KubeObject;
  /** What to know before it is created, in a sentence. */
  readonly note: string;
}
