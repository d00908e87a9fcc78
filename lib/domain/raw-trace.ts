export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';

/** A key and its value, both as text. Pairs, not a record: a key may be called `__proto__`. */
export type Tag = readonly [string, string];

export interface SpanReference {
  readonly kind: 'child-of' | 'follows-from';
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
}

export interface SpanEvent {
  /** Microseconds from the start of the trace; fractions keep nanoseconds. */
  readonly atUs: number;
  readonly name: string;
  readonly fields: readonly Tag[];
}

/** One span as a tracing store told it, before it is placed in a tree. */
export interface RawSpan {
  /** 16 lower-case hex digits. The store may give the same id twice. */
  readonly id: string;
  /** The id of the parent, in this trace; null for a root. The parent may be missing. */
  readonly parentId: string | null;
  /** Links beside the parent. */
  readonly references: readonly SpanReference[];
  /** Index in `processes`. */
  readonly process: number;
  readonly operation: string;
  readonly kind: SpanKind;
  /** Microseconds from the start of the trace; fractions keep nanoseconds. */
  readonly startUs: number;
  /** Never negative. */
  readonly durationUs: number;
  /** Status ERROR, or the tag `error=true`. */
  readonly error: boolean;
  readonly tags: readonly Tag[];
  readonly events: readonly SpanEvent[];
  readonly warnings: readonly string[];
}

/** One trace as a tracing store told it. */
export interface RawTrace {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Epoch milliseconds of the earliest span, with fractions. */
  readonly startMs: number;
  readonly processes: readonly { readonly service: string; readonly tags: readonly Tag[] }[];
  /** In the order of their start. */
  readonly spans: readonly RawSpan[];
  /** What the store, or the cap on spans, left out. */
  readonly warnings: readonly string[];
}
