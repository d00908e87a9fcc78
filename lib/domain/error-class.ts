import type { Protocol } from '@/lib/domain/model';

/** What a mesh recorded about how a request ended. */
export interface RequestOutcome {
  readonly protocol: Protocol;
  readonly httpCode?: string | undefined;
  readonly grpcStatus?: string | undefined;
  readonly flags?: string | undefined;
}

/**
 * gRPC statuses that are the server's fault: UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED,
 * UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS. The others are answers to what was asked.
 */
const GRPC_SERVER_FAULTS: ReadonlySet<string> = new Set(['2', '4', '8', '12', '13', '14', '15']);

/** Envoy flags that say the caller went away: downstream disconnect, downstream protocol error. */
const CLIENT_WENT_AWAY: ReadonlySet<string> = new Set(['DC', 'DPE']);

/** Takes comma-separated Envoy response flags apart; `-` and absent are none. */
export function flagsOf(flags: string | undefined): readonly string[] {
  return (flags ?? '').split(',').filter((flag) => flag !== '' && flag !== '-');
}

/** Whether a request ended because the caller hung up, which is nobody's error. */
export function isClientDisconnect(flags: string | undefined): boolean {
  return flagsOf(flags).some((flag) => CLIENT_WENT_AWAY.has(flag));
}

/**
 * Whether a request counts as failed: HTTP 5xx (`5xx` where only the class is known), no response at all (`0`, unless the caller hung up),
 * or a gRPC status that is the server's fault. TCP has no notion of failure.
 */
export function isErrorClass({ protocol, httpCode, grpcStatus, flags }: RequestOutcome): boolean {
  if (protocol === 'tcp') return false;
  if (/^5(?:\d\d|xx)$/.test(httpCode ?? '')) return true;
  if (isClientDisconnect(flags)) return false;
  if (httpCode === '0') return true;
  return protocol === 'grpc' && GRPC_SERVER_FAULTS.has(grpcStatus ?? '');
}
