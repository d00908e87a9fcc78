import type { GraphView, Protocol, Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { edgeAt, tallyOf, type Place, type RequestEdges } from '@/lib/mesh/edge-set';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { GRPC_STATUSES } from '@/lib/mesh/linkerd/metric-labels';
import {
  backendNode,
  backendOf,
  hostOf,
  known,
  serviceOf,
  sourceNode,
  targetNode,
  workloadOf,
  type Directory,
  type Labels,
} from '@/lib/mesh/linkerd/places';
import { ROUTED } from '@/lib/mesh/linkerd/routed';
import { unknownNode } from '@/lib/mesh/nodes';
import type { Outcome } from '@/lib/mesh/request-tally';

/** Whose account of a call a series is. */
export function reporterOf(labels: Labels): Reporter {
  return labels.get('direction') === 'inbound' ? 'destination' : 'source';
}

/** The ends of a call, by a series of either side; null where the other side tells it. */
export function endsOf(
  labels: Labels,
  view: GraphView,
  directory: Directory,
): Pick<Place, 'source' | 'target' | 'host'> | null {
  if (reporterOf(labels) === 'destination') {
    if (labels.get('tls') === 'true') return null;
    const target = sourceNode(labels, view, directory);
    // A server that nobody can name, called by somebody that nobody can name, is no call to show.
    if (target.kind === 'unknown') return null;
    return { source: unknownNode('linkerd'), target, host: hostOf(known(labels, 'authority')) };
  }
  return {
    source: sourceNode(labels, view, directory),
    target: targetNode(labels, view, directory),
    host: addressOf(labels),
  };
}

/** The host that a client's proxy balanced the call over. */
function addressOf(labels: Labels): string | undefined {
  const service = serviceOf(labels);
  return (
    hostOf(known(labels, 'authority')) ??
    (service === undefined ? undefined : fqdn(service.name, service.namespace))
  );
}

function fqdn(name: string, namespace: string): string {
  return `${name}.${namespace}.${CLUSTER_SUFFIX}`;
}

/**
 * Puts request rates together to edges: what clients count by endpoint, what servers count of clients without
 * a proxy, and what is only counted by route (see `routedRequests`).
 */
export function requestEdges(
  requests: readonly VectorSample[],
  routed: readonly VectorSample[],
  view: GraphView,
  directory: Directory,
): RequestEdges {
  const edges: RequestEdges = new Map();
  for (const { labels, value } of requests) {
    const ends = endsOf(labels, view, directory);
    if (ends === null) continue;
    const outcome = outcomeOf(labels);
    const protocol = outcome.grpcStatus === undefined ? 'http' : 'grpc';
    const isNamed = workloadOf(labels, 'dst_') !== undefined;
    const tally = tallyOf(edgeAt(edges, { ...ends, protocol, isNamed }), reporterOf(labels));
    tally.add(outcome, value, protocol);
    tally.addPolicy(policyOf(labels), value);
  }
  for (const sample of routed) addRouted(edges, sample, view, directory);
  return edges;
}

function addRouted(
  edges: RequestEdges,
  { labels, value }: VectorSample,
  view: GraphView,
  directory: Directory,
): void {
  const backend = backendOf(labels);
  // What no backend was chosen for, or what is none in the cluster, has nowhere to be shown.
  if (backend === undefined || value === 0) return;
  const protocol: Protocol = labels.get(ROUTED) === 'grpc' ? 'grpc' : 'http';
  const edge = edgeAt(edges, {
    source: sourceNode(labels, view, directory),
    target: backendNode(backend, view, directory),
    protocol,
    host: fqdn(backend.name, backend.namespace),
    isNamed: false,
  });
  tallyOf(edge, 'source').add(routedOutcome(labels, protocol), value, protocol);
}

/** How requests ended by endpoint. Linkerd's verdict counts, since profiles may say what a failure is. */
export function outcomeOf(labels: Labels): Outcome {
  const grpcStatus = known(labels, 'grpc_status');
  const classification = known(labels, 'classification');
  return {
    // Without a response there is no code.
    httpCode: known(labels, 'status_code') ?? '0',
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    ...(classification === undefined ? {} : { error: classification === 'failure' }),
  };
}

/** The same by route, where gRPC statuses are words and the proxy's own failures have a name. */
export function routedOutcome(labels: Labels, protocol: Protocol): Outcome {
  const error = known(labels, 'error');
  const flags = error === undefined ? {} : { flags: error };
  if (protocol !== 'grpc') return { httpCode: known(labels, 'http_status') ?? '0', ...flags };
  const number = GRPC_STATUSES.indexOf(known(labels, 'grpc_status') ?? '');
  return { httpCode: '200', grpcStatus: String(number === -1 ? 2 : number), ...flags };
}

/** Linkerd knows one kind of encryption, which is mutual; `tls` says whether it was there. */
export function policyOf(labels: Labels): string | undefined {
  const tls = known(labels, 'tls');
  return tls === 'true' ? 'mutual_tls' : tls;
}
