import type { DemoService, DemoWorkload } from '../model/types';
import type { Tag } from './types';

/** A pod that makes spans. */
export interface PodFacts {
  readonly workload: DemoWorkload;
  readonly pod: string;
  readonly ip: string;
}

/** Under which name a tracer reports, and what it says of its process. */
export interface Reporter {
  readonly service: string;
  readonly process: readonly Tag[];
}

/** The request that a story is about, as every proxy on its way sees it. */
export interface RequestFacts {
  readonly requestId: string;
  readonly userAgent: string;
}

/** One end of a call, where a proxy may stand. */
export interface CallEnd {
  readonly side: 'client' | 'server';
  /** Whose call it is; undefined for a client that nobody knows. */
  readonly caller: DemoWorkload | undefined;
  readonly service: DemoService;
}

/** What a proxy says of one hop. */
export interface HopFacts {
  readonly side: 'client' | 'server';
  /** Whose call it is; undefined for a client that nobody knows. */
  readonly caller: DemoWorkload | undefined;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly isGrpc: boolean;
  readonly code: string;
  readonly grpcStatus?: string | undefined;
  readonly flags: string;
  /** The subset that the route chose; empty for none. */
  readonly subset: string;
  /** The object whose route it was, where that has several targets. */
  readonly weightedBy?: string | undefined;
  readonly peerAddress: string;
  readonly retries?: number;
  readonly responseBytes: number;
}

/** How the proxies of a mesh write spans. */
export interface SpanStyle {
  readonly reporter: (pod: PodFacts) => Reporter;
  /** How a tracer in the application beside the proxy reports; like the proxy when it is left out. */
  readonly application?: (pod: PodFacts) => Reporter;
  /** Whether there is a proxy at that end which writes spans; there always is when this is left out. */
  readonly writes?: (end: CallEnd) => boolean;
  /** Whether a proxy begins a trace where the request carries none. */
  readonly beginsTraces: boolean;
  readonly operation: (hop: HopFacts) => string;
  readonly tags: (pod: PodFacts, request: RequestFacts, hop: HopFacts) => readonly Tag[];
}

/** Whether a hop failed, by the rule of Envoy's tracer: HTTP 5xx or a gRPC status that is not OK. */
export function hopFailed({ code, grpcStatus }: Pick<HopFacts, 'code' | 'grpcStatus'>): boolean {
  return /^(0|5..)$/.test(code) || (grpcStatus !== undefined && grpcStatus !== '0');
}
