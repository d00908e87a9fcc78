import {
  differs,
  equals,
  maxBy,
  ofThose,
  or,
  rate,
  relabelled,
  selector,
  sumBy,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { PanelQuery } from '@/lib/mesh/adapter';
import { CONTAINERS_ONLY, SIDECARS } from '@/lib/mesh/proxy-cost';

interface WorkloadName {
  readonly namespace: string;
  readonly name: string;
}

const POD = ['namespace', 'pod'];
const CONTAINER = [...POD, 'container'];

/**
 * CPU and memory of a workload's pods, one line a pod, beside what a pod asked for and may have.
 *
 * Needs cAdvisor and, to know which pods are the workload's, kube-state-metrics; without them the
 * charts are empty. Requests and limits are of the pod that has most, since lines are per pod.
 */
export function saturationPanels(
  workload: WorkloadName,
  windowSeconds: number,
): readonly PanelQuery[] {
  const inNamespace = equals('namespace', workload.namespace);
  const containers = [...CONTAINERS_ONLY, inNamespace];
  const cpu = rate('container_cpu_usage_seconds_total', containers, windowSeconds);
  // A container that restarts has two series for a while, of which one counts.
  const memory = maxBy(CONTAINER, selector('container_memory_working_set_bytes', containers));
  const pods = podsOf(workload);
  return [
    { id: 'cpu', unit: 'cores', queries: queriesOf(sumBy(POD, cpu), 'cpu', inNamespace, pods) },
    {
      id: 'memory',
      unit: 'bytes',
      queries: queriesOf(sumBy(POD, memory), 'memory', inNamespace, pods),
    },
  ];
}

function queriesOf(
  usage: PromQl,
  resource: 'cpu' | 'memory',
  inNamespace: Matcher,
  pods: PromQl,
): PanelQuery['queries'] {
  const bound = (kind: 'requests' | 'limits') => {
    const matchers = [equals('resource', resource), inNamespace];
    const containers = or(
      selector(`kube_pod_container_resource_${kind}`, matchers),
      // Sidecars that Kubernetes runs natively are init containers that keep running.
      selector(`kube_pod_init_container_resource_${kind}`, [...matchers, SIDECARS]),
    );
    return maxBy([], ofThose(POD, sumBy(POD, maxBy(CONTAINER, containers)), pods));
  };
  return [
    { promql: ofThose(POD, usage, pods), nameOf: (labels) => labels.get('pod') ?? 'pod' },
    { promql: bound('requests'), nameOf: () => 'request' },
    { promql: bound('limits'), nameOf: () => 'limit' },
  ];
}

/** The pods of a workload, each 1: those it owns itself, and those of its ReplicaSets. */
function podsOf({ namespace, name }: WorkloadName): PromQl {
  const inNamespace = equals('namespace', namespace);
  const named = equals('owner_name', name);
  const isReplicaSet = equals('owner_kind', 'ReplicaSet');
  const own = selector('kube_pod_owner', [inNamespace, differs('owner_kind', 'ReplicaSet'), named]);
  const replicaSets = maxBy(
    ['namespace', 'replicaset'],
    selector('kube_replicaset_owner', [inNamespace, equals('owner_kind', 'Deployment'), named]),
  );
  const ofReplicaSets = ofThose(
    ['namespace', 'replicaset'],
    relabelled(selector('kube_pod_owner', [inNamespace, isReplicaSet]), 'replicaset', 'owner_name'),
    replicaSets,
  );
  return maxBy(POD, or(own, ofReplicaSets));
}
