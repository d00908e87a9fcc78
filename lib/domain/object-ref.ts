/** Names one object of the cluster. Versions of a group are the same object, so none is in it. */
export interface ObjectRef {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** Empty for an object that is in no namespace. */
  readonly namespace: string;
  readonly name: string;
}
