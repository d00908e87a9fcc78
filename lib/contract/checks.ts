import { z } from 'zod';
import { answerBase } from '@/lib/contract/common';

const severity = z.enum(['error', 'warning', 'note']);

const objectRef = z.object({
  /** Empty for the core group. */
  group: z.string(),
  plural: z.string(),
  kind: z.string(),
  /** Empty for an object that is in no namespace. */
  namespace: z.string(),
  name: z.string(),
});

const findingSchema = z.object({
  code: z.string(),
  severity,
  mesh: z.string(),
  object: objectRef,
  /** JSON Pointer into the object; empty for all of it. */
  path: z.string(),
  message: z.string(),
  related: z.array(objectRef),
});

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
  counts: z.object({ error: z.number(), warning: z.number(), note: z.number() }),
  /** Worst first, then by object. */
  findings: z.array(findingSchema),
  /** The rules that were broken, each once. */
  rules: z.array(ruleSchema),
  ...answerBase,
});
export type Checks = z.infer<typeof checksSchema>;
