import type { MeshNode } from '@/lib/domain/model';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { SpanPlace } from '@/lib/mesh/adapter';
import { readCluster, readNodeName } from '@/lib/mesh/app-mesh/names';
import type { KnownNodes } from '@/lib/mesh/known-nodes';
import { spanTag } from '@/lib/mesh/span-tags';
import { workloadOfPodName } from '@/lib/mesh/workload-names';

const MESH = 'app-mesh';

/**
 * The names under which a tracing store may know a node. Envoys of App Mesh report as `<mesh>/<virtual node>`,
 * whose mesh is not known here, so that only the ends of such names can be looked for: applications by their
 * own name come first. X-Ray itself cannot be read (see traces-metrics: an AWS API with signed requests).
 */
export function tracingServices({ kind, name, app, namespace }: MeshNode): readonly string[] {
  if (kind === 'external' || kind === 'unknown') return [];
  return [...new Set([app ?? name, name, `${name}_${namespace}`])];
}

/** Says which node made a span and, for a call that left its proxy, whom it was for. */
export function placeOf(span: SpanFacts, nodes: KnownNodes): SpanPlace {
  const workload = workloadName(span);
  const node = workload === null ? null : nodes.workload(MESH, workload);
  const cluster = spanTag(span, 'upstream_cluster.name') ?? spanTag(span, 'upstream_cluster') ?? '';
  const called = readCluster(cluster, 'egress');
  return { node: node?.id ?? null, calls: called === null ? null : { host: called.host } };
}

/** `mesh/studio/virtualNode/film-v1_media` is the node's id; applications tell their host. */
function workloadName(span: SpanFacts): string | null {
  const [, , kind, name] = spanTag(span, 'node_id')?.split('/') ?? [];
  if (kind === 'virtualNode' && name !== undefined) return readNodeName(name).name;
  const pod =
    spanTag(span, 'k8s.pod.name') ?? spanTag(span, 'hostname') ?? spanTag(span, 'host.name');
  return pod === undefined ? null : workloadOfPodName(pod);
}
