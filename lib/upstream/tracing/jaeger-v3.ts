import 'server-only';
import type { z } from 'zod';
import { parseJson, refusal } from '@/lib/upstream/failure';
import type { Http, HttpAnswer } from '@/lib/upstream/http';
import {
  collected,
  distinct,
  isNothing,
  microseconds,
  summarised,
  type Dialect,
} from '@/lib/upstream/tracing/dialect';
import { readOtlp } from '@/lib/upstream/tracing/otlp';
import type { TraceSearch } from '@/lib/upstream/tracing/types';
import {
  errorV3,
  operationsV3,
  servicesV3,
  summariesV3,
  tracesV3,
} from '@/lib/upstream/tracing/wire-v3';

export interface JaegerOptions {
  readonly http: Http;
  /** Segments between the configured URL and `api`. */
  readonly base: readonly string[];
  readonly maxSpans: number;
}

/**
 * Jaeger's API v3, with the parameter names that every version of it takes.
 *
 * @param hasSummaries Whether it has `/api/v3/trace-summaries` (from 2.19); before, a search fetches whole traces.
 */
export function jaegerV3({ http, base, maxSpans }: JaegerOptions, hasSummaries: boolean): Dialect {
  const ask = (path: readonly string[], query: URLSearchParams, signal: AbortSignal) =>
    http.send({ method: 'GET', path: [...base, 'api', 'v3', ...path], query }, signal);
  const none = new URLSearchParams();

  const searchWhole: Dialect['searchWhole'] = async (search, signal) => {
    const answer = await ask(['traces'], searchQuery(search), signal);
    if (isNothing(answer)) return { traces: [], warnings: [] };
    const { result } = read(answer, tracesV3);
    return collected(maxSpans, (collector) => readOtlp(result.resourceSpans, collector));
  };

  return {
    services: async (signal) =>
      distinct(read(await ask(['services'], none, signal), servicesV3).services),
    operations: async (service, signal) => {
      const answer = await ask(['operations'], new URLSearchParams({ service }), signal);
      return distinct(read(answer, operationsV3).operations.map(({ name }) => name));
    },
    searchWhole,
    search: async (search, signal) => {
      if (!hasSummaries) return summarised(await searchWhole(search, signal));
      const answer = await ask(['trace-summaries'], searchQuery(search), signal);
      const { summaries } = read(answer, summariesV3);
      return { traces: summaries.toSorted((a, b) => b.startMs - a.startMs), warnings: [] };
    },
    trace: async (traceId, signal) => {
      const answer = await ask(['traces', traceId], none, signal);
      if (isNothing(answer)) return null;
      const { result } = read(answer, tracesV3);
      const { traces } = collected(maxSpans, (all) => readOtlp(result.resourceSpans, all));
      return traces.find((trace) => trace.traceId === traceId) ?? null;
    },
  };
}

function searchQuery(search: TraceSearch): URLSearchParams {
  const query = new URLSearchParams({
    'query.service_name': search.service,
    'query.start_time_min': new Date(search.fromMs).toISOString(),
    'query.start_time_max': new Date(search.toMs).toISOString(),
    'query.num_traces': String(search.limit),
  });
  if (search.operation !== undefined) query.set('query.operation_name', search.operation);
  if (search.minDurationUs !== undefined) {
    query.set('query.duration_min', microseconds(search.minDurationUs));
  }
  if (search.maxDurationUs !== undefined) {
    query.set('query.duration_max', microseconds(search.maxDurationUs));
  }
  if (search.tags.size > 0) query.set('query.attributes', tagsJson(search.tags));
  return query;
}

/** Tags as a JSON object of texts, the way both of Jaeger's APIs take them. */
export function tagsJson(tags: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(tags));
}

function read<S extends z.ZodType>(answer: HttpAnswer, schema: S): z.infer<S> {
  if (answer.status === 200) return parseJson('tracing', answer.text, schema);
  throw refusal('tracing', answer, said(answer.text));
}

function said(text: string): string {
  try {
    return parseJson('tracing', text, errorV3).error.message;
  } catch {
    return text;
  }
}
