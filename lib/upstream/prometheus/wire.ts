import 'server-only';
import { z } from 'zod';

/**
 * The envelope of every answer.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 *
 * `result` is left to the readers of vector.ts and matrix.ts. They check every field as a schema would, but an
 * answer can hold 50,000 samples, and for those a general schema takes seconds where they take a tenth.
 */
export const queryEnvelope = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.object({ resultType: z.string(), result: z.unknown() }),
    warnings: z.array(z.string()).nullish(),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** https://prometheus.io/docs/prometheus/latest/querying/api/#build-information */
export const buildInfoEnvelope = z.object({
  status: z.literal('success'),
  data: z.object({ version: z.string() }),
});
