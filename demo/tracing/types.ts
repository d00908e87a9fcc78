export type SpanKind = 'internal' | 'server' | 'client';

export type TagValue = string | number | boolean;
export type Tag = readonly [key: string, value: TagValue];

export interface SpanEvent {
  readonly atUs: number;
  readonly name: string;
  readonly fields: readonly Tag[];
}

export interface DemoSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Undefined for a root. */
  readonly parentId: string | undefined;
  readonly service: string;
  /** Tags of the process: the pod and its address. */
  readonly process: readonly Tag[];
  readonly operation: string;
  readonly kind: SpanKind;
  /** Whole microseconds since 1970. */
  readonly startUs: number;
  readonly durationUs: number;
  /** Whether its status is an error. */
  readonly error: boolean;
  readonly tags: readonly Tag[];
  readonly events: readonly SpanEvent[];
}

export interface DemoTrace {
  readonly traceId: string;
  readonly spans: readonly DemoSpan[];
  readonly startUs: number;
  readonly endUs: number;
}

/** What the spans searched for have in common; a trace is found when one of its spans has it all. */
export interface TraceQuery {
  readonly service?: string;
  readonly operation?: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly minDurationUs?: number;
  readonly maxDurationUs?: number;
  /** Exact matches of tags, written as text. */
  readonly tags: ReadonlyMap<string, string>;
  readonly limit: number;
}

export interface Operation {
  readonly name: string;
  readonly spanKind: SpanKind;
}

/** A tracing store. */
export interface TraceStore {
  services(): readonly string[];
  operations(service: string): readonly Operation[];
  /** Newest first. */
  find(query: TraceQuery): readonly DemoTrace[];
  get(traceId: string): DemoTrace | undefined;
}
