import {
  arrayAt,
  objectAt,
  stringAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import type { DemoFault } from '../../model/types';

const GRPC_STATUSES: Readonly<Record<string, string>> = {
  CANCELLED: '1',
  UNKNOWN: '2',
  INVALID_ARGUMENT: '3',
  DEADLINE_EXCEEDED: '4',
  NOT_FOUND: '5',
  PERMISSION_DENIED: '7',
  RESOURCE_EXHAUSTED: '8',
  ABORTED: '10',
  UNIMPLEMENTED: '12',
  INTERNAL: '13',
  UNAVAILABLE: '14',
};

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The faults of one route of a VirtualService. Without a percentage a fault never fires. */
export function faultsOf(rule: Json | undefined, service: JsonObject): readonly DemoFault[] {
  const fault = objectAt(rule, 'fault');
  const delay = objectAt(fault, 'delay');
  const abort = objectAt(fault, 'abort');
  const ms = millisecondsOf(stringAt(delay, 'fixedDelay'));
  const delayed = shareOf(delay, Number(valueAt(delay, 'percent') ?? 0));
  const aborted = shareOf(abort, 0);
  return [
    ...(ms > 0 && delayed > 0 ? [{ kind: 'delay', ms, share: delayed } as const] : []),
    ...(aborted > 0 ? abortsOf(abort, aborted, isGrpc(service)) : []),
  ];
}

function abortsOf(abort: JsonObject, share: number, isGrpcService: boolean): readonly DemoFault[] {
  const http = valueAt(abort, 'httpStatus');
  const grpc = GRPC_STATUSES[stringAt(abort, 'grpcStatus')];
  if (typeof http === 'number') {
    const status = isGrpcService ? { code: '200', grpcStatus: '14' } : { code: String(http) };
    return [{ kind: 'abort', ...status, share }];
  }
  return grpc === undefined ? [] : [{ kind: 'abort', code: '200', grpcStatus: grpc, share }];
}

function isGrpc(service: JsonObject): boolean {
  return arrayAt(service, 'spec', 'ports').some((port) => stringAt(port, 'name') === 'grpc');
}

function shareOf(part: JsonObject, percent: number): number {
  const value = valueAt(part, 'percentage', 'value');
  const wanted = typeof value === 'number' ? value : percent;
  return Math.min(100, Math.max(0, wanted)) / 100;
}

function millisecondsOf(text: string): number {
  const parts = [...text.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g)];
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  );
}
