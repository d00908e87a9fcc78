import { z } from 'zod';
import { answerBase } from '@/lib/contract/common';

export const seriesSchema = z.object({
  /** What the line is: a code, a quantile, a pod, `limit`, `request`. */
  name: z.string(),
  /** `[epoch seconds, value]`; null where there is no sample. */
  points: z.array(z.tuple([z.number(), z.number().nullable()])),
});
export type Series = z.infer<typeof seriesSchema>;

export const panelSchema = z.object({
  id: z.enum(['rate', 'errors', 'latency', 'bytes', 'cpu', 'memory']),
  unit: z.enum(['perSecond', 'ratio', 'milliseconds', 'bytesPerSecond', 'cores', 'bytes']),
  series: z.array(seriesSchema),
  /** The exact PromQL sent, in order. */
  queries: z.array(z.string()),
  /** Why there is nothing to draw, when there is nothing. */
  missing: z.string().nullable(),
});
export type Panel = z.infer<typeof panelSchema>;

/** `GET /api/v1/signals`. */
export const signalsAnswerSchema = z.object({
  target: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  /** Epoch seconds. */
  from: z.number(),
  to: z.number(),
  stepSeconds: z.number(),
  panels: z.array(panelSchema),
  ...answerBase,
});
export type SignalsAnswer = z.infer<typeof signalsAnswerSchema>;
