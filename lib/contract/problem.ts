import { z } from 'zod';

/** Every kind of failure the API tells apart. Closed: clients may switch on it. */
export const PROBLEM_TYPES = [
  'invalid-request',
  'unknown-host',
  'forbidden-origin',
  'method-not-allowed',
  'unsupported-media-type',
  'body-too-large',
  'unauthenticated',
  'forbidden',
  'embed-link-refused',
  'not-found',
  'conflict',
  'refused',
  'writes-off',
  'busy',
  'deadline-exceeded',
  'upstream-unavailable',
  'upstream-timeout',
  'upstream-rejected',
  'upstream-malformed',
  'upstream-too-large',
  'not-configured',
  'internal',
] as const;

export type ProblemType = (typeof PROBLEM_TYPES)[number];

/** Where and why something was refused. */
export const causeSchema = z.object({
  /** JSON Pointer into the object; null when that is not known. */
  pointer: z.string().nullable(),
  /** The line of the text that was sent, from 1; null when the text as such could be read. */
  line: z.number().int().nullable(),
  message: z.string(),
});
export type Cause = z.infer<typeof causeSchema>;

/** RFC 9457, with the members we add. `type` is `urn:alidade:problem:<name>`. */
export const problemSchema = z.object({
  type: z.enum(PROBLEM_TYPES.map((name) => `urn:alidade:problem:${name}` as const)),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** For `refused`: the rule that was broken. */
  rule: z.string().optional(),
  /** For `refused`: where. */
  causes: z.array(causeSchema).optional(),
  /** For `conflict`: what is there now (a split, an object). */
  current: z.unknown().optional(),
  /** For `unauthenticated`: the session is not over, but must be renewed before it serves. */
  renewable: z.boolean().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
