import { nodeId, type MeshNode } from '@/lib/domain/model';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { SpanPlace } from '@/lib/mesh/adapter';
import { DEFAULT_CLUSTER } from '@/lib/mesh/clusters';
import { spanTag } from '@/lib/mesh/span-tags';
import { workloadOfPodName } from '@/lib/mesh/workload-names';

/**
 * The names under which a tracing store may know a node, likeliest first. Istio's proxies report as
 * `<app>.<namespace>`, or `<workload>.<namespace>` without an app; instrumented applications as they
 * please, mostly by their bare name.
 */
export function tracingServices({ kind, name, namespace, app }: MeshNode): readonly string[] {
  if (kind === 'external' || kind === 'unknown') return [];
  const names = app === undefined ? [name] : [app, name];
  return [...new Set([...names.map((each) => `${each}.${namespace}`), ...names])];
}

/** Says which node made a span and, for a call that left its proxy, whom it was for. */
export function placeOf(span: SpanFacts): SpanPlace {
  return { node: nodeOf(span), calls: callOf(span) };
}

function nodeOf(span: SpanFacts): string | null {
  const cluster = spanTag(span, 'istio.cluster_id') ?? DEFAULT_CLUSTER;
  const workload = waypointWorkload(span) ?? proxyWorkload(span) ?? hostWorkload(span);
  if (workload !== null) return nodeId(cluster, workload.namespace, 'workload', workload.name);
  const app = dotted(span.service);
  return app === null ? null : nodeId(cluster, app.namespace, 'app', app.name);
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** A waypoint speaks for others: for the client in client spans, for the server in server spans. */
function waypointWorkload(span: SpanFacts): Named | null {
  const side = span.kind === 'client' ? 'source' : 'destination';
  const name = spanTag(span, `istio.${side}_workload`);
  const namespace = spanTag(span, `istio.${side}_namespace`);
  return name === undefined || namespace === undefined ? null : { name, namespace };
}

/** `sidecar~10.1.2.3~cart-v2-7d9f8b6c5-x2x4z.shop~shop.svc.cluster.local` */
function proxyWorkload(span: SpanFacts): Named | null {
  const [, , pod] = spanTag(span, 'node_id')?.split('~') ?? [];
  const at = pod?.lastIndexOf('.') ?? -1;
  if (pod === undefined || at < 1 || at === pod.length - 1) return null;
  return { name: workloadOfPodName(pod.slice(0, at)), namespace: pod.slice(at + 1) };
}

/** A span of the application itself: its host name is the pod, its service name has the namespace. */
function hostWorkload(span: SpanFacts): Named | null {
  const pod =
    spanTag(span, 'k8s.pod.name') ?? spanTag(span, 'hostname') ?? spanTag(span, 'host.name');
  const namespace =
    spanTag(span, 'k8s.namespace.name') ??
    spanTag(span, 'istio.namespace') ??
    dotted(span.service)?.namespace;
  if (pod === undefined || namespace === undefined) return null;
  return { name: workloadOfPodName(pod), namespace };
}

/** `outbound|9080|v2|reviews.shop.svc.cluster.local`; inbound clusters name no callee. */
function callOf(span: SpanFacts): SpanPlace['calls'] {
  const cluster = spanTag(span, 'upstream_cluster.name') ?? spanTag(span, 'upstream_cluster');
  const [direction, , subset, host] = cluster?.split('|') ?? [];
  if (direction !== 'outbound' || host === undefined || host === '') return null;
  return subset === undefined || subset === '' ? { host } : { host, subset };
}

/** `<app>.<namespace>`; a bare name or a host of more parts is neither. */
function dotted(service: string): Named | null {
  const [name, namespace, ...rest] = service.split('.');
  if (name === undefined || namespace === undefined || rest.length > 0) return null;
  return name === '' || namespace === '' ? null : { name, namespace };
}
