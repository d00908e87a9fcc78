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

type Route = (context: ApiContext, parameters: URLSearchParams) => unknown;

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
  return instantJson(
    named(parameters, (text) => answerInstant(store, text, at, lookback)),
    at,
  );
};

const queryRange: Route = ({ store }, parameters) => {
  const range = readRange(parameters);
  const lookback = readLookback(parameters);
  return rangeJson(named(parameters, (text) => answerRange(store, text, range, lookback)));
};

/** Matches every series that has a name, that is, every series. */
const ANY_NAME = createMatcher(NAME_LABEL, '!=', '');

function matchersIn(selector: string) {
  try {
    const expr = parseQuery(selector);
    if (expr.kind === 'selector') return expr.matchers;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryError('bad_data', `invalid parameter "match[]": ${error.message}`);
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
  const found = seriesMatching(context, selectors);
  return found.slice(0, readLimit(parameters)).map(metricJson);
};

function describedBy(context: ApiContext, parameters: URLSearchParams): readonly Metric[] {
  checkBounds(parameters);
  const selectors = parameters.getAll('match[]');
  return selectors.length === 0
    ? context.store.select([ANY_NAME])
    : seriesMatching(context, selectors);
}

function sortedUnique(texts: Iterable<string>, parameters: URLSearchParams): string[] {
  return [...new Set(texts)].sort().slice(0, readLimit(parameters));
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
  version: '3.10.0',
  revision: 'demo',
  branch: 'HEAD',
  buildUser: 'demo',
  buildDate: '20260101-00:00:00',
  goVersion: 'none',
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
    return { status: 200, body: { status: 'success', data: route(context, parameters) } };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { type, message } = error;
    return { status: STATUS[type], body: { status: 'error', errorType: type, error: message } };
  }
}
