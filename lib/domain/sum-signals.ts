import { mergeCodes } from '@/lib/domain/codes';
import type { Reporter, Signals } from '@/lib/domain/model';

/**
 * Adds up the signals of several calls, for the node they lead to.
 *
 * A figure that one of them lacks where it should have it is left out of the sum's as well: a part must
 * not pass for the whole. Quantiles cannot be added, so they survive only when there is one call.
 */
export function sumSignals(all: readonly Signals[]): Signals {
  const [first] = all;
  if (first !== undefined && all.length === 1) return first;

  const requestRate = sum(all.map((signals) => signals.requestRate));
  return {
    requestRate,
    errorRatio: requestRate === undefined ? undefined : errorRatioOf(all, requestRate),
    codes: mergeCodes(all.flatMap(({ codes }) => codes)),
    requestBytesPerSecond: sum(all.map((signals) => signals.requestBytesPerSecond)),
    responseBytesPerSecond: sum(all.map((signals) => signals.responseBytesPerSecond)),
    connectionsPerSecond: sum(all.map((signals) => signals.connectionsPerSecond)),
    mtlsShare: mtlsShareOf(all),
    reporters: commonReporters(all),
  };
}

/** The sum of those that are there; undefined when none is. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : present.reduce((total, value) => total + value, 0);
}

function errorRatioOf(all: readonly Signals[], total: number): number | null | undefined {
  if (total === 0) return null;
  let errors = 0;
  for (const { requestRate, errorRatio } of all) {
    if (requestRate === undefined || requestRate === 0) continue;
    if (errorRatio === undefined || errorRatio === null) return undefined;
    errors += requestRate * errorRatio;
  }
  return errors / total;
}

/** Weighed by requests, or evenly for calls that have none (TCP). */
function mtlsShareOf(all: readonly Signals[]): number | undefined {
  let weights = 0;
  let secured = 0;
  for (const { mtlsShare, requestRate } of all) {
    if (mtlsShare === undefined) return undefined;
    const weight = requestRate ?? 1;
    weights += weight;
    secured += weight * mtlsShare;
  }
  return weights === 0 ? undefined : secured / weights;
}

const FIGURES = ['requests', 'latency', 'bytes', 'connections', 'mtls'] as const;

/** A reporter is named where all calls agree on it. */
function commonReporters(all: readonly Signals[]): Signals['reporters'] {
  const common: Partial<Record<(typeof FIGURES)[number], Reporter>> = {};
  for (const figure of FIGURES) {
    const named = new Set(
      all.map(({ reporters }) => reporters[figure]).filter((r) => r !== undefined),
    );
    const [only] = named;
    if (named.size === 1 && only !== undefined) common[figure] = only;
  }
  return common;
}
