import { z } from 'zod';
import { answerBase, meshRefSchema } from '@/lib/contract/common';

/** Becomes the start of a link, so what is no address of the web is none, wherever it came from. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .nullable()
  .catch(null);

/** `GET /api/v1/status`. */
export const statusSchema = z.object({
  version: z.string(),
  /** Epoch milliseconds by the server's clock. */
  now: z.number(),
  meshes: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      version: z.string().optional(),
      evidence: z.array(z.string()),
    }),
  ),
  /** Every mesh that the console knows, found or not, for showing its name where an id stands. */
  knownMeshes: z.array(meshRefSchema),
  identity: z.object({
    mode: z.enum(['token', 'oidc', 'header', 'kubeconfig', 'anonymous']),
    /** Whether the server knows who is asking, or does not need to. */
    signedIn: z.boolean(),
    /** Null when nobody is signed in, or the API server does not say. */
    name: z.string().nullable(),
    groups: z.array(z.string()),
    /** Epoch milliseconds at which the session ends; null when it does not. */
    expiresAt: z.number().nullable(),
    /** Milliseconds from now after which to renew the session; null when it need not or cannot be. */
    renewInMs: z.number().nullable(),
  }),
  writes: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  links: z.object({
    grafana: webAddress,
    tracing: webAddress,
    /** The origin at which people reach the console; null: that of the page. */
    console: webAddress,
  }),
  /** How views can be embedded in other pages; null when they cannot, and for strangers. */
  panels: z
    .object({
      /** The origin at which panels are reached; null: the one at which the console is. */
      url: webAddress,
      /** Origins that may frame them. */
      ancestors: z.array(z.string()),
      /** What is shown to whoever reaches them; null: nothing without a signed link. */
      namespaces: z.array(z.string()).nullable(),
      /** How long a signed link may last; null: this person can make none. */
      linkHours: z.number().nullable(),
    })
    .nullable(),
  ...answerBase,
});
export type Status = z.infer<typeof statusSchema>;
