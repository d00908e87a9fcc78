import 'server-only';
import { z } from 'zod';
import type { FoundTrace } from '@/lib/upstream/tracing/types';
import { epochMsOf } from '@/lib/upstream/tracing/draft';

const names = z.array(z.string()).default([]);

/** https://www.jaegertracing.io/docs/latest/architecture/apis/ ; protobuf's JSON leaves out zeros and empty lists. */
export const servicesV3 = z.object({ services: names });

export const operationsV3 = z.object({
  operations: z.array(z.object({ name: z.string().default('') })).default([]),
});

const nanos = z
  .string()
  .regex(/^[0-9]{1,20}$/)
  .transform(BigInt);
const count = z.number().int().nonnegative().default(0);

const summaryV3 = z.object({
  traceId: z.string().regex(/^[0-9a-fA-F]{1,32}$/),
  rootServiceName: z.string().default(''),
  rootOperationName: z.string().default(''),
  minStartTimeUnixNano: nanos,
  maxEndTimeUnixNano: nanos,
  spanCount: count,
  errorSpanCount: count,
  orphanSpanCount: count,
  services: z
    .array(z.object({ name: z.string().default(''), spanCount: count, errorSpanCount: count }))
    .default([]),
});

export const summariesV3 = z.object({
  summaries: z.array(summaryV3.transform(foundTraceOf)).default([]),
});

function foundTraceOf(summary: z.infer<typeof summaryV3>): FoundTrace {
  const { minStartTimeUnixNano: start, maxEndTimeUnixNano: end } = summary;
  return {
    traceId: summary.traceId.toLowerCase().padStart(32, '0'),
    rootService: summary.rootServiceName,
    rootOperation: summary.rootOperationName,
    startMs: epochMsOf(start),
    durationMs: end > start ? Number(end - start) / 1e6 : 0,
    spanCount: summary.spanCount,
    errorCount: summary.errorSpanCount,
    orphanCount: summary.orphanSpanCount,
    services: summary.services.map(({ name, spanCount, errorSpanCount }) => ({
      name,
      spanCount,
      errorCount: errorSpanCount,
    })),
  };
}

/** The spans are read by otlp.ts, which checks each: an answer may hold 100,000. */
export const tracesV3 = z.object({
  result: z.object({ resourceSpans: z.unknown() }).default({ resourceSpans: [] }),
});

export const errorV3 = z.object({ error: z.object({ message: z.string() }) });

/** The envelope of the older API. */
export const legacyNames = z.object({ data: z.array(z.string()).nullable() });
export const legacyTraces = z.object({ data: z.unknown() });
export const legacyErrors = z.object({ errors: z.array(z.object({ msg: z.string() })).min(1) });
