import {
  extracted,
  namedLike,
  rate,
  rateOfEach,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import { COMPLETED, type GrpcCounters } from '@/lib/mesh/envoy/metrics';

/** The label with the status that streams of gRPC ended with, which we read out of the counter's name. */
export const STATUS = 'status';

/** Keeps counters apart whose names are all that tells them. */
const COUNTER = 'counter';

/** As far apart as most Prometheus servers scrape, so that no sample is skipped. */
const STEP_SECONDS = 15;

/** What Envoy counts: by the name of the metric, or streams of gRPC by their status. */
export type Counter = string | GrpcCounters;

/**
 * Rates of a counter. Those of gRPC have the label `STATUS` and are only good beside those of `STEPPED`, which
 * has none.
 */
export function rateOf(
  counter: Counter,
  matchers: readonly Matcher[],
  windowSeconds: number,
): PromQl {
  if (typeof counter === 'string') return rate(counter, matchers, windowSeconds);
  const pattern =
    counter.statuses.length === 0
      ? `${COMPLETED}()`
      : `envoy_cluster_grpc_(?:.*_)?(${counter.statuses.join('|')})`;
  const named = extracted(namedLike(pattern, matchers), COUNTER, '__name__', '(.+)');
  return rateOfEach(
    extracted(named, STATUS, '__name__', pattern),
    windowSeconds,
    Math.min(STEP_SECONDS, Math.floor(windowSeconds / 4)),
  );
}
