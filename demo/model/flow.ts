import { canEncrypt, namesAnyPod } from './accounts';
import { lognormalOfMean, type Lognormal } from './lognormal';
import { abortedShare, delayedShare, keyOf, workloadsByService, type CallShares } from './routing';
import { busyRhythm, trafficRhythm, type Rhythm } from './rhythm';
import { Tide } from './tide';
import type {
  DemoBehaviour,
  DemoCall,
  DemoFailure,
  DemoService,
  DemoTopology,
  DemoWorkload,
  EpochSeconds,
} from './types';

/** One way in which a flow's requests end. */
export interface Outcome extends DemoFailure {
  /** Latency at the reporter of the callee's side, of requests that meet it calm. */
  readonly latency: Lognormal;
  /** How long the caller's proxy held it back on purpose, which no other proxy sees. */
  readonly heldBackMs?: number;
}

/** Requests of one caller that end at one place by one kind of connection. */
export interface Flow {
  readonly call: DemoCall;
  /** Null for callers whose proxy, if any, tells nothing. */
  readonly source: DemoWorkload | null;
  readonly service: DemoService;
  /** Null where no proxy can name the workload that answers. */
  readonly target: DemoWorkload | null;
  readonly isSecure: boolean;
  /** Shares add up to 1. Empty for TCP. */
  readonly outcomes: readonly Outcome[];
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly tide: Tide;
  /** The flow's requests per second, before the rhythm, under given routes. */
  readonly rateUnder: (shares: CallShares) => number;
}

/** How much longer requests take that meet their callee busy. */
export const BUSY_FACTOR = 1.7;
/** What the network and the caller's own proxy add to the median latency. */
export const NETWORK_MS = 1.5;

export const CONNECT_FAILURE: Lognormal = { median: 2, sigma: 0.5 };
const TIMEOUT: Lognormal = { median: 15_000, sigma: 0.02 };

/** Request sizes vary this much (standard deviation of the logarithm). */
const SIZE_SIGMA = 0.5;

export function sizeDistribution(mean: number): Lognormal {
  return lognormalOfMean(mean, SIZE_SIGMA);
}

/** The distribution while the callee is busy. */
export function whenBusy({ median, sigma }: Lognormal): Lognormal {
  return { median: median * BUSY_FACTOR, sigma };
}

/** The distribution as the caller's proxy sees it. */
export function seenBySource({ median, sigma }: Lognormal, heldBackMs = 0): Lognormal {
  const plain = median + NETWORK_MS;
  if (heldBackMs === 0) return { median: plain, sigma };
  // Next to a fixed delay, what varies is small.
  return { median: plain + heldBackMs, sigma: (sigma * plain) / (plain + heldBackMs) };
}

function successOf(service: DemoService, share: number, latency: Lognormal): Outcome {
  const success = { code: '200', flags: '-', share, latency };
  return service.protocol === 'grpc' ? { ...success, grpcStatus: '0' } : success;
}

function outcomesOf(service: DemoService, behaviour: DemoBehaviour): Outcome[] {
  if (service.protocol === 'tcp') return [];
  const latency = { median: behaviour.medianMs, sigma: behaviour.sigma };
  const failed = behaviour.failures.reduce((sum, { share }) => sum + share, 0);
  return [
    successOf(service, 1 - failed, latency),
    ...behaviour.failures.map((failure) => ({ ...failure, latency })),
  ];
}

function lostOutcome(service: DemoService, failure: DemoFailure, total: number): Outcome {
  const isTimeout = failure.flags.includes('UT');
  const lost = {
    ...failure,
    share: failure.share / total,
    latency: isTimeout ? TIMEOUT : CONNECT_FAILURE,
  };
  // A gRPC caller gets its proxy's own refusal as status UNAVAILABLE under HTTP 200.
  return service.protocol === 'grpc' ? { ...lost, code: '200', grpcStatus: '14' } : lost;
}

/** The size of Envoy's own answer to a request that it could not pass on. */
export const REFUSAL_BYTES = 180;

const NO_CLUSTER: DemoFailure = { code: '503', flags: 'NC', share: 1 };

/** What the flows of a call are made of. */
export interface CallContext {
  readonly call: DemoCall;
  readonly source: DemoWorkload | null;
  readonly service: DemoService;
  readonly traffic: Rhythm;
  readonly seed: number;
}

export type FlowEnd = Pick<Flow, 'target' | 'isSecure' | 'outcomes' | 'rateUnder'>;

/** Makes a flow of a call; its tide stands still. */
export function flowOf(context: CallContext, end: FlowEnd, behaviour: DemoBehaviour): Flow {
  const { call, source, service, traffic, seed } = context;
  const busyName = end.target ? keyOf(end.target) : call.to;
  return {
    call,
    source,
    service,
    requestBytes: behaviour.requestBytes,
    responseBytes: behaviour.responseBytes,
    tide: new Tide(traffic, busyRhythm(busyName, seed), 0),
    ...end,
  };
}

