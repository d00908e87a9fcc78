import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitTarget } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';
import { serviceOfSplit, type Cluster } from '@/lib/mesh/linkerd/cluster';
import { TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { quantityOf } from '@/lib/mesh/linkerd/quantities';
import { targetWarnings, trafficSplitWarnings } from '@/lib/mesh/linkerd/warnings';
import { TRAFFIC_SPLIT_WEIGHTS } from '@/lib/mesh/linkerd/weights';
import { ownerOf } from '@/lib/mesh/owner';
import { backendCandidates, backendTarget } from '@/lib/mesh/routes/targets';
import { protocolOfPorts } from '@/lib/mesh/service-ports';
import type { WorkloadIndex } from '@/lib/mesh/workload-index';

/** Reads the choices of the TrafficSplits (SMI), in either of the versions that the extension serves. */
export function trafficSplitSplits(cluster: Cluster): readonly Split[] {
  return cluster.trafficSplits.flatMap((object) => splitOf(object, cluster) ?? []);
}

function splitOf(object: KubeObject, cluster: Cluster): Split | null {
  const { metadata, spec, apiVersion } = object;
  const { name, namespace = '', resourceVersion = '' } = metadata;
  const elements = listOf(fieldsOf(spec)['backends']).map(fieldsOf);
  const service = serviceOfSplit(object);
  const targets = targetsOf(elements, namespace, cluster);
  const candidates = backendCandidates(targets, [service], cluster);
  if (targets.length === 0 || (targets.length === 1 && candidates.length === 0)) return null;

  const [group = '', version = ''] = apiVersion.split('/');
  const { kind, plural } = TRAFFIC_SPLIT;
  const path = '/spec/backends';
  return {
    id: ['linkerd', plural, namespace, name].join('~'),
    mesh: 'linkerd',
    carrier: { group, version, kind, plural, namespace, name, path, resourceVersion },
    protocol: protocolOfPorts(cluster, targets),
    hosts: [textOf(fieldsOf(spec)['service']) ?? ''],
    match: [],
    targets,
    candidates,
    arithmetic: TRAFFIC_SPLIT_WEIGHTS,
    owner: ownerOf(object),
    warnings: [
      ...targetWarnings(
        targets,
        elements.map(({ weight }) => weight),
        service,
      ),
      ...trafficSplitWarnings(object, service, cluster),
    ],
  };
}

/** The targets as they are written, with what each of them stands for. */
export function targetsOf(
  elements: readonly Fields[],
  namespace: string,
  cluster: WorkloadIndex,
): readonly SplitTarget[] {
  const weights = elements.map(({ weight }) => quantityOf(weight));
  const shares = sharesOf(weights, TRAFFIC_SPLIT_WEIGHTS);
  return elements.map(({ service }, i) => ({
    ...backendTarget({ name: service }, shares[i] ?? null, namespace, cluster),
    weight: weights[i] ?? null,
  }));
}
