import 'server-only';
import type { RawTrace } from '@/lib/domain/raw-trace';
import type { FoundTrace } from '@/lib/upstream/tracing/types';

/**
 * Sums a trace up as Jaeger does: its root is the earliest span without a parent. A trace whose root has not
 * arrived is named after its earliest span.
 */
export function summarise(trace: RawTrace): FoundTrace {
  const { spans, processes } = trace;
  const ids = new Set(spans.map(({ id }) => id));
  const root = spans.find(({ parentId }) => parentId === null) ?? spans[0];
  const serviceOf = (process: number) => processes[process]?.service ?? '';
  const services = new Map<string, { spanCount: number; errorCount: number }>();
  let endUs = 0;
  for (const span of spans) {
    endUs = Math.max(endUs, span.startUs + span.durationUs);
    const name = serviceOf(span.process);
    const service = services.get(name) ?? { spanCount: 0, errorCount: 0 };
    services.set(name, service);
    service.spanCount += 1;
    if (span.error) service.errorCount += 1;
  }
  return {
    traceId: trace.traceId,
    rootService: serviceOf(root?.process ?? 0),
    rootOperation: root?.operation ?? '',
    startMs: trace.startMs,
    durationMs: endUs / 1000,
    spanCount: spans.length,
    errorCount: spans.filter(({ error }) => error).length,
    orphanCount: spans.filter(({ parentId }) => parentId !== null && !ids.has(parentId)).length,
    services: [...services].map(([name, counts]) => ({ name, ...counts })),
  };
}
