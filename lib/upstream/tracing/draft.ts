import 'server-only';
import type { RawSpan, RawTrace, SpanEvent, Tag } from '@/lib/domain/raw-trace';

export interface DraftEvent extends Omit<SpanEvent, 'atUs'> {
  readonly atNs: bigint;
}

/** A span whose times are still counted from 1970. */
export interface DraftSpan extends Omit<RawSpan, 'process' | 'startUs' | 'events'> {
  readonly traceId: string;
  readonly service: string;
  readonly processTags: readonly Tag[];
  readonly startNs: bigint;
  readonly events: readonly DraftEvent[];
}

/** Puts spans together to traces, up to a number of spans. */
export interface TraceCollector {
  add(span: DraftSpan): void;
  /** Notes a span that could not be read. */
  addUnreadable(): void;
  /** The traces, in the order in which their first spans came. */
  traces(): readonly RawTrace[];
  /** What was left out, in words. */
  warnings(): readonly string[];
}

/** Creates a collector without spans. */
export function createTraceCollector(maxSpans: number): TraceCollector {
  const byTrace = new Map<string, DraftSpan[]>();
  let kept = 0;
  let unreadable = 0;
  let beyond = 0;

  const warnings = () => [
    ...(unreadable > 0 ? [`${unreadable} spans could not be read and were left out`] : []),
    ...(beyond > 0 ? [`${beyond} spans beyond ${maxSpans} were left out`] : []),
  ];

  return {
    add(span) {
      if (kept >= maxSpans) {
        beyond += 1;
        return;
      }
      kept += 1;
      const spans = byTrace.get(span.traceId);
      if (spans === undefined) byTrace.set(span.traceId, [span]);
      else spans.push(span);
    },
    addUnreadable: () => {
      unreadable += 1;
    },
    traces: () => [...byTrace].map(([traceId, spans]) => traceOf(traceId, spans, warnings())),
    warnings,
  };
}

function traceOf(
  traceId: string,
  drafts: readonly DraftSpan[],
  warnings: readonly string[],
): RawTrace {
  const startNs = drafts.reduce(
    (least, { startNs: at }) => (at < least ? at : least),
    drafts[0]?.startNs ?? 0n,
  );
  const processes: { service: string; tags: readonly Tag[] }[] = [];
  const indexes = new Map<string, number>();
  const fromStart = (ns: bigint) => Number(ns - startNs) / 1000;

  function processOf({ service, processTags }: DraftSpan): number {
    const key = JSON.stringify([service, processTags]);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, processes.length);
    return processes.push({ service, tags: processTags }) - 1;
  }

  const spans = drafts.map((draft): RawSpan => ({
    id: draft.id,
    parentId: draft.parentId,
    references: draft.references,
    process: processOf(draft),
    operation: draft.operation,
    kind: draft.kind,
    startUs: fromStart(draft.startNs),
    durationUs: draft.durationUs,
    error: draft.error,
    tags: draft.tags,
    events: draft.events.map(({ atNs, name, fields }) => ({ atUs: fromStart(atNs), name, fields })),
    warnings: draft.warnings,
  }));
  return {
    traceId,
    startMs: epochMsOf(startNs),
    processes,
    spans: spans.toSorted((a, b) => a.startUs - b.startUs),
    warnings,
  };
}

/** Epoch nanoseconds as milliseconds; a double keeps about a quarter of a microsecond of today's times. */
export function epochMsOf(ns: bigint): number {
  return Number(ns / 1000n) / 1000;
}
