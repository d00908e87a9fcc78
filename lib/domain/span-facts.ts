/** The fields of a span that mapping it to the mesh needs. */
export interface SpanFacts {
  readonly service: string;
  readonly operation: string;
  readonly kind: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly processTags: ReadonlyMap<string, string>;
}
