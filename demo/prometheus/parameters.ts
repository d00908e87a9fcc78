import type { Milliseconds } from './ast';
import { readDuration } from './literals';
import { MAX_POINTS, type RangeRequest } from './query';
import { QueryError } from './query-error';

/** RFC 3339 wants a date, a time and a zone. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function invalid(name: string, problem: string): QueryError {
  return new QueryError('bad_data', `invalid parameter "${name}": ${problem}`);
}

/** Reads a moment: epoch seconds with fractions, or RFC 3339. */
export function readMoment(name: string, text: string, context = ''): Milliseconds {
  const seconds = text.trim() === '' ? NaN : Number(text);
  const moment = Number.isNaN(seconds) && RFC_3339.test(text) ? Date.parse(text) : seconds * 1000;
  if (Number.isFinite(moment)) return Math.round(moment);
  throw invalid(name, `${context}cannot parse "${text}" to a valid timestamp`);
}

/** Reads a length of time: seconds with fractions, or a duration like `5m`. */
export function readLength(name: string, text: string): Milliseconds {
  const seconds = text.trim() === '' ? NaN : Number(text);
  const length = Number.isNaN(seconds) ? readDuration(text) : seconds * 1000;
  if (length !== undefined && Number.isFinite(length)) return Math.round(length);
  throw invalid(name, `cannot parse "${text}" to a valid duration`);
}

/** The `time` of an instant query; `now` when it is left out. */
export function readTime(parameters: URLSearchParams, now: Milliseconds): Milliseconds {
  const text = parameters.get('time');
  return text === null || text === ''
    ? now
    : readMoment('time', text, "invalid time value for 'time': ");
}

/** How far back samples count, where the caller says so. */
export function readLookback(parameters: URLSearchParams): Milliseconds | undefined {
  const text = parameters.get('lookback_delta');
  if (text === null || text === '') return undefined;
  const lookback = readLength('lookback_delta', text);
  if (lookback > 0) return lookback;
  throw new QueryError('bad_data', 'error parsing lookback delta duration: must be positive');
}

/** The bounds and step of a range query. */
export function readRange(parameters: URLSearchParams): RangeRequest {
  const start = readMoment('start', parameters.get('start') ?? '');
  const end = readMoment('end', parameters.get('end') ?? '');
  if (end < start) throw invalid('end', 'end timestamp must not be before start time');
  const step = readLength('step', parameters.get('step') ?? '');
  if (step <= 0) {
    throw invalid(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if ((end - start) / step > MAX_POINTS) {
    throw new QueryError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return { start, end, step };
}

/** The `limit` of a list; none for 0. */
export function readLimit(parameters: URLSearchParams): number {
  const text = parameters.get('limit');
  if (text === null || text === '') return Infinity;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0) {
    throw invalid('limit', `strconv.Atoi: parsing "${text}": invalid syntax`);
  }
  return limit === 0 ? Infinity : limit;
}
