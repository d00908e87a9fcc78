import type { DemoService } from '../model/types';
import type { Peer } from './peer';
import { hopFailed, type CallEnd, type HopFacts } from './span-style';
import {
  emit,
  hostOf,
  spanIdOf,
  weightedByOf,
  type Ended,
  type Position,
  type State,
} from './story-state';
import type { Target } from './targets';

/** The id of the span that a proxy makes of a request; undefined where it makes none. */
export function proxySpanId(
  state: State,
  { style }: Peer,
  { parentId }: Position,
  end: CallEnd,
): string | undefined {
  if (style.writes?.(end) === false) return undefined;
  return style.beginsTraces || parentId !== undefined ? spanIdOf(state) : undefined;
}

interface ClientSpan {
  readonly caller: Peer;
  readonly service: DemoService;
  readonly target: Target;
  readonly position: Position;
  readonly spanId: string;
  readonly path: string;
  readonly ended: Ended;
  readonly endUs: number;
  readonly flags: string;
  readonly retries: number;
}

/** The span of the caller's proxy. */
export function emitClientSpan(state: State, span: ClientSpan): void {
  const { caller, target, position, spanId, endUs } = span;
  const hop = {
    ...hopOf(state, caller, span),
    side: 'client',
    caller: caller.workload,
    retries: span.retries,
    subset: target.subset,
    peerAddress: caller.ip,
    responseBytes: target.peer?.workload.behaviour.responseBytes ?? 0,
  } as const;
  emitHop(state, caller, { position, spanId, endUs }, hop);
}

/** A request as it comes to a workload. */
export interface Request extends Position {
  readonly path: string;
  readonly callerIp: string;
  /** Undefined for a client that nobody knows. */
  readonly caller: Peer | undefined;
}

interface ServerSpan {
  readonly peer: Peer;
  readonly service: DemoService;
  readonly request: Request;
  readonly spanId: string;
  readonly ended: Ended;
  readonly flags: string;
}

/** The span of the callee's proxy. */
export function emitServerSpan(state: State, span: ServerSpan): void {
  const { peer, request, spanId, ended } = span;
  const hop = {
    ...hopOf(state, peer, { ...span, path: request.path }),
    side: 'server',
    caller: request.caller?.workload,
    subset: '',
    peerAddress: request.callerIp,
    responseBytes: peer.workload.behaviour.responseBytes,
  } as const;
  emitHop(state, peer, { position: request, spanId, endUs: ended.endUs }, hop);
}

function hopOf(
  state: State,
  peer: Peer,
  { service, path, ended, flags }: Pick<ClientSpan, 'service' | 'path' | 'ended' | 'flags'>,
) {
  return {
    host: hostOf(service),
    port: service.port,
    path,
    isGrpc: service.protocol === 'grpc',
    code: ended.code,
    grpcStatus: ended.grpcStatus,
    flags,
    weightedBy: weightedByOf(state, service, peer),
  };
}

function emitHop(
  state: State,
  peer: Peer,
  place: Pick<ClientSpan, 'position' | 'spanId' | 'endUs'>,
  hop: HopFacts,
): void {
  emit(state, {
    ...place,
    by: peer.proxy,
    operation: peer.style.operation(hop),
    kind: hop.side,
    error: hopFailed(hop),
    tags: () => peer.style.tags(peer, state.request, hop),
  });
}
