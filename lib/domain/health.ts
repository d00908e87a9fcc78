import { formatRate, formatRatio } from '@/lib/domain/format';
import type { CodeRate, Signals } from '@/lib/domain/model';

/**
 * - `healthy`, `degraded`, `failing`: judged by what was measured;
 * - `idle`: it was measured, and nothing happened;
 * - `unknown`: nothing was measured, so nothing can be said.
 */
export type HealthStatus = 'healthy' | 'degraded' | 'failing' | 'idle' | 'unknown';

export interface HealthVerdict {
  readonly status: HealthStatus;
  /** What is wrong, worst first, in words with figures. Empty when nothing is. */
  readonly reasons: readonly string[];
}

/**
 * Shares of requests that failed from which calls count as degraded and failing. A mesh under load always
 * loses a request now and then, so the first is not 0; at one in ten, callers with retries fail too.
 */
export const ERROR_RATIO = { degraded: 0.01, failing: 0.1 } as const;

/**
 * Share of requests answered 4xx from which calls count as degraded. They are the caller's mistake, so they
 * never count as failing; but so many usually mean a wrong route or a broken client.
 */
export const CLIENT_ERROR_RATIO = 0.2;

const SEVERITY: Readonly<Record<HealthStatus, number>> = {
  failing: 4,
  degraded: 3,
  healthy: 2,
  idle: 1,
  unknown: 0,
};

/** Orders verdicts: negative when `a` is worse than `b`. */
export function compareHealth(a: HealthStatus, b: HealthStatus): number {
  return SEVERITY[b] - SEVERITY[a];
}

/** The worst of several verdicts, with the reasons of all, worst first; `unknown` when there are none. */
export function worstHealth(verdicts: readonly HealthVerdict[]): HealthVerdict {
  const sorted = verdicts.toSorted((a, b) => compareHealth(a.status, b.status));
  const status = sorted[0]?.status ?? 'unknown';
  return { status, reasons: [...new Set(sorted.flatMap(({ reasons }) => reasons))] };
}

/**
 * Judges calls by their golden signals.
 *
 * TCP has no notion of a failed request: bytes that flow are healthy, none are idle.
 */
export function healthOfSignals(signals: Signals): HealthVerdict {
  const { requestRate, errorRatio } = signals;
  if (requestRate === undefined) return healthOfBytes(signals);
  if (requestRate === 0) return { status: 'idle', reasons: [] };
  if (errorRatio === undefined || errorRatio === null) return { status: 'unknown', reasons: [] };
  return worstHealth([
    judge(errorRatio, requestRate, signals.codes),
    judgeClientErrors(signals.codes, requestRate),
  ]);
}

function healthOfBytes({ requestBytesPerSecond, responseBytesPerSecond }: Signals): HealthVerdict {
  if (requestBytesPerSecond === undefined && responseBytesPerSecond === undefined) {
    return { status: 'unknown', reasons: [] };
  }
  const bytes = (requestBytesPerSecond ?? 0) + (responseBytesPerSecond ?? 0);
  return { status: bytes > 0 ? 'healthy' : 'idle', reasons: [] };
}

function judge(ratio: number, rate: number, codes: readonly CodeRate[]): HealthVerdict {
  if (ratio < ERROR_RATIO.degraded) return { status: 'healthy', reasons: [] };
  const status = ratio < ERROR_RATIO.failing ? 'degraded' : 'failing';
  const worst = worstCode(codes);
  const mostly = worst === null ? '' : `, mostly ${worst}`;
  return {
    status,
    reasons: [`${formatRatio(ratio)} of ${formatRate(rate)} fail${mostly}`],
  };
}

/** Names the error class with the highest rate, for example `HTTP 503 (UO)`. */
function worstCode(codes: readonly CodeRate[]): string | null {
  const worst = codes
    .filter(({ error }) => error)
    .reduce<CodeRate | null>(
      (top, code) => (top === null || code.rate > top.rate ? code : top),
      null,
    );
  if (worst === null) return null;
  const flags = worst.flags === undefined ? '' : ` (${worst.flags})`;
  if (worst.grpcStatus !== undefined) return `gRPC status ${worst.grpcStatus}${flags}`;
  if (worst.httpCode === '0') return `no response${flags}`;
  return worst.httpCode === undefined ? null : `HTTP ${worst.httpCode}${flags}`;
}

function judgeClientErrors(codes: readonly CodeRate[], rate: number): HealthVerdict {
  const refused = codes
    .filter(({ error, httpCode }) => !error && /^4\d\d$/.test(httpCode ?? ''))
    .reduce((sum, code) => sum + code.rate, 0);
  const ratio = refused / rate;
  if (ratio < CLIENT_ERROR_RATIO) return { status: 'healthy', reasons: [] };
  return {
    status: 'degraded',
    reasons: [`${formatRatio(ratio)} of ${formatRate(rate)} are answered with a 4xx status`],
  };
}
