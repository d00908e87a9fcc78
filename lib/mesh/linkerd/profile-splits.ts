import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitTarget, TargetRef } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';
import { serviceNameOf } from '@/lib/mesh/hosts';
import type { Cluster } from '@/lib/mesh/linkerd/cluster';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';
import { quantityOf } from '@/lib/mesh/linkerd/quantities';
import { profileWarnings, targetWarnings } from '@/lib/mesh/linkerd/warnings';
import { PROFILE_WEIGHTS } from '@/lib/mesh/linkerd/weights';
import { ownerOf } from '@/lib/mesh/owner';
import { backendCandidates, backendTarget } from '@/lib/mesh/routes/targets';
import { protocolOfPorts } from '@/lib/mesh/service-ports';
import type { WorkloadIndex } from '@/lib/mesh/workload-index';

/** Reads the choices of ServiceProfiles that override where a service's requests go. */
export function profileSplits(cluster: Cluster): readonly Split[] {
  return cluster.profiles.flatMap((object) => splitOf(object, cluster) ?? []);
}

function splitOf(object: KubeObject, cluster: Cluster): Split | null {
  const { metadata, spec, apiVersion } = object;
  const { name, namespace = '', resourceVersion = '' } = metadata;
  const elements = listOf(fieldsOf(spec)['dstOverrides']).map(fieldsOf);
  const targets = targetsOf(elements, namespace, cluster);
  // An authority names its service in full.
  const candidates = backendCandidates(targets, [name], cluster).map((candidate) => ({
    ...candidate,
    host: candidate.fqdn,
  }));
  if (targets.length === 0 || (targets.length === 1 && candidates.length === 0)) return null;

  const [group = '', version = ''] = apiVersion.split('/');
  const { kind, plural } = SERVICE_PROFILE;
  const path = '/spec/dstOverrides';
  return {
    id: ['linkerd', plural, namespace, name].join('~'),
    mesh: 'linkerd',
    carrier: { group, version, kind, plural, namespace, name, path, resourceVersion },
    protocol: protocolOfPorts(cluster, targets),
    hosts: [name],
    match: matchOf(name, namespace),
    targets,
    candidates,
    arithmetic: PROFILE_WEIGHTS,
    owner: ownerOf(object),
    warnings: [
      ...targetWarnings(
        targets,
        elements.map(({ weight }) => weight),
        name,
      ),
      ...profileWarnings(object, targets, cluster),
    ],
  };
}

/** A profile beside its service is for every caller; one elsewhere only for the callers of its namespace. */
function matchOf(name: string, namespace: string): readonly string[] {
  const service = serviceNameOf(name);
  return service === null || service.namespace === namespace
    ? []
    : [`caller is in namespace ${namespace}`];
}

/** The targets as they are written, with what each of them stands for. */
export function targetsOf(
  elements: readonly Fields[],
  namespace: string,
  cluster: WorkloadIndex,
): readonly SplitTarget[] {
  const weights = elements.map(({ weight }) => quantityOf(weight));
  const shares = sharesOf(weights, PROFILE_WEIGHTS);
  return elements.map((element, i) => ({
    ...behind(authorityOf(element), namespace, shares[i] ?? null, cluster),
    weight: weights[i] ?? null,
  }));
}

function behind(
  ref: TargetRef,
  namespace: string,
  share: number | null,
  cluster: WorkloadIndex,
): SplitTarget {
  const service = serviceNameOf(ref.host);
  if (service === null) {
    return {
      ...ref,
      fqdn: ref.host,
      weight: null,
      share,
      labels: {},
      workloads: [],
      resolved: true,
    };
  }
  return { ...backendTarget({ ...service }, share, namespace, cluster), ...ref };
}

/** Takes an `authority` apart: `cart.shop.svc.cluster.local:8080`, with or without its port. */
export function authorityOf(element: Fields): TargetRef {
  const authority = textOf(element['authority']) ?? '';
  const [, host = authority, port] = /^(.*?)\.?(?::(\d+))?$/.exec(authority) ?? [];
  return port === undefined ? { host } : { host, port: Number(port) };
}
