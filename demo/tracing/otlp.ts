import type { JsonObject } from '../kubernetes/json';
import type { DemoSpan, SpanKind, Tag, TagValue } from './types';

const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const STATUS_ERROR = 2;

/** Nanoseconds as a decimal string: they do not fit a JSON number. */
export function nanos(microseconds: number): string {
  return `${String(microseconds)}000`;
}

function valueOf(value: TagValue): JsonObject {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function attributes(tags: readonly Tag[]): readonly JsonObject[] {
  return tags.map(([key, value]) => ({ key, value: valueOf(value) }));
}

function spanOf(span: DemoSpan): JsonObject {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentId !== undefined && { parentSpanId: span.parentId }),
    name: span.operation,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanos(span.startUs),
    endTimeUnixNano: nanos(span.startUs + span.durationUs),
    attributes: attributes(span.tags),
    ...(span.events.length > 0 && {
      events: span.events.map(({ atUs, name, fields }) => ({
        timeUnixNano: nanos(atUs),
        name,
        attributes: attributes(fields),
      })),
    }),
    status: span.error ? { code: STATUS_ERROR } : {},
  };
}

/** Spans as OTLP/JSON `resourceSpans`, one entry for each process. */
export function resourceSpans(spans: readonly DemoSpan[]): readonly JsonObject[] {
  const byProcess = new Map<string, DemoSpan[]>();
  for (const span of spans) {
    const key = JSON.stringify([span.service, span.process]);
    const group = byProcess.get(key);
    if (group) group.push(span);
    else byProcess.set(key, [span]);
  }
  return [...byProcess.values()].map((group) => ({
    resource: {
      attributes: attributes([
        ['service.name', group[0]?.service ?? ''],
        ...(group[0]?.process ?? []),
      ]),
    },
    scopeSpans: [{ scope: {}, spans: group.map(spanOf) }],
  }));
}
