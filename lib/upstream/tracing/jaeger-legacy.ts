import 'server-only';
import type { z } from 'zod';
import { parseJson, refusal } from '@/lib/upstream/failure';
import type { HttpAnswer } from '@/lib/upstream/http';
import {
  collected,
  distinct,
  isNothing,
  microseconds,
  summarised,
  type Dialect,
} from '@/lib/upstream/tracing/dialect';
import { tagsJson, type JaegerOptions } from '@/lib/upstream/tracing/jaeger-v3';
import { readLegacyTraces } from '@/lib/upstream/tracing/legacy';
import type { TraceSearch } from '@/lib/upstream/tracing/types';
import { legacyErrors, legacyNames, legacyTraces } from '@/lib/upstream/tracing/wire-v3';

/** Jaeger's older JSON API, which went away with 2.21. Times are microseconds. */
export function jaegerLegacy({ http, base, maxSpans }: JaegerOptions): Dialect {
  const ask = (path: readonly string[], signal: AbortSignal, query?: URLSearchParams) =>
    http.send({ method: 'GET', path: [...base, 'api', ...path], query }, signal);
  const names = async (path: readonly string[], signal: AbortSignal) =>
    distinct(read(await ask(path, signal), legacyNames).data ?? []);

  const searchWhole: Dialect['searchWhole'] = async (search, signal) => {
    const answer = await ask(['traces'], signal, searchQuery(search));
    if (isNothing(answer)) return { traces: [], warnings: [] };
    const { data } = read(answer, legacyTraces);
    return collected(maxSpans, (collector) => readLegacyTraces(data, collector));
  };

  return {
    services: (signal) => names(['services'], signal),
    operations: (service, signal) => names(['services', service, 'operations'], signal),
    searchWhole,
    search: async (search, signal) => summarised(await searchWhole(search, signal)),
    trace: async (traceId, signal) => {
      const answer = await ask(['traces', traceId], signal);
      if (isNothing(answer)) return null;
      const { data } = read(answer, legacyTraces);
      const { traces } = collected(maxSpans, (all) => readLegacyTraces(data, all));
      return traces.find((trace) => trace.traceId === traceId) ?? null;
    },
  };
}

function searchQuery(search: TraceSearch): URLSearchParams {
  const query = new URLSearchParams({
    service: search.service,
    start: String(Math.floor(search.fromMs * 1000)),
    end: String(Math.ceil(search.toMs * 1000)),
    limit: String(search.limit),
  });
  if (search.operation !== undefined) query.set('operation', search.operation);
  if (search.minDurationUs !== undefined) {
    query.set('minDuration', microseconds(search.minDurationUs));
  }
  if (search.maxDurationUs !== undefined) {
    query.set('maxDuration', microseconds(search.maxDurationUs));
  }
  if (search.tags.size > 0) query.set('tags', tagsJson(search.tags));
  return query;
}

function read<S extends z.ZodType>(answer: HttpAnswer, schema: S): z.infer<S> {
  if (answer.status === 200) return parseJson('tracing', answer.text, schema);
  throw refusal('tracing', answer, said(answer.text));
}

function said(text: string): string {
  try {
    const { errors } = parseJson('tracing', text, legacyErrors);
    return errors.map(({ msg }) => msg).join('; ');
  } catch {
    return text;
  }
}
