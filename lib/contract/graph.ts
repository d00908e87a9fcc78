import { z } from 'zod';
import { answerBase, healthSchema, meshRefSchema } from '@/lib/contract/common';

export const codeRateSchema = z.object({
  httpCode: z.string().optional(),
  grpcStatus: z.string().optional(),
  flags: z.string().optional(),
  rate: z.number(),
  error: z.boolean(),
});

const bucketSchema = z.object({ lowMs: z.number(), highMs: z.number().nullable() });

/** A missing figure was not measured. It is never 0. */
export const signalsSchema = z.object({
  requestRate: z.number().optional(),
  errorRatio: z.number().nullable().optional(),
  p50Ms: z.number().optional(),
  p95Ms: z.number().optional(),
  p99Ms: z.number().optional(),
  /** The histogram bucket that each quantile fell in: its uncertainty. */
  buckets: z
    .object({ p50: bucketSchema, p95: bucketSchema, p99: bucketSchema })
    .partial()
    .optional(),
  /** Both directions together, for TCP. */
  bytesPerSecond: z.number().optional(),
  requestBytesPerSecond: z.number().optional(),
  responseBytesPerSecond: z.number().optional(),
  /** Connections opened per second, for TCP. */
  connectionsPerSecond: z.number().optional(),
  mtlsShare: z.number().optional(),
  codes: z.array(codeRateSchema),
  reporters: z
    .object({
      requests: z.string(),
      latency: z.string(),
      bytes: z.string(),
      connections: z.string(),
      mtls: z.string(),
    })
    .partial(),
});
export type SignalsDto = z.infer<typeof signalsSchema>;

export const graphNodeSchema = z.object({
  id: z.string(),
  kind: z.enum(['service', 'workload', 'app', 'external', 'unknown']),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  app: z.string().optional(),
  version: z.string().optional(),
  meshes: z.array(z.string()),
  health: healthSchema,
  /** Summed over its inbound edges; for a node nobody calls, over its outbound edges. */
  requestRate: z.number().optional(),
  errorRatio: z.number().nullable().optional(),
  bytesPerSecond: z.number().optional(),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

export const graphEdgeSchema = signalsSchema.extend({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  /** The meshes that reported it, the one whose figures are shown first. */
  meshes: z.array(z.string()),
  /** What a reader must know to trust the figures, in sentences. */
  notes: z.array(z.string()).optional(),
  hosts: z.array(z.string()),
  health: healthSchema,
});
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

/** `GET /api/v1/graph`. */
export const graphSchema = z.object({
  /** Epoch milliseconds of the moment the figures are for. */
  at: z.number(),
  windowSeconds: z.number(),
  view: z.enum(['workload', 'service', 'app']),
  meshes: z.array(meshRefSchema),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  /** The PromQL that gave the figures, for "explain this number". */
  queries: z.array(z.object({ key: z.string(), promql: z.string() })),
  ...answerBase,
});
export type Graph = z.infer<typeof graphSchema>;
