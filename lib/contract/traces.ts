import { z } from 'zod';
import { answerBase } from '@/lib/contract/common';

export const traceSummarySchema = z.object({
  traceId: z.string(),
  rootService: z.string(),
  rootOperation: z.string(),
  /** Epoch milliseconds, with fractions. */
  startMs: z.number(),
  durationMs: z.number(),
  spanCount: z.number(),
  errorCount: z.number(),
  /** Spans whose parent has not arrived. */
  orphanCount: z.number(),
  services: z.array(z.object({ name: z.string(), spanCount: z.number(), errorCount: z.number() })),
  /** For an edge: the duration of the slowest span of that edge. */
  edgeDurationMs: z.number().optional(),
});
export type TraceSummary = z.infer<typeof traceSummarySchema>;

/** `GET /api/v1/traces`. */
export const tracesSchema = z.object({
  traces: z.array(traceSummarySchema),
  /** What the store was asked: the service names that were tried, and those of them that it knows. */
  searched: z.object({ services: z.array(z.string()), matched: z.array(z.string()) }),
  /** Whether the limit was reached, so that there may be more. */
  limited: z.boolean(),
  ...answerBase,
});
export type Traces = z.infer<typeof tracesSchema>;

/** `GET /api/v1/traces/services` and `GET /api/v1/traces/operations?service=`. */
export const traceNamesSchema = z.object({ names: z.array(z.string()), ...answerBase });
export type TraceNames = z.infer<typeof traceNamesSchema>;

export const spanSchema = z.object({
  id: z.string(),
  /** Index of the parent in `spans`; null for a root or an orphan. */
  parent: z.number().int().nullable(),
  orphan: z.boolean(),
  depth: z.number().int(),
  /** Index in `services`. */
  service: z.number().int(),
  operation: z.string(),
  kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer', 'unspecified']),
  /** Microseconds from the start of the trace; fractions keep nanoseconds. */
  startUs: z.number(),
  durationUs: z.number(),
  /** Spans timed by the clock of one machine share a number; absent when it is not known which. */
  clock: z.number().int().optional(),
  error: z.boolean(),
  tags: z.array(z.tuple([z.string(), z.string()])),
  events: z.array(
    z.object({
      atUs: z.number(),
      name: z.string(),
      fields: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
  /** The mesh node that made it and the edge it travelled, where they are known. */
  node: z.string().optional(),
  edge: z.string().optional(),
  warnings: z.array(z.string()),
});
export type Span = z.infer<typeof spanSchema>;

/** `GET /api/v1/traces/{id}`: spans in depth-first order, children by start. */
export const traceSchema = z.object({
  traceId: z.string(),
  /** Epoch milliseconds of the earliest span. */
  startMs: z.number(),
  durationMs: z.number(),
  services: z.array(
    z.object({ name: z.string(), tags: z.array(z.tuple([z.string(), z.string()])) }),
  ),
  spans: z.array(spanSchema),
  ...answerBase,
});
export type Trace = z.infer<typeof traceSchema>;
