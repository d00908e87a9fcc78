import 'server-only';
import type { z } from 'zod';
import type { MatrixSeries, VectorSample } from '@/lib/domain/samples';
import type { EpochMs } from '@/lib/domain/units';
import { httpOf } from '@/lib/upstream/configured';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import { parseJson, refusal } from '@/lib/upstream/failure';
import { createGate } from '@/lib/upstream/gate';
import type { Http, HttpAnswer } from '@/lib/upstream/http';
import { observed } from '@/lib/upstream/observed';
import type { UpstreamOptions } from '@/lib/upstream/options';
import { readMatrix } from '@/lib/upstream/prometheus/matrix';
import { readVector, type Vector } from '@/lib/upstream/prometheus/vector';
import { buildInfoEnvelope, queryEnvelope } from '@/lib/upstream/prometheus/wire';
import { createSingleFlight } from '@/lib/upstream/single-flight';
import { WireError } from '@/lib/upstream/wire';

export interface PrometheusOptions extends UpstreamOptions {
  /** Queries in flight at once. The client is to be one per process, so this holds process-wide. */
  readonly maxInFlight?: number | undefined;
  /** Queries that may wait for their turn; beyond it they fail as `busy`. */
  readonly maxWaiting?: number | undefined;
}

export interface InstantAnswer {
  readonly samples: readonly VectorSample[];
  /** Set when Prometheus answered in part, or when we left something out. */
  readonly warnings: readonly string[];
}

export interface RangeAnswer {
  readonly series: readonly MatrixSeries[];
  readonly warnings: readonly string[];
}

/** Both ends included. `stepSeconds` is positive; at most 11,000 points a series. */
export interface QueryRange {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly stepSeconds: number;
}

/**
 * The Prometheus HTTP API. Equal questions asked at the same time are sent once. Every method throws
 * `UpstreamError`, or the signal's reason when the caller gave up.
 */
export interface PrometheusClient {
  /** Evaluates an expression that gives a vector (or scalar) at one moment. */
  instant(promql: string, at: EpochMs, signal: AbortSignal): Promise<InstantAnswer>;
  /** Evaluates an expression over a range. */
  range(promql: string, range: QueryRange, signal: AbortSignal): Promise<RangeAnswer>;
  /** Whether it answers, and its version. */
  buildInfo(signal: AbortSignal): Promise<{ readonly version: string }>;
  close(): Promise<void>;
}

/** Figures of `createPrometheusClient` where its options say nothing. */
const DEFAULTS = {
  timeoutMs: 8_000,
  maxBodyBytes: 32 * 1024 * 1024,
  /** Prometheus runs 20 at once for everybody. */
  maxInFlight: 8,
  maxWaiting: 256,
  maxWaitMs: 4_000,
};

/** Prometheus is to give up before we do, so that it says so itself and stops working. */
const TIMEOUT_SHARE = 0.95;

/** Prometheus refuses more. */
const MAX_POINTS = 11_000;

/**
 * Creates the client. It never retries.
 *
 * @throws TypeError when an option is wrong, naming it; for the start of the server.
 */
export function createPrometheusClient(options: PrometheusOptions): PrometheusClient {
  const { observe } = options;
  const timeoutMs = options.timeoutMs ?? DEFAULTS.timeoutMs;
  const http = httpOf('prometheus', options, { ...DEFAULTS, timeoutMs });
  const gate = createGate({
    upstream: 'prometheus',
    places: options.maxInFlight ?? DEFAULTS.maxInFlight,
    maxWaiting: options.maxWaiting ?? DEFAULTS.maxWaiting,
    maxWaitMs: DEFAULTS.maxWaitMs,
  });
  const instants = createSingleFlight<InstantAnswer>();
  const ranges = createSingleFlight<RangeAnswer>();
  const ask = (path: string, form: Record<string, string>, signal: AbortSignal) =>
    gate.run(signal, () =>
      query(
        http,
        path,
        new URLSearchParams({ ...form, timeout: `${Math.ceil(timeoutMs * TIMEOUT_SHARE)}ms` }),
        signal,
      ),
    );

  return {
    instant: (promql, at, signal) =>
      instants.run(`${at} ${promql}`, signal, (shared) =>
        observed('prometheus', observe, async () => {
          const data = await ask('query', { query: promql, time: seconds(at) }, shared);
          return instantAnswer(data);
        }),
      ),
    range: async (promql, range, signal) => {
      const { fromMs, toMs, stepSeconds } = checked(range);
      return ranges.run(`${fromMs} ${toMs} ${stepSeconds} ${promql}`, signal, (shared) =>
        observed('prometheus', observe, async () => {
          const form = {
            query: promql,
            start: seconds(fromMs),
            end: seconds(toMs),
            step: String(stepSeconds),
          };
          return rangeAnswer(await ask('query_range', form, shared), stepSeconds);
        }),
      );
    },
    buildInfo: (signal) =>
      observed('prometheus', observe, async () => {
        const path = ['api', 'v1', 'status', 'buildinfo'];
        const answer = await http.send({ method: 'GET', path }, signal);
        if (answer.status !== 200) throw refusal('prometheus', answer, answer.text);
        return { version: parseJson('prometheus', answer.text, buildInfoEnvelope).data.version };
      }),
    close: () => http.close(),
  };
}

