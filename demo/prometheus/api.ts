import type { Milliseconds } from './ast';
import { instantJson, metricJson, rangeJson } from './encode';
import { NAME_LABEL, entriesOf, keyOf, valueOf, type Metric } from './labels';
import { createMatcher } from './matcher';
import { readLimit, readLookback, readMoment, readRange, readTime } from './parameters';
import { parseQuery } from './parse';
import { answerInstant, answerRange } from './query';
import { QueryError } from './query-error';
import type { SampledSeries, SampleStore } from './samples';

/** What a request is answered from. */
export interface ApiContext {
  readonly store: SampleStore;
  readonly now: Milliseconds;
}

interface Answer {
  readonly data: unknown;
  readonly warnings?: readonly string[];
}

type Route = (context: ApiContext, parameters: URLSearchParams) => Answer;

/** The first of the elements, up to the `limit` that the caller set, and a word if there were more. */
function limited<T>(
  all: readonly T[],
  parameters: URLSearchParams,
  encode: (kept: readonly T[]) => unknown,
): Answer {
  const limit = readLimit(parameters);
  if (all.length <= limit) return { data: encode(all) };
  const warnings = ['results truncated due to limit'];
  return { data: encode(all.slice(0, limit)), warnings };
}

function named<T>(parameters: URLSearchParams, answer: (query: string) => T): T {
  try {
    return answer(parameters.get('query') ?? '');
  } catch (error) {
    if (!(error instanceof QueryError) || !error.message.includes('parse error:')) throw error;
    throw new QueryError('bad_data', `invalid parameter "query": ${error.message}`);
  }
}

const query: Route = ({ store, now }, parameters) => {
  const at = readTime(parameters, now);
  const lookback = readLookback(parameters);
  readLimit(parameters);
  const value = named(parameters, (text) => answerInstant(store, text, at, lookback));
  if (value.type !== 'vector') return { data: instantJson(value, at) };
  return limited(value.samples, parameters, (samples) =>
    instantJson({ type: 'vector', samples }, at),
  );
};

const queryRange: Route = ({ store }, parameters) => {
  const range = readRange(parameters);
  const lookback = readLookback(parameters);
  const answer = named(parameters, (text) => answerRange(store, text, range, lookback));
  return limited(answer, parameters, rangeJson);
};

/** Matches every series that has a name, that is, every series. */
const ANY_NAME = createMatcher(NAME_LABEL, '!=', '');

function matchersIn(selector: string) {
  try {
    const expr = parseQuery(selector);
    if (expr.kind === 'selector') return expr.matchers;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const problem = error.message.endsWith('non-empty matcher')
      ? 'match[] must contain at least one non-empty matcher'
      : error.message;
    throw new QueryError('bad_data', `invalid parameter "match[]": ${problem}`);
  }
  throw new QueryError('bad_data', 'invalid parameter "match[]": expected a vector selector');
}

function checkBounds(parameters: URLSearchParams): void {
  for (const name of ['start', 'end']) {
    const text = parameters.get(name);
    if (text !== null && text !== '') readMoment(name, text);
  }
}

function seriesMatching({ store }: ApiContext, selectors: readonly string[]): SampledSeries[] {
  const found = new Map<string, SampledSeries>();
  for (const selector of selectors) {
    for (const series of store.select(matchersIn(selector))) found.set(keyOf(series), series);
  }
  return [...found.values()];
}

const series: Route = (context, parameters) => {
  checkBounds(parameters);
  const selectors = parameters.getAll('match[]');
  if (selectors.length === 0) throw new QueryError('bad_data', 'no match[] parameter provided');
  return limited(seriesMatching(context, selectors), parameters, (kept) => kept.map(metricJson));
};

function describedBy(context: ApiContext, parameters: URLSearchParams): readonly Metric[] {
  checkBounds(parameters);
  const selectors = parameters.getAll('match[]');
  return selectors.length === 0
    ? context.store.select([ANY_NAME])
    : seriesMatching(context, selectors);
}

function sortedUnique(texts: Iterable<string>, parameters: URLSearchParams): Answer {
  return limited([...new Set(texts)].sort(), parameters, (kept) => kept);
}

const labels: Route = (context, parameters) => {
  const names = describedBy(context, parameters).flatMap((metric) =>
    entriesOf(metric).map(([label]) => label),
  );
  return sortedUnique(names, parameters);
};

function labelValues(label: string): Route {
  return (context, parameters) => {
    const values = describedBy(context, parameters).map((metric) => valueOf(metric, label));
    return sortedUnique(
      values.filter((value) => value !== ''),
      parameters,
    );
  };
}

const buildInfo: Route = () => ({
  data: {
    version: '3.10.0',
    revision: 'demo',
    branch: 'HEAD',
    buildUser: 'demo',
    buildDate: '20260101-00:00:00',
    goVersion: 'none',
  },
});

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['/api/v1/query', query],
  ['/api/v1/query_range', queryRange],
  ['/api/v1/series', series],
  ['/api/v1/labels', labels],
  ['/api/v1/status/buildinfo', buildInfo],
]);

const LABEL_VALUES = /^\/api\/v1\/label\/([^/]+)\/values$/;

function routeOf(path: string): Route | undefined {
  const label = LABEL_VALUES.exec(path)?.[1];
  return label === undefined ? ROUTES.get(path) : labelValues(label);
}

/** An answer in the envelope of Prometheus. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const STATUS = { bad_data: 400, execution: 422 } as const;

/** Answers a call of the HTTP API, or undefined when there is no such route. */
export function answerApi(
  context: ApiContext,
  path: string,
  parameters: URLSearchParams,
): ApiAnswer | undefined {
  const route = routeOf(path);
  if (!route) return undefined;
  try {
    return { status: 200, body: { status: 'success', ...route(context, parameters) } };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { type, message } = error;
    return { status: STATUS[type], body: { status: 'error', errorType: type, error: message } };
  }
}
