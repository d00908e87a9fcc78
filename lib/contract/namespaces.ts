import { z } from 'zod';
import { answerBase, healthSchema } from '@/lib/contract/common';

const sparkline = z.array(z.tuple([z.number(), z.number().nullable()]));

export const namespaceSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  meshes: z.array(z.string()),
  injection: z.enum(['enabled', 'disabled', 'unset', 'unknown']),
  health: healthSchema,
  workloads: z.number(),
  /** Inbound golden signals over the window. */
  requestRate: z.number().optional(),
  errorRatio: z.number().nullable().optional(),
  p95Ms: z.number().optional(),
  bytesPerSecond: z.number().optional(),
  /** `[epoch seconds, value]` over the last half hour. */
  sparklines: z.object({ rate: sparkline, errors: sparkline, p95: sparkline }).partial(),
  /** What is wrong in it, worst first, each with the node it concerns. */
  problems: z.array(
    z.object({ node: z.string(), status: z.enum(['degraded', 'failing']), reason: z.string() }),
  ),
});
export type NamespaceSummary = z.infer<typeof namespaceSchema>;

/** `GET /api/v1/namespaces`. */
export const namespacesSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  namespaces: z.array(namespaceSchema),
  ...answerBase,
});
export type Namespaces = z.infer<typeof namespacesSchema>;
