import type { Flow } from '../../model/flow';
import { hostOf, scrapeLabels } from '../../model/labels';
import type { Metrics } from '../../model/metrics';
import { podShares } from '../../model/place';
import { summedSeries } from '../../model/summed-series';
import { TideSeries } from '../../model/tide-series';
import type { DemoSeries, DemoWorkload } from '../../model/types';
import { ejectionsAt } from '../envoy/ejections';

/** The only namespace whose proxies were told to export more of Envoy's own statistics. */
const TOLD = 'warehouse';

/** What such a pod is annotated with. */
export const INCLUDED_STATS = '.*upstream_rq_retry.*,.*outlier_detection.*';

export function exportsEnvoyStats({ namespace }: Pick<DemoWorkload, 'namespace'>): boolean {
  return namespace === TOLD;
}

/** Of the requests to a server that fails some, this share is tried once more. */
const RETRIED = 0.02;

/** Envoy's own statistics, which Istio's proxies keep to themselves unless they are told otherwise. */
export const ISTIO_ENVOY_METRICS: Metrics = {
  envoy_cluster_upstream_rq_retry: (flows) =>
    summedSeries(
      flows.flatMap((flow) =>
        clustersOf(flow).map(({ labels, share }) => {
          const each = share * RETRIED;
          return new TideSeries({
            name: 'envoy_cluster_upstream_rq_retry',
            labels,
            type: 'counter',
            tides: [flow.tide],
            each: { calm: each, busy: each },
          });
        }),
      ),
    ),
  envoy_cluster_outlier_detection_ejections_active: (flows) =>
    onePer(flows.flatMap(clustersOf)).map((labels) => ({
      name: 'envoy_cluster_outlier_detection_ejections_active',
      labels,
      type: 'gauge',
      valueAt: ejectionsAt,
    })),
};

interface Cluster {
  readonly labels: DemoSeries['labels'];
  readonly share: number;
}

/** The clusters of the caller's proxies through which a flow goes. */
function clustersOf(flow: Flow): readonly Cluster[] {
  const { source, service } = flow;
  if (source?.mesh !== 'istio' || !exportsEnvoyStats(source) || service.protocol === 'tcp') {
    return [];
  }
  const shares = podShares(source.pods);
  return source.pods.map((pod, i) => ({
    labels: {
      ...scrapeLabels(source, pod),
      cluster_name: `outbound|${String(service.port)}||${hostOf(service)}`,
    },
    share: shares[i] ?? 0,
  }));
}

function onePer(clusters: readonly Cluster[]): readonly DemoSeries['labels'][] {
  return [
    ...new Map(clusters.map(({ labels }) => [JSON.stringify(labels), labels] as const)).values(),
  ];
}
