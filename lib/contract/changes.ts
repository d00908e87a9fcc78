import { z } from 'zod';
import { warningSchema } from '@/lib/contract/common';
import { causeSchema } from '@/lib/contract/problem';

/** What applying a change would do: answer of the routes that end in `/preview`. */
export const previewSchema = z.object({
  patch: z.array(z.looseObject({ op: z.string(), path: z.string() })),
  /** The object as YAML, without managedFields and status. */
  before: z.string(),
  after: z.string(),
  dryRun: z.object({
    verdict: z.enum(['accepted', 'refused', 'conflict', 'forbidden', 'unavailable']),
    /** The API server's own words, when it said no. */
    reason: z.string().nullable(),
    /** Where it said no, as far as it told. */
    causes: z.array(causeSchema),
  }),
  warnings: z.array(warningSchema),
});
export type Preview = z.infer<typeof previewSchema>;

/** Whether this person may do something; the reason is for reading when not. */
export const permissionSchema = z.object({ allowed: z.boolean(), reason: z.string().nullable() });
export type Permission = z.infer<typeof permissionSchema>;

/** Who else writes an object, so that a change made here may not last. */
export const ownerSchema = z.object({
  kind: z.enum(['hand', 'argo-cd', 'flux', 'argo-rollouts', 'flagger', 'helm']),
  name: z.string().optional(),
  evidence: z.string().optional(),
});
export type OwnerDto = z.infer<typeof ownerSchema>;
