import type { DemoFailure, DemoService } from '../model/types';
import { nestReports, queryDatabase } from './application-spans';
import type { OutgoingCall } from './mesh-map';
import type { Peer } from './peer';
import { emitClientSpan, emitServerSpan, proxySpanId, type Request } from './proxy-spans';
import { hopFailed } from './span-style';
import {
  emit,
  lognormalUs,
  networkUs,
  openPart,
  pickFailure,
  spanIdOf,
  type Ended,
  type Position,
  type State,
} from './story-state';
import { pathOf, pickTarget, type Target } from './targets';
import type { SpanEvent, Tag } from './types';

/** Workloads that do not copy the tracing headers: what they call begins a new trace. */
const LOSES_HEADERS: readonly string[] = ['shop/recommendation', 'shop/recommendation-v2'];
/** Workloads that make one call after another; the others make them at once. */
const ONE_BY_ONE: readonly string[] = ['shop/orders', 'warehouse/stock-sync'];
/** Services whose answer nobody waits for. */
const NOT_AWAITED: readonly string[] = ['analytics/collector'];
/** Workloads with a tracer of their own in the application. */
const INSTRUMENTED =
  /^(shop\/(api-gateway|orders|payments|user-service-v[12])|analytics\/(reports|dashboards)|booking\/booking-web)$/;
const RECURSIVE = 'analytics/reports';
const RECURSIVE_SHARE = 0.08;

const MAX_DEPTH = 16;
const MAX_SPANS = 2_000;
const MAX_CALLS = 3;
const RETRIED_SHARE = 0.5;
/** How often a caller fails because a callee did. */
const PASSED_ON_SHARE = 0.55;

/** A request from a client without a proxy. */
export function arrive(state: State, outgoing: OutgoingCall, position: Position): void {
  const { service } = outgoing;
  const target = pickTarget(state, undefined, outgoing);
  if (target.peer === undefined) return;
  const path = pathOf(state, service);
  const from = { callerIp: '203.0.113.40', caller: undefined };
  serve(state, target.peer, service, { ...position, path, ...from });
}

/** One call through the caller's proxy: its span, and what the callee does. */
export function makeCall(state: State, caller: Peer, outgoing: OutgoingCall, at: Position): Ended {
  const { service, call } = outgoing;
  const target = pickTarget(state, caller, outgoing);
  const lost = pickFailure(state.random, call.lost ?? []) ?? unroutable(target, service);
  const end = { side: 'client', caller: caller.workload, service } as const;
  const spanId = proxySpanId(state, caller, at, end);
  const path = pathOf(state, service);
  const inside: Position = {
    part: at.part,
    parentId: spanId ?? at.parentId,
    depth: at.depth + 1,
    startUs: at.startUs + networkUs(state),
  };
  const attempt = { ...inside, path, callerIp: caller.ip, caller };
  const { ended, retries } = lost
    ? { ended: lostRequest(state, inside, lost), retries: lost.flags === 'URX' ? 2 : 0 }
    : attempts(state, target.peer, service, attempt);
  const endUs = ended.endUs + networkUs(state);
  if (spanId !== undefined) {
    const flags = lost?.flags ?? '-';
    emitClientSpan(state, {
      caller,
      service,
      target,
      position: at,
      spanId,
      path,
      ended,
      endUs,
      flags,
      retries,
    });
  }
  return { ...ended, endUs };
}

/** A request to a version that does not exist has nowhere to go. */
function unroutable({ peer }: Target, { externalHost }: DemoService): DemoFailure | undefined {
  if (peer !== undefined || externalHost !== undefined) return undefined;
  return { code: '503', flags: 'NC', share: 1 };
}

const TIMEOUT_US = 15_000_000;

function lostRequest(state: State, { startUs }: Position, { flags, code }: DemoFailure): Ended {
  const waited = flags === 'UT' ? TIMEOUT_US : lognormalUs(state, 2, 0.5);
  return { endUs: startUs + waited, code };
}

/** What a proxy itself takes of a request's time. */
const PROXY_US = 200;

/** Hosts outside the mesh answer without a span. Failures are tried again, half of the time. */
function attempts(
  state: State,
  peer: Peer | undefined,
  service: DemoService,
  request: Request,
): { readonly ended: Ended; readonly retries: number } {
  if (peer === undefined) {
    const { medianMs = 50, sigma = 0.5, failures = [] } = service.behaviour ?? {};
    const code = pickFailure(state.random, failures)?.code ?? '200';
    return {
      ended: { endUs: request.startUs + lognormalUs(state, medianMs, sigma), code },
      retries: 0,
    };
  }
  const first = serve(state, peer, service, request);
  if (!first.code.startsWith('5') || state.random() > RETRIED_SHARE) {
    return { ended: first, retries: 0 };
  }
  const again = { ...request, startUs: first.endUs + lognormalUs(state, 25, 0.2) };
  return { ended: serve(state, peer, service, again), retries: 1 };
}

