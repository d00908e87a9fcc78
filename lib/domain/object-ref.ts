/** Which object: its kind and its name. Says nothing of whether it exists. */
export interface ObjectRef {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** Empty for a kind whose objects are in no namespace. */
  readonly namespace: string;
  readonly name: string;
}