function lostFlows(context: CallContext): Flow[] {
  const { call, service } = context;
  if (!context.source) return [];
  const size = { ...UNKNOWN_BEHAVIOUR, responseBytes: REFUSAL_BYTES };
  const flow = (failures: readonly DemoFailure[], rateUnder: Flow['rateUnder']) => {
    const total = failures.reduce((sum, { share }) => sum + share, 0);
    const outcomes = failures.map((failure) => lostOutcome(service, failure, total));
    return flowOf(context, { target: null, isSecure: false, outcomes, rateUnder }, size);
  };
  const lostShare = lostShareOf(call);
  const unroutable = flow(
    [NO_CLUSTER],
    ({ scale, unroutable: share }) => call.requestRate * scale * share,
  );
  if (lostShare === 0) return [unroutable];
  const lost = flow(
    call.lost ?? [],
    (shares) =>
      call.requestRate * shares.scale * (1 - abortedShare(shares) - shares.unroutable) * lostShare,
  );
  return [unroutable, lost];
}

export const UNKNOWN_BEHAVIOUR: DemoBehaviour = {
  medianMs: 10,
  sigma: 0.5,
  failures: [],
  requestBytes: 600,
  responseBytes: 1_200,
  cpuSecondsPerRequest: 0,
  idleCores: 0,
  memoryBytes: 0,
};

function lostShareOf({ lost = [] }: DemoCall): number {
  return lost.reduce((sum, { share }) => sum + share, 0);
}

function outsideFlows(context: CallContext): Flow[] {
  const { call, service, source } = context;
  if (!source) return [];
  const behaviour = service.behaviour ?? UNKNOWN_BEHAVIOUR;
  const arriving = 1 - lostShareOf(call);
  const rateUnder = (shares: CallShares) =>
    call.requestRate * shares.scale * arriving * (1 - abortedShare(shares));
  const outcomes = outcomesOf(service, behaviour);
  return [flowOf(context, { target: null, isSecure: false, outcomes, rateUnder }, behaviour)];
}

/** The flows of a call that one workload answers. */
export function reachedFlows(context: CallContext, workload: DemoWorkload): Flow[] {
  const { call, service, source } = context;
  const target = workload.mesh === null && !namesAnyPod(source) ? null : workload;
  if (!source && !target) return [];
  const plain = canEncrypt({ source, target }) ? (call.plaintextShare ?? 0) : 1;
  const arriving = 1 - lostShareOf(call);
  const outcomes = outcomesOf(service, workload.behaviour);
  return [
    { isSecure: true, part: 1 - plain },
    { isSecure: false, part: plain },
  ]
    .filter(({ part }) => part > 0)
    .map(({ isSecure, part }) => {
      const rateUnder = (shares: CallShares) =>
        call.requestRate *
        shares.scale *
        (shares.byWorkload.get(workload.name) ?? 0) *
        arriving *
        part *
        (1 - delayedShare(shares));
      return flowOf(context, { target, isSecure, outcomes, rateUnder }, workload.behaviour);
    });
}

function flowsOfCall(context: CallContext, workloads: readonly DemoWorkload[]): Flow[] {
  const { service } = context;
  if (service.externalHost !== undefined) return [...outsideFlows(context), ...lostFlows(context)];
  const reached = workloads.flatMap((workload) => reachedFlows(context, workload));
  return [...reached, ...(service.protocol === 'tcp' ? [] : lostFlows(context))];
}

function found<T>(known: ReadonlyMap<string, T>, key: string): T {
  const value = known.get(key);
  if (value === undefined) throw new Error(`a call names ${key}, which is not in the topology`);
  return value;
}

/** A call with what its flows are made of. */
export interface CallFlows {
  readonly context: CallContext;
  /** The workloads that may answer. */
  readonly workloads: readonly DemoWorkload[];
  readonly flows: readonly Flow[];
}

/** The flows of each call, in the order of the calls. Their tides stand still until `setRates`. */
export function flowsOf(topology: DemoTopology, seed: number): CallFlows[] {
  const known = new Map(topology.workloads.map((workload) => [keyOf(workload), workload]));
  const services = new Map(topology.services.map((service) => [keyOf(service), service]));
  const behind = workloadsByService(topology);
  return topology.calls.map((call) => {
    const service = found(services, call.to);
    const caller = call.from === null ? undefined : found(known, call.from);
    const source = caller === undefined || caller.mesh === null ? null : caller;
    const traffic = trafficRhythm(caller?.namespace ?? '', seed);
    const context = { call, source, service, traffic, seed };
    const workloads = behind.get(call.to) ?? [];
    return { context, workloads, flows: flowsOfCall(context, workloads) };
  });
}

/** Lets the flows run as the shares say, from `at` on (`-Infinity`: always). */
export function setRates(
  flows: readonly (readonly Flow[])[],
  shares: readonly CallShares[],
  at: EpochSeconds,
): void {
  flows.forEach((ofCall, index) => {
    const share = shares[index];
    if (!share) return;
    for (const flow of ofCall) flow.tide.setRate(flow.rateUnder(share), at);
  });
}
