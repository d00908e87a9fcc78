import type { Span, Trace } from '@/lib/contract/traces';
import { criticalPath, criticalTimes, type PathSection } from '@/lib/domain/critical-path';
import { selfTimes } from '@/lib/domain/self-time';
import { serviceSlots, type ServiceSlot } from '@/lib/viz/traces/service-slots';
import { forestOf, type SpanForest } from '@/lib/viz/traces/timeline-rows';

/** A trace with everything that is computed from it once. Arrays are by index of span. */
export interface TraceModel {
  readonly trace: Trace;
  /** Microseconds. At least 1 ns, so that a trace of no duration can be drawn. */
  readonly durationUs: number;
  /** By index of service. */
  readonly slots: readonly ServiceSlot[];
  readonly path: readonly PathSection[];
  readonly criticalUs: Float64Array;
  readonly selfUs: Float64Array;
  readonly forest: SpanForest;
  readonly indexOf: ReadonlyMap<string, number>;
  /** The span that stands for the trace: the first that is no orphan, else the first. */
  readonly root: Span | undefined;
  readonly deepest: number;
  readonly errorCount: number;
  readonly orphanCount: number;
}

const SHORTEST_US = 0.001;

export function traceModel(trace: Trace): TraceModel {
  const { spans, services } = trace;
  const path = criticalPath(spans);
  const slotOf = serviceSlots(services.map(({ name }) => name));
  return {
    trace,
    durationUs: Math.max(SHORTEST_US, trace.durationMs * 1000),
    slots: services.map(({ name }) => slotOf.get(name) ?? 1),
    path,
    criticalUs: criticalTimes(path, spans.length),
    selfUs: selfTimes(spans),
    forest: forestOf(spans),
    indexOf: new Map(spans.map(({ id }, index) => [id, index])),
    root: spans.find(({ depth, orphan }) => depth === 0 && !orphan) ?? spans[0],
    deepest: spans.reduce((most, { depth }) => Math.max(most, depth), 0),
    errorCount: spans.reduce((count, { error }) => count + (error ? 1 : 0), 0),
    orphanCount: spans.reduce((count, { orphan }) => count + (orphan ? 1 : 0), 0),
  };
}

/** The name of the service of a span. */
export function serviceName({ trace }: TraceModel, span: Span): string {
  return trace.services[span.service]?.name ?? 'unknown';
}

/** A span's colour, as a number of the series colours. */
export function slotOf({ slots }: TraceModel, span: Span): ServiceSlot {
  return slots[span.service] ?? 1;
}
