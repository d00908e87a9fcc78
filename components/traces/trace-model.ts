import type { Span, Trace } from '@/lib/contract/traces';
import { timedTrace } from '@/components/traces/corrected-trace';
import type { ClockChoice, Colouring } from '@/lib/contract/trace-url';
import type { ClockSkew } from '@/lib/domain/clock-skew';
import { criticalPath, criticalTimes, type PathSection } from '@/lib/domain/critical-path';
import { selfTimes } from '@/lib/domain/self-time';
import { serviceSlots, type ServiceSlot } from '@/lib/viz/traces/service-slots';
import { spanTones, type SpanTone } from '@/lib/viz/traces/span-tones';
import { forestOf, type SpanForest } from '@/lib/viz/traces/timeline-rows';

/** A trace with everything that is computed from it once. Arrays are by index of span. */
export interface TraceModel {
  /** By the clocks that were chosen. */
  readonly trace: Trace;
  readonly clocks: ClockChoice;
  /** By how much the clocks are off, whether they are put right or not. */
  readonly skew: ClockSkew;
  /** By how many microseconds each span was moved. */
  readonly movedUs: Float64Array;
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

export function traceModel(reported: Trace, clocks: ClockChoice): TraceModel {
  const { trace, skew, movedUs } = timedTrace(reported, clocks);
  const { spans, services } = trace;
  const path = criticalPath(spans);
  const slotOf = serviceSlots(services.map(({ name }) => name));
  return {
    ...{ trace, clocks, skew, movedUs },
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

/** The colour of every span, by index. */
export function tonesOf(model: TraceModel, by: Colouring): readonly SpanTone[] {
  const { trace, slots, forest, selfUs, criticalUs } = model;
  const { errorsBelow } = forest;
  return spanTones({ spans: trace.spans, slots, errorsBelow, selfUs, criticalUs }, by);
}

/** The name of the service of a span. */
export function serviceName({ trace }: TraceModel, span: Span): string {
  return trace.services[span.service]?.name ?? 'unknown';
}

/** A span's colour, as a number of the series colours. */
export function slotOf({ slots }: TraceModel, span: Span): ServiceSlot {
  return slots[span.service] ?? 1;
}
