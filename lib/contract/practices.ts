import { z } from 'zod';
import { answerBase } from '@/lib/contract/common';

const practiceState = z.enum(['met', 'partly', 'missing', 'unknown', 'none']);

const practiceScoreSchema = z.object({
  id: z.string(),
  state: practiceState,
  /** What was seen, in sentences. */
  evidence: z.array(z.string()),
  next: z.string().nullable(),
});
export type PracticeScoreDto = z.infer<typeof practiceScoreSchema>;

/** What the proxies of a namespace take. Absent where Prometheus has no figures of containers. */
const proxyCostSchema = z.object({
  cpuCores: z.number().optional(),
  /** Of the CPU that everything in the namespace takes, 0..1. */
  cpuShare: z.number().optional(),
  memoryBytes: z.number().optional(),
  memoryShare: z.number().optional(),
  /** Requests per second that come in to the namespace. */
  requestRate: z.number().optional(),
  /** CPU seconds of its proxies for 1,000 requests that come in. */
  cpuSecondsPerThousand: z.number().optional(),
  /** Memory of its proxies for 1,000 requests per second that come in. */
  bytesPerThousandPerSecond: z.number().optional(),
});
export type ProxyCostDto = z.infer<typeof proxyCostSchema>;

/** A proxy that serves the pods of several workloads, such as one on each node. */
const sharedProxySchema = z.object({
  mesh: z.string(),
  kind: z.enum(['node', 'waypoint']),
  namespace: z.string(),
  name: z.string(),
  pods: z.number(),
  /** Namespaces whose traffic goes through it, as far as they may be read. */
  serves: z.array(z.string()),
  /** Absent where Prometheus has no figures of its containers. */
  cpuCores: z.number().optional(),
  memoryBytes: z.number().optional(),
});
export type SharedProxyDto = z.infer<typeof sharedProxySchema>;

/** Medians in milliseconds; absent where no trace tells them. */
const hopCostSchema = z.object({
  clientProxyMs: z.number().optional(),
  betweenMs: z.number().optional(),
  serverProxyMs: z.number().optional(),
  /** Calls that told something. */
  calls: z.number(),
  traces: z.number(),
});
export type HopCostDto = z.infer<typeof hopCostSchema>;

const practicesNamespaceSchema = z.object({
  name: z.string(),
  meshes: z.array(z.string()),
  /** One for each practice, in their order. */
  scores: z.array(practiceScoreSchema),
  cost: proxyCostSchema,
});
export type PracticesNamespace = z.infer<typeof practicesNamespaceSchema>;

/** `GET /api/v1/practices`. */
export const practicesSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  practices: z.array(z.object({ id: z.string(), title: z.string(), why: z.string() })),
  namespaces: z.array(practicesNamespaceSchema),
  /** Proxies that serve the namespaces asked for from elsewhere; what they take is in no namespace's cost but their own. */
  shared: z.array(sharedProxySchema),
  /** What calls lose at proxies, by traces. Null unless one namespace was asked for and its traces could be read. */
  hops: hopCostSchema.nullable(),
  ...answerBase,
});
export type Practices = z.infer<typeof practicesSchema>;
