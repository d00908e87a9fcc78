import { z } from 'zod';
import { answerBase, meshRefSchema } from '@/lib/contract/common';

export const injectionSchema = z.enum(['enabled', 'disabled', 'unset']);

const controlPlanePartSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  version: z.string().optional(),
  /** Replicas that are ready and that are wanted; absent when the object does not say. */
  ready: z.number().optional(),
  wanted: z.number().optional(),
});
export type ControlPlaneDto = z.infer<typeof controlPlanePartSchema>;

export const meshFindingSchema = meshRefSchema.extend({
  /** Whether anything of it was found in the cluster. */
  present: z.boolean(),
  /** Whether its proxies report to Prometheus now; null when Prometheus does not answer. */
  reporting: z.boolean().nullable(),
  version: z.string().optional(),
  /** What was seen, in words. */
  evidence: z.array(z.string()),
  controlPlane: z.array(controlPlanePartSchema),
  /** How many pods run a proxy of which version, most first; a version that is not known is ''. */
  proxies: z.array(z.object({ version: z.string(), pods: z.number() })),
});
export type MeshFinding = z.infer<typeof meshFindingSchema>;

export const meshNamespaceSchema = z.object({
  name: z.string(),
  pods: z.number(),
  /** Pods that are in no mesh at all. */
  podsOutside: z.number(),
  /** The meshes that it is enrolled in or has pods of. */
  memberships: z.array(
    z.object({
      mesh: z.string(),
      injection: injectionSchema,
      /** The label or annotation that says so. */
      because: z.string().optional(),
      podsInMesh: z.number(),
    }),
  ),
});
export type MeshNamespace = z.infer<typeof meshNamespaceSchema>;

/** `GET /api/v1/meshes`. */
export const meshesSchema = z.object({
  at: z.number(),
  /** Every mesh that the console knows, those that were found first. */
  meshes: z.array(meshFindingSchema),
  /** The readable namespaces, by name. */
  namespaces: z.array(meshNamespaceSchema),
  ...answerBase,
});
export type Meshes = z.infer<typeof meshesSchema>;