/** What a workload does with a request: the span of its proxy, its application's, and its calls. */
function serve(state: State, peer: Peer, service: DemoService, request: Request): Ended {
  const { workload } = peer;
  if (peer.isGateway) return { ...work(state, peer, request), code: '200' };
  const failure = pickFailure(state.random, workload.behaviour.failures);
  const end = { side: 'server', caller: request.caller?.workload, service } as const;
  const spanId = workload.mesh === null ? undefined : proxySpanId(state, peer, request, end);
  const worked = workInApplication(state, peer, {
    request,
    failure,
    parentId: spanId ?? request.parentId,
    startUs: request.startUs + PROXY_US,
  });
  const answer = answerOf(state, service, worked, failure);
  const ended = { ...answer, endUs: worked.endUs + PROXY_US };
  if (spanId !== undefined) {
    emitServerSpan(state, { peer, service, request, spanId, ended, flags: failure?.flags ?? '-' });
  }
  return ended;
}

function answerOf(
  { random }: State,
  { protocol }: DemoService,
  { failedCall }: Worked,
  failure: DemoFailure | undefined,
): Omit<Ended, 'endUs'> {
  const passedOn = failedCall && random() < PASSED_ON_SHARE;
  const code = failure?.code ?? (passedOn ? '502' : '200');
  if (protocol !== 'grpc') return { code };
  return { code: '200', grpcStatus: failure?.grpcStatus ?? (passedOn ? '14' : '0') };
}

interface Worked {
  readonly endUs: number;
  readonly failedCall: boolean;
}

interface Handling {
  readonly request: Request;
  readonly failure: DemoFailure | undefined;
  readonly parentId: string | undefined;
  readonly startUs: number;
}

function workInApplication(state: State, peer: Peer, handling: Handling): Worked {
  const { request, failure, parentId, startUs } = handling;
  const position = { ...request, parentId, startUs, depth: request.depth + 1 };
  const { workload } = peer;
  if (!INSTRUMENTED.test(`${workload.namespace}/${workload.name}`)) {
    return work(state, peer, position);
  }
  const spanId = spanIdOf(state);
  const worked = work(state, peer, { ...position, parentId: spanId });
  const items = Math.floor(state.random() * 40);
  const error = failure?.code.startsWith('5') === true;
  emit(state, {
    by: peer.application,
    position,
    spanId,
    operation: `GET /${workload.app}/{id}`,
    kind: 'internal',
    endUs: worked.endUs,
    error,
    events: error ? [exceptionAt(worked.endUs - 50)] : [],
    tags: () => [
      ['otel.scope.name', 'http-server'],
      ['code.function', `handle_${workload.app.replaceAll('-', '_')}`],
      ['app.items', items],
    ],
  });
  return worked;
}

function exceptionAt(atUs: number): SpanEvent {
  const fields: readonly Tag[] = [
    ['exception.type', 'UpstreamUnavailable'],
    ['exception.message', 'connection pool exhausted after 3 attempts'],
  ];
  return { atUs: Math.round(atUs), name: 'exception', fields };
}

/** A workload's own time, half before and half after its calls. */
function work(state: State, peer: Peer, at: Position): Worked {
  const { workload } = peer;
  const name = `${workload.namespace}/${workload.name}`;
  const calls = at.depth > MAX_DEPTH || spanCount(state) > MAX_SPANS ? [] : callsOf(state, name);
  const { medianMs, sigma } = workload.behaviour;
  const own = lognormalUs(state, calls.length > 0 ? medianMs * 0.4 : medianMs, sigma);
  let now = at.startUs + own / 2;
  if (name === RECURSIVE && state.random() < RECURSIVE_SHARE)
    now = nestReports(state, peer, { ...at, startUs: now });
  let latest = now;
  let failedCall = false;
  for (const outgoing of calls) {
    const startUs = ONE_BY_ONE.includes(name) ? latest : now;
    const ended = callFrom(state, peer, outgoing, { ...at, startUs });
    failedCall ||= hopFailed(ended);
    if (!NOT_AWAITED.includes(outgoing.call.to)) latest = Math.max(latest, ended.endUs);
  }
  return { endUs: latest + own / 2, failedCall };
}

function spanCount({ parts }: State): number {
  return parts.reduce((sum, { spans }) => sum + spans.length, 0);
}

function callsOf({ map, random }: State, name: string): readonly OutgoingCall[] {
  return (map.calls.get(name) ?? []).flatMap((outgoing) => {
    const whole = Math.floor(outgoing.perRequest);
    const count = whole + (random() < outgoing.perRequest - whole ? 1 : 0);
    return Array.from({ length: Math.min(count, MAX_CALLS) }, () => outgoing);
  });
}

function callFrom(state: State, peer: Peer, outgoing: OutgoingCall, at: Position): Ended {
  if (outgoing.service.protocol === 'tcp') return queryDatabase(state, peer, outgoing.service, at);
  if (!LOSES_HEADERS.includes(`${peer.workload.namespace}/${peer.workload.name}`)) {
    return makeCall(state, peer, outgoing, at);
  }
  const part = openPart(state);
  return makeCall(state, peer, outgoing, { ...at, part, parentId: undefined });
}
