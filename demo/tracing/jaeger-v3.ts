import { isObject, parseJson, stringsAt, type JsonObject } from '../kubernetes/json';
import {
  jsonAnswer,
  messageOf,
  PLAIN_TEXT,
  RequestError,
  traceIdIn,
  wholeNumber,
  type Answer,
} from './answer';
import { parseGoDuration } from './go-duration';
import type { Capabilities } from './generation';
import { resourceSpans } from './otlp';
import { summaryOf } from './summary';
import type { DemoTrace, TraceQuery, TraceStore } from './types';

const DEFAULT_DEPTH = 100;

/** Answers `/api/v3/...` as Jaeger's gateway does. Undefined for a path that it does not know. */
export function answerV3(
  path: string,
  query: URLSearchParams,
  store: TraceStore,
  capabilities: Capabilities,
): Answer | undefined {
  try {
    const body = bodyOf(path, query, store, capabilities);
    return body && jsonAnswer(body, PLAIN_TEXT);
  } catch (error) {
    const httpCode = error instanceof RequestError ? error.code : 400;
    const body = `${JSON.stringify({ error: { httpCode, message: messageOf(error) } })}\n`;
    return { code: httpCode, type: PLAIN_TEXT, body };
  }
}

function bodyOf(
  path: string,
  query: URLSearchParams,
  store: TraceStore,
  capabilities: Capabilities,
): JsonObject | undefined {
  switch (path) {
    case '/api/v3/services':
      return listed('services', store.services());
    case '/api/v3/operations':
      return { operations: operations(query, store) };
    case '/api/v3/traces':
      return found(store.find(readQuery(query, capabilities)));
    case '/api/v3/trace-summaries':
      return capabilities.summaries
        ? listed('summaries', store.find(readQuery(query, capabilities)).map(summaryOf))
        : undefined;
    default:
      return path.startsWith('/api/v3/traces/') ? oneTrace(path, store) : undefined;
  }
}

function operations(query: URLSearchParams, store: TraceStore): readonly JsonObject[] {
  const kind = query.get('spanKind') ?? query.get('span_kind') ?? '';
  const all = store.operations(query.get('service') ?? '');
  const wanted = all.filter(({ spanKind }) => kind === '' || spanKind === kind);
  return wanted.map((operation) => ({ ...operation }));
}

/** All spans of all traces in one list: whoever reads it must sort them by trace again. */
function found(traces: readonly DemoTrace[]): JsonObject {
  if (traces.length === 0) throw new RequestError(404, 'No traces found');
  return { result: { resourceSpans: traces.flatMap(({ spans }) => resourceSpans(spans)) } };
}

/** Lists are left out when they are empty, as all zero values are. */
function listed(key: string, items: readonly (string | JsonObject)[]): JsonObject {
  return items.length > 0 ? { [key]: items } : {};
}

function oneTrace(path: string, store: TraceStore): JsonObject {
  const id = named('trace_id', () => traceIdIn(path.slice('/api/v3/traces/'.length)));
  const trace = store.get(id);
  return found(trace ? [trace] : []);
}

function named<T>(parameter: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RequestError(400, `malformed parameter ${parameter}: ${messageOf(error)}`);
  }
}

function readQuery(query: URLSearchParams, { camelCase }: Capabilities): TraceQuery {
  /** The first of a parameter's spellings that is there, with its name. */
  const read = (...spellings: readonly string[]): readonly [name: string, text: string] => {
    const known = spellings.map((name) => `query.${name}`);
    const usable = camelCase ? known : known.filter((name) => !/[A-Z]|search_depth/.test(name));
    const name = usable.find((each) => (query.get(each) ?? '') !== '') ?? usable.at(-1) ?? '';
    return [name, query.get(name) ?? ''];
  };
  const text = (...spellings: readonly string[]): string | undefined => {
    const [, value] = read(...spellings);
    return value === '' ? undefined : value;
  };
  const duration = (...spellings: readonly string[]): number | undefined => {
    const [name, value] = read(...spellings);
    return value === '' ? undefined : named(name, () => goDuration(value));
  };
  const service = text('serviceName', 'service_name');
  const operation = text('operationName', 'operation_name');
  const minDurationUs = duration('durationMin', 'duration_min');
  const maxDurationUs = duration('durationMax', 'duration_max');
  return {
    ...readTimes(read, camelCase),
    ...(service !== undefined && { service }),
    ...(operation !== undefined && { operation }),
    ...(minDurationUs !== undefined && { minDurationUs }),
    ...(maxDurationUs !== undefined && { maxDurationUs }),
    limit: readDepth(read('searchDepth', 'search_depth', 'num_traces'), camelCase),
    tags: camelCase ? readAttributes(query.get('query.attributes') ?? '') : new Map(),
  };
}

type Read = (...spellings: readonly string[]) => readonly [name: string, text: string];

function readTimes(read: Read, camelCase: boolean): Pick<TraceQuery, 'fromUs' | 'toUs'> {
  const [fromName, from] = read('startTimeMin', 'start_time_min');
  const [toName, to] = read('startTimeMax', 'start_time_max');
  if (from === '' || to === '') {
    const names = camelCase
      ? 'query.startTimeMin and query.startTimeMax'
      : 'query.start_time_min and query.start_time_max';
    throw new RequestError(400, `${names} are required`);
  }
  return { fromUs: named(fromName, () => moment(from)), toUs: named(toName, () => moment(to)) };
}

/** Jaeger 2.13 hands a depth that is left out to its memory as 0, which refuses it. */
function readDepth([name, text]: readonly [string, string], camelCase: boolean): number {
  const depth = text === '' ? 0 : named(name, () => wholeNumber(text, 'Atoi'));
  if (depth > 0) return depth;
  if (camelCase) return DEFAULT_DEPTH;
  throw new RequestError(500, 'search depth must be greater than 0 and less than max traces');
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  if (text === '') return new Map();
  return named('query.attributes', () => {
    const attributes = parseJson(text);
    if (!isObject(attributes)) throw new Error('an object of strings is expected');
    return new Map(Object.entries(stringsAt(attributes)));
  });
}

function goDuration(text: string): number {
  const duration = parseGoDuration(text);
  if (duration === undefined) throw new Error(`time: invalid duration ${JSON.stringify(text)}`);
  return duration;
}

/** Microseconds of a moment as RFC 3339 writes it. */
function moment(text: string): number {
  const milliseconds = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(milliseconds)) {
    const layout = '2006-01-02T15:04:05.999999999Z07:00';
    const quoted = JSON.stringify(text);
    throw new Error(`parsing time ${quoted} as "${layout}": cannot parse ${quoted} as "2006"`);
  }
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const belowMs = Number(`0.${fraction.padEnd(9, '0').slice(3, 9)}`) * 1_000;
  return Math.floor(milliseconds) * 1_000 + belowMs;
}
