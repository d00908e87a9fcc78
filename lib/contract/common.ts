import { z } from 'zod';

/** RFC 1123 label: namespaces. */
export const namespaceName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'not a namespace');

/** The state of one upstream, sent with every answer. */
export const sourceSchema = z.object({
  name: z.enum(['prometheus', 'tracing', 'kubernetes']),
  /** `off`: not configured. `stale`: the figures are from before it failed. */
  state: z.enum(['ok', 'partial', 'stale', 'down', 'off']),
  /** How old the figures from it are; null when there are none. */
  ageMs: z.number().nullable(),
  reason: z.string().nullable(),
});
export type SourceStatus = z.infer<typeof sourceSchema>;

/** Something that makes the answer less than whole. */
export const warningSchema = z.object({ code: z.string(), message: z.string() });
export type Warning = z.infer<typeof warningSchema>;

/** Tells with every answer the present, epoch milliseconds, by the clock that figures are asked for by. */
export const PRESENT_HEADER = 'alidade-present';

/** Which object; see `objectId`. */
export const objectRefSchema = z.object({
  /** Empty for the core group. */
  group: z.string(),
  plural: z.string(),
  kind: z.string(),
  /** Empty for a kind whose objects are in no namespace. */
  namespace: z.string(),
  name: z.string(),
});

export const answerBase = {
  sources: z.array(sourceSchema),
  warnings: z.array(warningSchema),
};

export const healthSchema = z.object({
  status: z.enum(['healthy', 'degraded', 'failing', 'idle', 'unknown']),
  /** What is wrong, worst first, in words with figures. */
  reasons: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;

/** A mesh as it is named on the screen. */
export const meshRefSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Two letters for badges. */
  short: z.string(),
  /** Who can know whether a call is encrypted, in a sentence; empty for what carries no telemetry. */
  mtlsKnownBy: z.string(),
  /** The uid of its dashboard for Grafana, where there is one. */
  dashboard: z.string().optional(),
});
export type MeshRef = z.infer<typeof meshRefSchema>;
