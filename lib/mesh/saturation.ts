import type { PanelQuery } from '@/lib/mesh/adapter';

interface WorkloadName {
  readonly namespace: string;
  readonly name: string;
}

/** Neither the pod's own control group nor its pause container. */
const CONTAINERS = 'container!="", container!="POD"';

/** Sidecars that Kubernetes runs natively are init containers that keep running. */
const SIDECARS = 'istio-proxy|linkerd-proxy|consul-dataplane|envoy';

/**
 * CPU and memory of a workload's pods, one line a pod, beside what a pod asked for and may have.
 *
 * Needs cAdvisor and, to know which pods are the workload's, kube-state-metrics; without them the
 * charts are empty. Requests and limits are of the pod that has most, since lines are per pod.
 */
export function saturationPanels(workload: WorkloadName, window: string): readonly PanelQuery[] {
  const inNamespace = `namespace=${JSON.stringify(workload.namespace)}`;
  const cpu = `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${CONTAINERS}, ${inNamespace}}[${window}]))`;
  const memory = `sum by (namespace, pod) (max by (namespace, pod, container) (container_memory_working_set_bytes{${CONTAINERS}, ${inNamespace}}))`;
  const pods = podsOf(workload);
  return [
    { id: 'cpu', unit: 'cores', queries: queriesOf(cpu, 'cpu', inNamespace, pods) },
    { id: 'memory', unit: 'bytes', queries: queriesOf(memory, 'memory', inNamespace, pods) },
  ];
}

function queriesOf(
  usage: string,
  resource: 'cpu' | 'memory',
  inNamespace: string,
  pods: string,
): PanelQuery['queries'] {
  const ofPods = (vector: string) => `${vector} * on (namespace, pod) group_left () ${pods}`;
  const bound = (kind: 'requests' | 'limits') => {
    const matchers = `resource="${resource}", ${inNamespace}`;
    const containers = `max by (namespace, pod, container) (kube_pod_container_resource_${kind}{${matchers}} or kube_pod_init_container_resource_${kind}{${matchers}, container=~"${SIDECARS}"})`;
    return `max(${ofPods(`sum by (namespace, pod) (${containers})`)})`;
  };
  return [
    { promql: ofPods(usage), nameOf: (labels) => labels.get('pod') ?? 'pod' },
    { promql: bound('requests'), nameOf: () => 'request' },
    { promql: bound('limits'), nameOf: () => 'limit' },
  ];
}

/** The pods of a workload, each 1: those it owns itself, and those of its ReplicaSets. */
function podsOf({ namespace, name }: WorkloadName): string {
  const inNamespace = `namespace=${JSON.stringify(namespace)}`;
  const named = `owner_name=${JSON.stringify(name)}`;
  const own = `kube_pod_owner{${inNamespace}, owner_kind!="ReplicaSet", ${named}}`;
  const replicaSets = `max by (namespace, replicaset) (kube_replicaset_owner{${inNamespace}, owner_kind="Deployment", ${named}})`;
  const ofReplicaSets = `label_replace(kube_pod_owner{${inNamespace}, owner_kind="ReplicaSet"}, "replicaset", "$1", "owner_name", "(.+)") * on (namespace, replicaset) group_left () ${replicaSets}`;
  return `max by (namespace, pod) (${own} or ${ofReplicaSets})`;
}
