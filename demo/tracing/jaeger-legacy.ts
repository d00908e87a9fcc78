import { isObject, parseJson, type Json, type JsonObject } from '../kubernetes/json';
import {
  jsonAnswer,
  messageOf,
  PLAIN_TEXT,
  RequestError,
  traceIdIn,
  wholeNumber,
  type Answer,
} from './answer';
import type { Capabilities } from './generation';
import { parseGoDuration } from './go-duration';
import type { DemoSpan, DemoTrace, Tag, TraceQuery, TraceStore } from './types';

const DEFAULT_LIMIT = 100;
const DEFAULT_LOOKBACK_MS = 48 * 3_600_000;
const DAY_MS = 86_400_000;

/** Answers the JSON API that Jaeger's UI used to read. Undefined for a path that it does not know. */
export function answerLegacy(
  path: string,
  query: URLSearchParams,
  store: TraceStore,
  { capabilities, nowMs }: { readonly capabilities: Capabilities; readonly nowMs: number },
): Answer | undefined {
  try {
    const answer =
      (capabilities.legacySearch ? searchAnswer(path, query, store, nowMs) : undefined) ??
      lookupAnswer(path, query, store, nowMs);
    return answer && jsonAnswer(answer);
  } catch (error) {
    const code = error instanceof RequestError ? error.code : 400;
    const errors = [{ code, msg: messageOf(error) }];
    return jsonAnswer({ ...envelope(null), errors }, PLAIN_TEXT, code);
  }
}

function envelope(data: Json, total = 0): JsonObject {
  return { data, total, limit: 0, offset: 0, errors: null };
}

function searchAnswer(
  path: string,
  query: URLSearchParams,
  store: TraceStore,
  nowMs: number,
): JsonObject | undefined {
  if (path === '/api/services') return listed(store.services());
  if (path === '/api/operations') return listed(operations(query, store));
  if (path === '/api/traces') return envelope(search(query, store, nowMs).map(legacyTrace));
  const service = /^\/api\/services\/([^/]+)\/operations$/.exec(path)?.[1];
  if (service === undefined) return undefined;
  const names = store.operations(decodeURIComponent(service)).map(({ name }) => name);
  return listed([...new Set(names)]);
}

function lookupAnswer(
  path: string,
  query: URLSearchParams,
  store: TraceStore,
  nowMs: number,
): JsonObject | undefined {
  if (path === '/api/dependencies') return envelope(dependencies(query, store, nowMs));
  const id = /^\/api\/traces\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) return undefined;
  const trace = store.get(traceIdIn(id));
  if (trace === undefined) throw new RequestError(404, 'trace not found');
  return envelope([legacyTrace(trace)]);
}

function listed(items: readonly Json[]): JsonObject {
  return envelope(items.length > 0 ? items : null, items.length);
}

function operations(query: URLSearchParams, store: TraceStore): readonly JsonObject[] {
  const service = query.get('service') ?? '';
  if (service === '') throw new Error("parameter 'service' is required");
  const kind = query.get('spanKind') ?? '';
  const found = store
    .operations(service)
    .filter(({ spanKind }) => kind === '' || spanKind === kind);
  return found.map((operation) => ({ ...operation }));
}

function search(query: URLSearchParams, store: TraceStore, nowMs: number): readonly DemoTrace[] {
  const ids = query.getAll('traceID');
  if (ids.length > 0) return ids.flatMap((id) => store.get(traceIdIn(id)) ?? []);
  const service = query.get('service') ?? '';
  if (service === '') throw new Error("parameter 'service' is required");
  const operation = query.get('operation') ?? '';
  return store.find({
    service,
    ...(operation !== '' && { operation }),
    fromUs: micros(query, 'start', (nowMs - DEFAULT_LOOKBACK_MS) * 1_000),
    toUs: micros(query, 'end', nowMs * 1_000),
    ...readDurations(query),
    tags: readTags(query),
    limit: wholeNumber(query.get('limit') ?? String(DEFAULT_LIMIT), 'ParseInt'),
  });
}

function micros(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  try {
    return wholeNumber(text, 'ParseInt');
  } catch (error) {
    throw new RequestError(400, `unable to parse param '${name}': ${messageOf(error)}`);
  }
}

function readDurations(
  query: URLSearchParams,
): Pick<TraceQuery, 'minDurationUs' | 'maxDurationUs'> {
  const read = (name: string): number | undefined => {
    const text = query.get(name) ?? '';
    if (text === '') return undefined;
    const duration = parseGoDuration(text);
    if (duration !== undefined) return duration;
    throw new Error(
      `unable to parse param '${name}': time: invalid duration ${JSON.stringify(text)}`,
    );
  };
  const minDurationUs = read('minDuration');
  const maxDurationUs = read('maxDuration');
  if ((maxDurationUs ?? Infinity) < (minDurationUs ?? 0)) {
    throw new Error("'maxDuration' should be greater than 'minDuration'");
  }
  return {
    ...(minDurationUs !== undefined && { minDurationUs }),
    ...(maxDurationUs !== undefined && { maxDurationUs }),
  };
}

