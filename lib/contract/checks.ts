import { z } from 'zod';
import { answerBase, objectRefSchema } from '@/lib/contract/common';
import { SEVERITIES } from '@/lib/domain/finding';

const severity = z.enum(SEVERITIES);

const findingSchema = z.object({
  code: z.string(),
  severity,
  mesh: z.string(),
  object: objectRefSchema,
  /** JSON Pointer into the object; empty for all of it. */
  path: z.string(),
  message: z.string(),
  related: z.array(objectRefSchema),
});

export type FindingDto = z.infer<typeof findingSchema>;

const countsSchema = z.object({ error: z.number(), warning: z.number(), note: z.number() });

const ruleSchema = z.object({
  code: z.string(),
  mesh: z.string(),
  severity,
  title: z.string(),
  why: z.string(),
  mend: z.string(),
  /** A page of the mesh's documentation. */
  link: z.string(),
});

/** Answer of `GET /api/v1/checks`. */
export const checksSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** How many findings there are, of those too that are not listed for their number. */
  counts: countsSchema,
  /** The same by namespace, by name; of those alone in which something was found. Empty for what is in none. */
  byNamespace: z.array(countsSchema.extend({ namespace: z.string() })),
  /** Worst first, then by object. */
  findings: z.array(findingSchema),
  /** The rules that were broken, each once. */
  rules: z.array(ruleSchema),
  ...answerBase,
});
export type Checks = z.infer<typeof checksSchema>;

const appliedSchema = countsSchema.extend({
  /** Places in `findings`: the worst, at most 20. */
  findings: z.array(z.number()),
});

/** Answer of `GET /api/v1/checks/nodes`. */
export const nodeChecksSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** Those to which objects apply in which something was found, and how much. */
  nodes: z.array(
    appliedSchema.extend({
      kind: z.enum(['service', 'workload', 'app', 'external']),
      /** Empty for what is outside the cluster. */
      namespace: z.string(),
      name: z.string(),
    }),
  ),
  /** What was found in objects of a namespace, or in objects that apply to its nodes. */
  namespaces: z.array(appliedSchema.extend({ namespace: z.string() })),
  findings: z.array(findingSchema),
  ...answerBase,
});
export type NodeChecks = z.infer<typeof nodeChecksSchema>;
export type AppliedFindingsDto = z.infer<typeof appliedSchema>;
