import { z } from 'zod';
import { answerBase, objectRefSchema } from '@/lib/contract/common';

/** `GET /api/v1/node?node=`: what the cluster says of a service or workload. */
export const nodeDetailsSchema = z.object({
  node: z.string(),
  kind: z.enum(['service', 'workload', 'app', 'external', 'unknown']),
  namespace: z.string(),
  name: z.string(),
  meshes: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  /** Pods behind it. */
  pods: z.array(
    z.object({
      name: z.string(),
      phase: z.string(),
      ready: z.boolean(),
      inMesh: z.boolean(),
      proxyVersion: z.string().optional(),
      workload: z.string(),
    }),
  ),
  /** Node ids of the workloads behind a service, or the services in front of a workload. */
  related: z.array(z.object({ node: z.string(), version: z.string().optional() })),
  /** Mesh objects that apply to it. */
  configuration: z.array(
    objectRefSchema.extend({
      /** Why it applies, in words. */
      because: z.string(),
      yaml: z.string(),
    }),
  ),
  ...answerBase,
});
export type NodeDetails = z.infer<typeof nodeDetailsSchema>;
