import 'server-only';
import type { SpanReference, Tag } from '@/lib/domain/raw-trace';
import type { DraftEvent, DraftSpan, TraceCollector } from '@/lib/upstream/tracing/draft';
import { spanIdOf, traceIdOf } from '@/lib/upstream/tracing/ids';
import { attributesOf, kindOf, nanosOf } from '@/lib/upstream/tracing/otlp-values';
import { fieldsOf, isFields, listOf, textOf, WireError, type Fields } from '@/lib/upstream/wire';

/** Under this key Jaeger sends what it has to say about a span. */
const WARNINGS = '@jaeger@warnings';

const UNKNOWN_SERVICE = 'unknown_service';

/**
 * Reads spans of OTLP in JSON. All traces of an answer may be mixed; a span that cannot be read is counted and
 * left out. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 *
 * @throws WireError when the lists around the spans are not what they should be.
 */
export function readOtlp(resourceSpans: unknown, collector: TraceCollector): void {
  for (const entry of listOf(resourceSpans, 'resourceSpans')) {
    const { resource, scopeSpans } = fieldsOf(entry, 'an entry of resourceSpans');
    const attributes = isFields(resource) ? attributesOf(resource.attributes) : [];
    const process = {
      service: attributes.find(([key]) => key === 'service.name')?.[1] ?? UNKNOWN_SERVICE,
      processTags: attributes.filter(([key]) => key !== 'service.name'),
    };
    for (const scope of listOf(scopeSpans, 'scopeSpans')) {
      for (const span of listOf(fieldsOf(scope, 'an entry of scopeSpans').spans, 'spans')) {
        addSpan(span, process, collector);
      }
    }
  }
}

function addSpan(
  span: unknown,
  process: Pick<DraftSpan, 'service' | 'processTags'>,
  collector: TraceCollector,
): void {
  try {
    collector.add({ ...process, ...readSpan(fieldsOf(span, 'a span')) });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    collector.addUnreadable();
  }
}

function readSpan(span: Fields): Omit<DraftSpan, 'service' | 'processTags'> {
  const startNs = nanosOf(span.startTimeUnixNano);
  // Zero is left out on the wire.
  const endNs = span.endTimeUnixNano === undefined ? startNs : nanosOf(span.endTimeUnixNano);
  const all = attributesOf(span.attributes);
  const tags = all.filter(([key]) => key !== WARNINGS);
  const parent = textOf(span.parentSpanId);
  return {
    traceId: traceIdOf(span.traceId),
    id: spanIdOf(span.spanId),
    parentId: isZero(parent) ? null : spanIdOf(parent),
    references: listOf(span.links, 'links').map(readLink),
    operation: textOf(span.name),
    kind: kindOf(span.kind),
    startNs,
    durationUs: endNs > startNs ? Number(endNs - startNs) / 1000 : 0,
    error: isError(span.status, tags),
    tags: withStatus(tags, span.status),
    events: listOf(span.events, 'events').map(readEvent),
    warnings: all.filter(([key]) => key === WARNINGS).map(([, text]) => text),
  };
}

/** Some stores write a missing parent as zeros, or as zero bytes in base64. */
function isZero(id: string): boolean {
  return /^(0*|A*=*)$/.test(id);
}

function isError(status: unknown, tags: readonly Tag[]): boolean {
  const code = isFields(status) ? status.code : undefined;
  if (code === 2 || code === 'STATUS_CODE_ERROR') return true;
  return tags.some(([key, value]) => key === 'error' && value === 'true');
}

function withStatus(tags: readonly Tag[], status: unknown): readonly Tag[] {
  const message = isFields(status) ? textOf(status.message) : '';
  return message === '' ? tags : [...tags, ['status.message', message]];
}

function readLink(link: unknown): SpanReference {
  const { traceId, spanId, attributes } = fieldsOf(link, 'a link');
  const isChild = attributesOf(attributes).some(
    ([key, value]) => key === 'opentracing.ref_type' && value === 'child_of',
  );
  return {
    kind: isChild ? 'child-of' : 'follows-from',
    traceId: traceIdOf(traceId),
    spanId: spanIdOf(spanId),
  };
}

function readEvent(event: unknown): DraftEvent {
  const { timeUnixNano, name, attributes } = fieldsOf(event, 'an event');
  return { atNs: nanosOf(timeUnixNano), name: textOf(name), fields: attributesOf(attributes) };
}
