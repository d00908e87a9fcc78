import type { Protocol } from '@/lib/domain/model';
import { FAILURES } from '@/lib/mesh/envoy/metrics';
import { RequestTally } from '@/lib/mesh/request-tally';

/** Rates per second by a name: a code, a status, a flag. */
export type Rates = Map<string, number>;

/** How the requests of one call ended, as three families of counters say. */
export interface Outcomes {
  /** By HTTP code, or by class where that is all there is: `5xx`. */
  readonly codes: Rates;
  /** By gRPC status, and all requests under ``: as counted at steps, see `STEPPED`. */
  readonly statuses: Rates;
  /** Failures that Envoy made itself, by response flag. They are among the codes. */
  readonly flags: Rates;
}

/** Streams count by code when they begin to answer and by status when they end: so far apart is nothing. */
const LAG = 0.01;

/** Codes that Envoy answers with itself, and the flags that it then logs. */
const OWN_ANSWERS: readonly (readonly [code: string, flags: readonly string[]])[] = [
  ['503', ['UO', 'UF', 'UH']],
  ['504', ['UT']],
];

/** To gRPC callers, all of them are UNAVAILABLE. */
const UNAVAILABLE = '14';

export function protocolOf({ statuses }: Outcomes): Protocol {
  return [...statuses].some(([status, rate]) => status !== '' && rate > 0) ? 'grpc' : 'http';
}

/** Streams by status as they would be at every sample, which all requests are counted at. */
function statusesOf({ codes, statuses }: Outcomes): Rates {
  const stepped = statuses.get('') ?? 0;
  const scale = stepped > 0 ? sum(codes) / stepped : 1;
  const own = [...statuses].filter(([status]) => status !== '');
  return new Map(own.map(([status, rate]) => [status, rate * scale]));
}

/**
 * Puts the counters of one call together, so that each request counts once.
 *
 * Those of gRPC are counted twice by Envoy, by HTTP code and by status; the status says how they ended. Only
 * what has no status counts by its code. A code that Envoy answered with itself is told apart by its flag.
 */
export function tallyOf(outcomes: Outcomes): RequestTally {
  return protocolOf(outcomes) === 'grpc' ? grpcTally(outcomes) : httpTally(outcomes);
}

function httpTally({ codes, flags }: Outcomes): RequestTally {
  const tally = new RequestTally();
  for (const [httpCode, rate] of codes) {
    const own = OWN_ANSWERS.find(([code]) => code === httpCode)?.[1] ?? [];
    for (const [flag, part] of partsOf(rate, pick(flags, own))) {
      tally.add({ httpCode, ...(flag === '' ? {} : { flags: flag }) }, part, 'http');
    }
  }
  return tally;
}

function grpcTally(outcomes: Outcomes): RequestTally {
  const { codes, flags } = outcomes;
  const statuses = statusesOf(outcomes);
  const tally = new RequestTally();
  const every = FAILURES.map(([flag]) => flag);
  for (const [grpcStatus, rate] of statuses) {
    const own = grpcStatus === UNAVAILABLE ? pick(flags, every) : [];
    for (const [flag, part] of partsOf(rate, own)) {
      const outcome = { httpCode: '200', grpcStatus, ...(flag === '' ? {} : { flags: flag }) };
      tally.add(outcome, part, 'grpc');
    }
  }
  for (const [httpCode, rate] of withoutStatus(codes, sum(statuses))) {
    tally.add({ httpCode }, rate, 'grpc');
  }
  return tally;
}

/** Answers that no status accounts for: those of a proxy or a server that does not speak gRPC, failures first. */
function withoutStatus(codes: Rates, told: number): readonly (readonly [string, number])[] {
  const total = sum(codes);
  const left = total - told;
  if (left <= LAG * total) return [];
  const failed = [...codes].filter(([code, rate]) => code !== '200' && rate > 0);
  const failedRate = failed.reduce((all, [, rate]) => all + rate, 0);
  const share = failedRate > left ? left / failedRate : 1;
  const rest = left - failedRate * share;
  return [
    ...failed.map(([code, rate]) => [code, rate * share] as const),
    ...(rest > LAG * total ? [['200', rest] as const] : []),
  ];
}

/** A rate, split into the parts that are explained by a flag and the rest, which has the flag ''. */
function partsOf(
  rate: number,
  flags: readonly (readonly [flag: string, rate: number])[],
): readonly (readonly [flag: string, rate: number])[] {
  const told = flags.reduce((total, [, part]) => total + part, 0);
  // What was tried again and then went well is among the failures, but not among the answers.
  const scale = told > rate ? rate / told : 1;
  const parts = flags.map(([flag, part]) => [flag, part * scale] as const);
  const rest = rate - Math.min(told, rate);
  return rest > 0 || parts.length === 0 ? [...parts, ['', rest]] : parts;
}

function pick(flags: Rates, names: readonly string[]): readonly (readonly [string, number])[] {
  return names.flatMap((name) => {
    const rate = flags.get(name) ?? 0;
    return rate > 0 ? [[name, rate] as const] : [];
  });
}

export function sum(rates: Rates): number {
  return [...rates.values()].reduce((total, rate) => total + rate, 0);
}

export function addTo(rates: Rates, name: string, rate: number): void {
  rates.set(name, (rates.get(name) ?? 0) + rate);
}
