import type { NamedQuery } from '@/lib/mesh/adapter';
import { DURATIONS, REQUESTS } from '@/lib/mesh/istio/metric-labels';
import { failureMatchers, LOST } from '@/lib/mesh/istio/outcome-matchers';

const SERVER = 'reporter=~"destination|waypoint"';

/**
 * Inbound requests by namespace: `rate` per second, `errors` as a ratio, `p95` in milliseconds. As the
 * servers count them, and those that were lost on the way to a service of the namespace.
 */
export function namespaceQueries(rateWindowSeconds: number): readonly NamedQuery[] {
  const window = `${rateWindowSeconds}s`;
  const rate = requestsByNamespace('', window);
  const failed = failureMatchers()
    .map((failure) => requestsByNamespace(failure.join(', '), window))
    // Sums of one namespace have equal labels, which `or` would take for the same thing.
    .map((promql, i) => `label_replace(${promql}, "class", "${i}", "", "")`)
    .join(' or ');
  const buckets = `sum by (le, destination_workload_namespace) (rate(${DURATIONS}{${SERVER}}[${window}]))`;
  return [
    { key: 'rate', promql: rate },
    {
      key: 'errors',
      promql: `(sum by (namespace) (${failed}) or 0 * ${rate}) / (${rate} > 0)`,
    },
    {
      key: 'p95',
      promql: `sum by (namespace) (${asNamespace(`histogram_quantile(0.95, ${buckets})`, 'destination_workload_namespace')})`,
    },
  ];
}

function requestsByNamespace(matchers: string, window: string): string {
  const also = matchers === '' ? '' : `, ${matchers}`;
  const served = `sum by (destination_workload_namespace) (rate(${REQUESTS}{${SERVER}${also}}[${window}]))`;
  const lost = `sum by (destination_service_namespace) (rate(${REQUESTS}{reporter="source", ${LOST}${also}}[${window}]))`;
  return `sum by (namespace) (${asNamespace(served, 'destination_workload_namespace')} or ${asNamespace(lost, 'destination_service_namespace')})`;
}

function asNamespace(vector: string, label: string): string {
  return `label_replace(${vector}, "namespace", "$1", "${label}", "(.*)")`;
}