interface QueryData {
  readonly resultType: string;
  readonly result: unknown;
  readonly warnings: readonly string[];
}

async function query(
  http: Http,
  path: string,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<QueryData> {
  const answer = await http.send(
    {
      method: 'POST',
      path: ['api', 'v1', path],
      body: { type: 'application/x-www-form-urlencoded', text: form.toString() },
    },
    signal,
  );
  const envelope = envelopeOf(answer);
  if (envelope === null) throw refusal('prometheus', answer, answer.text);
  if (envelope.status === 'error') {
    const { errorType, error } = envelope;
    const failure = FAILURE_BY_TYPE.get(errorType) ?? 'rejected';
    throw refusal('prometheus', answer, `${errorType}: ${error}`, { failure });
  }
  // `infos` are remarks on the question, for example that a bucket was off by rounding: nothing is missing.
  return { ...envelope.data, warnings: envelope.warnings ?? [] };
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/ lists the types; the rest blame the query. */
const FAILURE_BY_TYPE: ReadonlyMap<string, UpstreamFailure> = new Map([
  ['timeout', 'timeout'],
  ['canceled', 'unavailable'],
  ['internal', 'unavailable'],
  ['unavailable', 'unavailable'],
  ['too_many_requests', 'busy'],
]);

/** A proxy in front of Prometheus refuses with a text of its own: null. */
function envelopeOf(answer: HttpAnswer): z.infer<typeof queryEnvelope> | null {
  if (answer.status >= 200 && answer.status < 300) {
    return parseJson('prometheus', answer.text, queryEnvelope);
  }
  try {
    return parseJson('prometheus', answer.text, queryEnvelope);
  } catch {
    return null;
  }
}

function instantAnswer({ resultType, result, warnings }: QueryData): InstantAnswer {
  const vector = reading(() => readVector(resultType, result));
  return { samples: vector.samples, warnings: [...warnings, ...leftOut(vector)] };
}

function rangeAnswer(
  { resultType, result, warnings }: QueryData,
  stepSeconds: number,
): RangeAnswer {
  const matrix = reading(() => readMatrix(resultType, result, stepSeconds));
  return { series: matrix.series, warnings: [...warnings, ...leftOut(matrix)] };
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new UpstreamError('prometheus', 'malformed', cause.message, { cause });
  }
}

function leftOut(answer: Omit<Vector, 'samples'>): string[] {
  const warnings: string[] = [];
  if (answer.impossible > 0) warnings.push(`${answer.impossible} impossible figures were left out`);
  if (answer.repeated > 0) warnings.push(`${answer.repeated} repeated series were left out`);
  if (answer.histograms > 0) warnings.push(`${answer.histograms} native histograms were left out`);
  return warnings;
}

function checked(range: QueryRange): QueryRange {
  const points = (range.toMs - range.fromMs) / 1000 / range.stepSeconds;
  if (range.stepSeconds > 0 && points >= 0 && points < MAX_POINTS) return range;
  throw new UpstreamError('prometheus', 'rejected', `no range of 1 to ${MAX_POINTS} points`);
}

/** Prometheus takes epoch seconds with fractions. */
function seconds(at: EpochMs): string {
  return (at / 1000).toFixed(3);
}
