import {
  histogramQuantile,
  labelled,
  or,
  rate,
  sumBy,
  times,
  withoutPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import {
  LOST,
  ONE_PROXY,
  OUTBOUND,
  RESPONSES,
  ROUTE_METRICS,
} from '@/lib/mesh/linkerd/metric-labels';

/** Routes are timed in seconds. */
const MS_PER_SECOND = 1000;

/** The label that we add to what route metrics say, with the protocol. */
export const ROUTED = 'routed';
export type RoutedProtocol = 'http' | 'grpc';

/** Series of proxies that do not report by endpoint, so that nothing is counted twice while both are about. */
export function ofNewerProxies(series: PromQl, windowSeconds: number): PromQl {
  return withoutPartner(ONE_PROXY, series, rate(RESPONSES, [OUTBOUND], windowSeconds));
}

/** Series by route and backend. */
export interface Routed {
  /** Rates of the wanted series of a metric that further matchers select. */
  readonly series: (metric: string, matchers: readonly Matcher[]) => PromQl;
  readonly windowSeconds: number;
  /** Both when it is left out. */
  readonly protocols?: readonly RoutedProtocol[];
  /** Which outcomes are wanted; all when it is left out. */
  readonly outcomes?: Readonly<Record<RoutedProtocol, readonly Matcher[]>>;
}

const BOTH: readonly RoutedProtocol[] = ['http', 'grpc'];

/**
 * Requests by route and backend that no other metric has: all of those of proxies that report in no other way,
 * and of the others those that failed before they reached any endpoint. By the labels, how they ended, and
 * the protocol, which stands in `routed`.
 */
export function routedRequests(
  by: readonly string[],
  { series, windowSeconds, protocols = BOTH, outcomes }: Routed,
): PromQl {
  return eachProtocol(protocols, (protocol) => {
    const { statuses, status } = ROUTE_METRICS[protocol];
    const wanted = outcomes?.[protocol] ?? [];
    const lost = series(statuses, [...wanted, ...LOST[protocol]]);
    const all = ofNewerProxies(series(statuses, wanted), windowSeconds);
    return sumBy([...by, status, 'error'], or(lost, all));
  });
}

/** A quantile in milliseconds of responses by route, of proxies that report in no other way. */
export function routedQuantile(
  quantile: number,
  sum: (buckets: PromQl) => PromQl,
  { series, windowSeconds, protocols = BOTH }: Routed,
): PromQl {
  return eachProtocol(protocols, (protocol) => {
    const buckets = ofNewerProxies(series(ROUTE_METRICS[protocol].latencies, []), windowSeconds);
    return times(histogramQuantile(quantile, sum(buckets)), MS_PER_SECOND);
  });
}

/** What the metrics of some protocols say, told apart by `routed`. */
function eachProtocol(
  protocols: readonly RoutedProtocol[],
  of: (protocol: RoutedProtocol) => PromQl,
): PromQl {
  const [first, ...others] = protocols.map((protocol) => labelled(of(protocol), ROUTED, protocol));
  if (first === undefined) throw new RangeError('no protocol');
  return or(first, ...others);
}
