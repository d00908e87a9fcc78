import { z } from 'zod';
import { momentSchema } from '@/lib/contract/queries';
import { parseDuration } from '@/lib/domain/duration';
import { parseLogfmt } from '@/lib/domain/logfmt';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';

export const MAX_TRACES = 1000;
export const DEFAULT_TRACES = 50;

/** A duration such as `100ms` or `1m30s`. Gives microseconds. */
const durationParam = z
  .string()
  .max(40)
  .transform((text, context) => {
    const us = parseDuration(text);
    if (us !== null) return us;
    context.addIssue({ code: 'custom', message: 'not a duration such as 100ms' });
    return z.NEVER;
  });

/** Tags as logfmt. Gives a map. */
const tagsParam = z
  .string()
  .max(2000)
  .transform((text, context) => {
    const parsed = parseLogfmt(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.error });
    return z.NEVER;
  });

/** Query of `GET /api/v1/traces`. Exactly one of node, edge and service. */
export const tracesQuerySchema = z
  .strictObject({
    node: z
      .string()
      .max(1000)
      .refine((id) => parseNodeId(id) !== null, 'not the id of a node')
      .optional(),
    edge: z
      .string()
      .max(2000)
      .refine((id) => parseEdgeId(id) !== null, 'not the id of an edge')
      .optional(),
    /** A name as the tracing store knows it. */
    service: z.string().min(1).max(500).optional(),
    operation: z.string().min(1).max(1000).optional(),
    from: momentSchema.optional(),
    to: momentSchema.optional(),
    minDuration: durationParam.optional(),
    maxDuration: durationParam.optional(),
    errors: z.enum(['true', 'false']).default('false'),
    tags: tagsParam.default(new Map()),
    limit: z.coerce.number().int().min(1).max(MAX_TRACES).default(DEFAULT_TRACES),
  })
  .refine(
    ({ node, edge, service }) =>
      [node, edge, service].filter((target) => target !== undefined).length === 1,
    'exactly one of node, edge and service',
  )
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, 'from before to');
export type TracesQuery = z.infer<typeof tracesQuerySchema>;

/** Query of `GET /api/v1/traces/operations`. */
export const operationsQuerySchema = z.strictObject({ service: z.string().min(1).max(500) });
