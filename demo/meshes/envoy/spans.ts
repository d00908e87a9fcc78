import { hopFailed, type HopFacts, type RequestFacts } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';

/** What the meshes put into Envoy's tags by their own configuration. */
interface OwnWords {
  /** The host of `http.url`, with its port where the mesh's clients write it. */
  readonly authority: string;
  /** The cluster that the hop went to, as the mesh names clusters. */
  readonly cluster: string;
}

/** The tags that Envoy gives a span of whatever mesh, in its order. */
export function requestTags(
  request: RequestFacts,
  hop: HopFacts,
  { authority, cluster }: OwnWords,
): readonly Tag[] {
  return [
    ['guid:x-request-id', request.requestId],
    ['http.url', `http://${authority}${hop.path}`],
    ['http.method', hop.isGrpc ? 'POST' : 'GET'],
    ['http.protocol', hop.isGrpc ? 'HTTP/2' : 'HTTP/1.1'],
    ['http.status_code', hop.code],
    ['user_agent', request.userAgent],
    ['request_size', '0'],
    ['response_size', String(hop.responseBytes)],
    ['response_flags', hop.flags],
    ['peer.address', hop.peerAddress],
    ['upstream_cluster', cluster],
    ['upstream_cluster.name', cluster],
  ];
}

/** What Envoy says of a hop that went wrong. */
export function errorTags(hop: HopFacts): readonly Tag[] {
  return hopFailed(hop) ? [['error', 'true']] : [];
}
