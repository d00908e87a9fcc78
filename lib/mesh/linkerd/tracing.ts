import { nodeId, type MeshNode } from '@/lib/domain/model';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { SpanPlace } from '@/lib/mesh/adapter';
import { DEFAULT_CLUSTER } from '@/lib/mesh/clusters';
import { fqdnOf } from '@/lib/mesh/hosts';

/** What all proxies report as, unless the installation or labels of the pod say otherwise. */
const PROXY_SERVICE = 'linkerd-proxy';

/** The labels by which the injector notes a pod's workload; every pod label is in a span's resource. */
const WORKLOAD_LABELS = [
  'linkerd.io/proxy-deployment',
  'linkerd.io/proxy-statefulset',
  'linkerd.io/proxy-daemonset',
  'linkerd.io/proxy-cronjob',
  'linkerd.io/proxy-job',
  'linkerd.io/proxy-replicaset',
  'linkerd.io/proxy-replicationcontroller',
];

/**
 * The names under which a tracing store may know a node, likeliest first: applications by their own name,
 * proxies all by the same.
 */
export function tracingServices({
  kind,
  name,
  namespace,
  app,
  meshes,
}: MeshNode): readonly string[] {
  if (kind === 'external' || kind === 'unknown') return [];
  const names = app === undefined ? [name] : [app, name];
  return [
    ...new Set([
      ...names,
      ...names.map((each) => `${each}.${namespace}`),
      ...(meshes.includes('linkerd') ? [PROXY_SERVICE] : []),
    ]),
  ];
}

/** Says which node made a span and, for a call that left its proxy, whom it was for. */
export function placeOf(span: SpanFacts): SpanPlace {
  const namespace = tagOf(span, 'linkerd.io/workload-ns');
  const name = WORKLOAD_LABELS.map((label) => tagOf(span, label)).find(
    (each) => each !== undefined,
  );
  if (namespace === undefined || name === undefined) return { node: null, calls: null };
  return {
    node: nodeId(DEFAULT_CLUSTER, namespace, 'workload', name),
    calls: callOf(span, namespace),
  };
}

function callOf(span: SpanFacts, namespace: string): SpanPlace['calls'] {
  const address = span.kind === 'client' ? tagOf(span, 'server.address') : undefined;
  return address === undefined ? null : { host: fqdnOf(address, namespace) };
}

function tagOf({ tags, processTags }: SpanFacts, key: string): string | undefined {
  const value = tags.get(key) ?? processTags.get(key);
  return value === '' ? undefined : value;
}
