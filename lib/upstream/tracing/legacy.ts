import 'server-only';
import type { SpanKind, SpanReference, Tag } from '@/lib/domain/raw-trace';
import type { DraftEvent, DraftSpan, TraceCollector } from '@/lib/upstream/tracing/draft';
import { spanIdOf, traceIdOf } from '@/lib/upstream/tracing/ids';
import { fieldsOf, isFields, listOf, textOf, WireError, type Fields } from '@/lib/upstream/wire';

interface Process {
  readonly service: string;
  readonly processTags: readonly Tag[];
}

const UNKNOWN: Process = { service: 'unknown_service', processTags: [] };

const KINDS: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];

/**
 * Reads the traces of Jaeger's older API. A span that cannot be read is counted and left out.
 *
 * @throws WireError when the lists around the spans are not what they should be.
 */
export function readLegacyTraces(data: unknown, collector: TraceCollector): void {
  for (const trace of listOf(data, 'data')) {
    const { spans, processes } = fieldsOf(trace, 'a trace');
    const byId = readProcesses(processes);
    for (const span of listOf(spans, 'spans')) {
      try {
        collector.add(readSpan(fieldsOf(span, 'a span'), byId));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        collector.addUnreadable();
      }
    }
  }
}

function readProcesses(processes: unknown): ReadonlyMap<string, Process> {
  const entries = isFields(processes) ? Object.entries(processes) : [];
  return new Map(
    entries.map(([id, process]) => {
      const { serviceName, tags } = fieldsOf(process, 'a process');
      return [id, { service: textOf(serviceName), processTags: readTags(tags) }];
    }),
  );
}

function readSpan(span: Fields, processes: ReadonlyMap<string, Process>): DraftSpan {
  const traceId = traceIdOf(span.traceID);
  const tags = readTags(span.tags);
  const valueOf = (name: string) => tags.find(([key]) => key === name)?.[1];
  const references = listOf(span.references, 'references').map(readReference);
  const parent = parentOf(references, traceId);
  return {
    ...(processes.get(textOf(span.processID)) ?? UNKNOWN),
    traceId,
    id: spanIdOf(span.spanID),
    parentId: parent?.spanId ?? null,
    references: references.filter((reference) => reference !== parent),
    operation: textOf(span.operationName),
    kind: KINDS.find((kind) => kind === valueOf('span.kind')) ?? 'unspecified',
    startNs: microsOf(span.startTime),
    durationUs: Number(microsOf(span.duration)) / 1000,
    error: valueOf('error') === 'true' || valueOf('otel.status_code') === 'ERROR',
    tags,
    events: listOf(span.logs, 'logs').map(readLog),
    warnings: listOf(span.warnings, 'warnings').map(textOf),
  };
}

/** The parent is what the span was started by; where that is not said, what it follows from. */
function parentOf(
  references: readonly SpanReference[],
  traceId: string,
): SpanReference | undefined {
  const own = references.filter((reference) => reference.traceId === traceId);
  return own.find(({ kind }) => kind === 'child-of') ?? own[0];
}

function readReference(reference: unknown): SpanReference {
  const { refType, traceID, spanID } = fieldsOf(reference, 'a reference');
  return {
    kind: refType === 'CHILD_OF' ? 'child-of' : 'follows-from',
    traceId: traceIdOf(traceID),
    spanId: spanIdOf(spanID),
  };
}

function readLog(log: unknown): DraftEvent {
  const { timestamp, fields } = fieldsOf(log, 'a log');
  const tags = readTags(fields);
  const name = tags.find(([key]) => key === 'event') ?? tags.find(([key]) => key === 'message');
  return {
    atNs: microsOf(timestamp),
    name: name?.[1] ?? 'log',
    fields: tags.filter((tag) => tag !== name),
  };
}

function readTags(tags: unknown): readonly Tag[] {
  return listOf(tags, 'tags').flatMap((tag): readonly Tag[] => {
    if (!isFields(tag) || typeof tag.key !== 'string') return [];
    const { key, value } = tag;
    return [[key, typeof value === 'string' ? value : JSON.stringify(value ?? '')]];
  });
}

/** Microseconds of the wire as nanoseconds. */
function microsOf(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return BigInt(value) * 1000n;
  }
  throw new WireError('a time is not in microseconds');
}
