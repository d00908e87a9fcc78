import type { JsonObject } from '../kubernetes/json';
import { nanos } from './otlp';
import type { DemoSpan, DemoTrace } from './types';

/** Jaeger's summary of a trace. Zero counts are left out; errors are those of the status alone. */
export function summaryOf({ traceId, spans, startUs, endUs }: DemoTrace): JsonObject {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const isOrphan = ({ parentId }: DemoSpan): boolean =>
    parentId !== undefined && !ids.has(parentId);
  const roots = spans.filter(({ parentId }) => parentId === undefined);
  const root = roots.toSorted((a, b) => a.startUs - b.startUs)[0];
  return {
    traceId,
    ...(root && { rootServiceName: root.service, rootOperationName: root.operation }),
    minStartTimeUnixNano: nanos(startUs),
    maxEndTimeUnixNano: nanos(endUs),
    ...counts(spans),
    ...nonZero('orphanSpanCount', spans.filter(isOrphan).length),
    services: servicesOf(spans),
  };
}

function servicesOf(spans: readonly DemoSpan[]): readonly JsonObject[] {
  const names = [...new Set(spans.map(({ service }) => service))].sort();
  return names.map((name) => ({
    name,
    ...counts(spans.filter(({ service }) => service === name)),
  }));
}

function counts(spans: readonly DemoSpan[]): JsonObject {
  const errors = spans.filter(({ error }) => error).length;
  return { ...nonZero('spanCount', spans.length), ...nonZero('errorSpanCount', errors) };
}

function nonZero(key: string, count: number): JsonObject {
  return count === 0 ? {} : { [key]: count };
}