function readTags(query: URLSearchParams): ReadonlyMap<string, string> {
  const single = query.getAll('tag').map((text): readonly [string, string] => {
    const colon = text.indexOf(':');
    if (colon > 0) return [text.slice(0, colon), text.slice(colon + 1)];
    throw new Error(`malformed 'tag' parameter, expecting key:value, received: ${text}`);
  });
  const together = query.getAll('tags').flatMap((text) => Object.entries(readTagMap(text)));
  return new Map([...single, ...together]);
}

function readTagMap(text: string): Readonly<Record<string, string>> {
  const malformed = "malformed 'tags' parameter, cannot unmarshal JSON";
  let parsed: Json;
  try {
    parsed = parseJson(text);
  } catch (error) {
    throw new RequestError(400, `${malformed}: ${messageOf(error)}`);
  }
  if (!isObject(parsed)) throw new Error(malformed);
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]): [string, string] => {
      if (typeof value === 'string') return [key, value];
      throw new Error(
        `${malformed}: json: cannot unmarshal ${typeof value} into Go value of type string`,
      );
    }),
  );
}

/** How often each service called each other, of the traces that there are. */
function dependencies(
  query: URLSearchParams,
  store: TraceStore,
  nowMs: number,
): readonly JsonObject[] {
  const endMs = wholeNumber(query.get('endTs') ?? String(nowMs), 'ParseInt');
  const lookbackMs = wholeNumber(query.get('lookback') ?? String(DAY_MS), 'ParseInt');
  const range = { fromUs: (endMs - lookbackMs) * 1_000, toUs: endMs * 1_000 };
  const traces = store.find({ ...range, tags: new Map(), limit: DEPENDENCY_TRACES });
  const calls = new Map<string, number>();
  for (const { spans } of traces) {
    const serviceById = new Map(spans.map(({ spanId, service }) => [spanId, service]));
    for (const { parentId, service } of spans) {
      const parent = serviceById.get(parentId ?? '');
      if (parent === undefined || parent === service) continue;
      const key = JSON.stringify([parent, service]);
      calls.set(key, (calls.get(key) ?? 0) + 1);
    }
  }
  return [...calls].map(([key, callCount]) => {
    const [parent = '', child = ''] = key.slice(2, -2).split('","');
    return { parent, child, callCount };
  });
}

/** The newest traces are enough to tell who calls whom. */
const DEPENDENCY_TRACES = 500;

function legacyTrace({ traceId, spans }: DemoTrace): JsonObject {
  const processes = new Map<string, { readonly id: string; readonly span: DemoSpan }>();
  const processId = (span: DemoSpan): string => {
    const key = JSON.stringify([span.service, span.process]);
    const known = processes.get(key) ?? { id: `p${String(processes.size + 1)}`, span };
    processes.set(key, known);
    return known.id;
  };
  const legacySpans = spans.map((span) => legacySpan(span, processId(span)));
  const described = [...processes.values()].map(({ id, span }): readonly [string, JsonObject] => [
    id,
    { serviceName: span.service, tags: legacyTags(span.process) },
  ]);
  return {
    traceID: traceId,
    spans: legacySpans,
    processes: Object.fromEntries(described),
    warnings: null,
  };
}

function legacySpan(span: DemoSpan, processID: string): JsonObject {
  const { traceId: traceID, spanId: spanID, parentId } = span;
  const parent = parentId === undefined ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parentId }];
  return {
    traceID,
    spanID,
    operationName: span.operation,
    references: parent,
    startTime: span.startUs,
    duration: span.durationUs,
    tags: legacyTags([...span.tags, ['span.kind', span.kind], ...errorTags(span)]),
    logs: span.events.map(({ atUs, name, fields }) => ({
      timestamp: atUs,
      fields: legacyTags([['event', name], ...fields]),
    })),
    processID,
    warnings: null,
  };
}

/** This API has no status: an error that is not among the tags becomes one. */
function errorTags({ error, tags }: DemoSpan): readonly Tag[] {
  return error && !tags.some(([key]) => key === 'error') ? [['error', true]] : [];
}

function legacyTags(tags: readonly Tag[]): readonly JsonObject[] {
  return tags.map(([key, value]) => {
    const number = Number.isInteger(value) ? 'int64' : 'float64';
    const type =
      typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? number : 'string';
    return { key, type, value };
  });
}
