import type { Peer } from './peer';
import type { Tag } from './types';

/** The request that a story is about, as every proxy on its way sees it. */
export interface RequestFacts {
  readonly requestId: string;
  readonly userAgent: string;
}

/** What a proxy says of one hop. */
export interface HopFacts {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly isGrpc: boolean;
  readonly code: string;
  readonly grpcStatus?: string | undefined;
  readonly flags: string;
  readonly upstreamCluster: string;
  readonly peerAddress: string;
  readonly retries?: number;
  readonly responseBytes: number;
}

/** Whether a hop failed, by the rule of Envoy's tracer: HTTP 5xx or a gRPC status that is not OK. */
export function hopFailed({ code, grpcStatus }: Pick<HopFacts, 'code' | 'grpcStatus'>): boolean {
  return /^(0|5..)$/.test(code) || (grpcStatus !== undefined && grpcStatus !== '0');
}

/** The tags that Envoy and Istio put on the span of a proxy. */
export function proxyTags(peer: Peer, request: RequestFacts, hop: HopFacts): readonly Tag[] {
  return [
    ...peer.identity,
    ['guid:x-request-id', request.requestId],
    ['http.url', `http://${hop.host}:${String(hop.port)}${hop.path}`],
    ['http.method', hop.isGrpc ? 'POST' : 'GET'],
    ['http.protocol', hop.isGrpc ? 'HTTP/2' : 'HTTP/1.1'],
    ['http.status_code', hop.code],
    ['user_agent', request.userAgent],
    ['request_size', '0'],
    ['response_size', String(hop.responseBytes)],
    ['response_flags', hop.flags],
    ['peer.address', hop.peerAddress],
    ['upstream_cluster', hop.upstreamCluster],
    ['upstream_cluster.name', hop.upstreamCluster],
    ...grpcTags(hop),
    ...retryTags(hop),
    ...(hopFailed(hop) ? [['error', 'true'] as const] : []),
  ];
}

function grpcTags({ isGrpc, path, grpcStatus, host, port }: HopFacts): readonly Tag[] {
  if (!isGrpc) return [];
  return [
    ['grpc.path', path],
    ['grpc.authority', `${host}:${String(port)}`],
    ['grpc.content_type', 'application/grpc'],
    ['grpc.status_code', grpcStatus ?? '0'],
  ];
}

function retryTags({ retries = 0 }: HopFacts): readonly Tag[] {
  return retries > 0 ? [['retry.count', String(retries)]] : [];
}
