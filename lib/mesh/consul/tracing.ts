import type { MeshNode } from '@/lib/domain/model';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { SpanPlace } from '@/lib/mesh/adapter';
import type { KnownNodes } from '@/lib/mesh/known-nodes';
import { spanTag } from '@/lib/mesh/span-tags';
import { workloadOfPodName } from '@/lib/mesh/workload-names';

const MESH = 'consul';

/**
 * The names under which a tracing store may know a node: Consul's proxies report as their service, which has no
 * namespace; applications as they please, mostly by the same name.
 */
export function tracingServices({ kind, name, app }: MeshNode): readonly string[] {
  if (kind === 'external' || kind === 'unknown') return [];
  return [...new Set([app ?? name, name])];
}

/**
 * Says which node made a span and, for a call that left its proxy, whom it was for. The namespace is that of
 * the workload that telemetry knows by the name; where several namespaces have one, nobody can tell.
 */
export function placeOf(span: SpanFacts, nodes: KnownNodes): SpanPlace {
  const workload = workloadName(span);
  const node = workload === null ? null : nodes.workload(MESH, workload);
  return { node: node?.id ?? null, calls: callOf(span, nodes) };
}

/** A proxy's id is `<pod>-<service>-sidecar-proxy`; applications tell their host. */
function workloadName(span: SpanFacts): string | null {
  const proxy = spanTag(span, 'node_id');
  const ending = `-${span.service}-sidecar-proxy`;
  const pod =
    proxy?.endsWith(ending) === true
      ? proxy.slice(0, -ending.length)
      : (spanTag(span, 'k8s.pod.name') ?? spanTag(span, 'hostname') ?? spanTag(span, 'host.name'));
  return pod === undefined || pod === '' ? null : workloadOfPodName(pod);
}

/** `[subset.]service.namespace.datacenter.internal.<trust domain>.consul`; with a partition, `internal-v1`. */
const CLUSTER =
  /^(?:[^.~]+~)?(?:([^.]+)\.)?([^.]+)\.[^.]+\.[^.]+\.internal\.[^.]+\.consul$|^(?:[^.~]+~)?(?:([^.]+)\.)?([^.]+)\.[^.]+\.[^.]+\.[^.]+\.internal-[^.]+\.[^.]+\.consul$/;

function callOf(span: SpanFacts, nodes: KnownNodes): SpanPlace['calls'] {
  const cluster = spanTag(span, 'upstream_cluster.name') ?? spanTag(span, 'upstream_cluster') ?? '';
  const [, first, second, third, fourth] = CLUSTER.exec(cluster) ?? [];
  const [subset, service] = [first ?? third, second ?? fourth];
  if (service === undefined) return null;
  const namespace = nodes.namespaceOfApp(MESH, service);
  const host =
    namespace === null ? `${service}.virtual.consul` : `${service}.${namespace}.svc.cluster.local`;
  return subset === undefined ? { host } : { host, subset };
}
