import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import { equals, like, type Matcher } from '@/lib/domain/promql';
import type { SeriesTarget } from '@/lib/mesh/adapter';

type Side = 'source' | 'destination';

/** The matchers that select what a chart is about; null when its id is not one of ours. */
export function matchersOf(target: SeriesTarget): readonly Matcher[] | null {
  if (target.kind === 'node') {
    return nodeMatchers(target.node, target.direction === 'inbound' ? 'destination' : 'source');
  }
  const edge = parseEdgeId(target.edge);
  if (edge === null) return null;
  const source = nodeMatchers(edge.source, 'source');
  const destination = nodeMatchers(edge.target, 'destination');
  if (source === null || destination === null) return null;
  return [...source, ...destination, equals('request_protocol', edge.protocol)];
}

/** What telemetry says of a node that is at one side of a call. */
function nodeMatchers(id: string, side: Side): readonly Matcher[] | null {
  const node = parseNodeId(id);
  if (node === null) return null;
  const { namespace, name } = node;
  const inNamespace = equals(`${side}_workload_namespace`, namespace);
  switch (node.kind) {
    case 'workload':
      return [inNamespace, equals(`${side}_workload`, name)];
    case 'app':
      return [inNamespace, equals(`${side}_canonical_service`, name)];
    case 'service':
      // Callers are known by their app, which is nearly always called like its service.
      return side === 'destination'
        ? [
            equals('destination_service_name', name),
            equals('destination_service_namespace', namespace),
          ]
        : [inNamespace, equals('source_canonical_service', name)];
    case 'external':
      return [externalMatcher(name)];
    case 'unknown':
      return [like(`${side}_workload`, 'unknown|')];
  }
}

/** Hosts outside; what went through without a known host is named after Envoy's cluster. */
function externalMatcher(name: string): Matcher {
  return name.endsWith('Cluster')
    ? equals('destination_service_name', name)
    : equals('destination_service', name);
}
