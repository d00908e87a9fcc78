import { histogramQuantile, rate, sumBy, type Matcher } from '@/lib/domain/promql';
import type { NamedQuery } from '@/lib/mesh/adapter';
import { RESPONSES, TIMES } from '@/lib/mesh/envoy/metrics';
import { errorRatio } from '@/lib/mesh/envoy/panels';
import { placed } from '@/lib/mesh/envoy/placed';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';

const BY_NAMESPACE = ['namespace'];

/**
 * What the proxies of each namespace passed on to their own applications: `rate` per second, `errors` as a
 * ratio, `p95` in milliseconds.
 */
export function namespaceQueries(
  { inbound }: EnvoyVocabulary,
  window: number,
): readonly NamedQuery[] {
  const rateOf = (metric: string, matchers: readonly Matcher[] = []) =>
    placed(rate(metric, [...inbound, ...matchers], window));
  return [
    { key: 'rate', promql: sumBy(BY_NAMESPACE, rateOf(RESPONSES)) },
    { key: 'errors', promql: errorRatio(rateOf, BY_NAMESPACE) },
    {
      key: 'p95',
      promql: histogramQuantile(0.95, sumBy(['le', ...BY_NAMESPACE], rateOf(TIMES))),
    },
  ];
}
