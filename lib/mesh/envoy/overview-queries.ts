import { histogramQuantile, sumBy, type Matcher } from '@/lib/domain/promql';
import type { NamedQuery } from '@/lib/mesh/adapter';
import { RESPONSES, TIMES } from '@/lib/mesh/envoy/metrics';
import { errorRatio } from '@/lib/mesh/envoy/panels';
import { placed } from '@/lib/mesh/envoy/placed';
import { rateOf, type Counter } from '@/lib/mesh/envoy/rates';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';

const BY_NAMESPACE = ['namespace'];

/**
 * What the proxies of each namespace passed on to their own applications: `rate` per second, `errors` as a
 * ratio, `p95` in milliseconds.
 */
export function namespaceQueries(
  vocabulary: EnvoyVocabulary,
  window: number,
): readonly NamedQuery[] {
  const taken = (counter: Counter, matchers: readonly Matcher[] = []) =>
    placed(rateOf(counter, [...vocabulary.inbound, ...matchers], window));
  return [
    { key: 'rate', promql: sumBy(BY_NAMESPACE, taken(RESPONSES)) },
    { key: 'errors', promql: errorRatio(vocabulary, taken, BY_NAMESPACE) },
    {
      key: 'p95',
      promql: histogramQuantile(0.95, sumBy(['le', ...BY_NAMESPACE], taken(TIMES))),
    },
  ];
}
