import type { Metrics } from '../../model/metrics';
import { NODES } from '../../model/place';
import { containerLabels } from '../../model/pod-series';
import { TideSeries } from '../../model/tide-series';
import type { DemoSeries } from '../../model/types';
import { NAMESPACE, ztunnelPod } from './place';

/** What ztunnel takes on each node, whatever goes through it. */
export const ZTUNNEL_CORES = 0.03;
export const ZTUNNEL_BYTES = 18 * 1024 * 1024;

const labelsOf = (node: string) =>
  containerLabels({
    ...{ namespace: NAMESPACE, pod: ztunnelPod(node), container: 'istio-proxy', node },
  });

const cpu = (name: string, node: string): DemoSeries =>
  new TideSeries({
    ...{ name, labels: labelsOf(node), type: 'counter' },
    ...{ tides: [], each: { calm: 0, busy: 0 }, idlePerSecond: ZTUNNEL_CORES },
  });

const memory = (name: string, node: string): DemoSeries => ({
  ...{ name, labels: labelsOf(node), type: 'gauge' },
  valueAt: () => ZTUNNEL_BYTES,
});

const onNodes = (name: string, make: typeof cpu) => () => NODES.map((node) => make(name, node));

/** What cAdvisor says of ztunnel, which is beside no workload. */
export const NODE_PROXY_METRICS: Metrics = {
  container_cpu_usage_seconds_total: onNodes('container_cpu_usage_seconds_total', cpu),
  container_memory_working_set_bytes: onNodes('container_memory_working_set_bytes', memory),
};
