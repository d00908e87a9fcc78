import { accountOf, knowsEncryption } from './accounts';
import { seenBySource, whenBusy, type Flow, type Outcome } from './flow';
import { hostOf } from './labels';
import { mixtureQuantile, type Weighted } from './lognormal';
import { keyOf } from './routing';
import type { Count } from './tide';
import type { EpochSeconds, TrueEdge } from './types';

interface Passed {
  readonly flow: Flow;
  /** Requests in the window. */
  readonly count: Count;
}

/** Whether a request that ended so counts as failed: HTTP 5xx or no answer, gRPC other than OK. */
function isFailure({ code, grpcStatus }: Outcome): boolean {
  if (grpcStatus !== undefined) return grpcStatus !== '0';
  return code === '0' || code.startsWith('5');
}

function total({ count: { calm, busy } }: Passed): number {
  return calm + busy;
}

function failedShare({ outcomes }: Flow): number {
  return outcomes.filter(isFailure).reduce((sum, { share }) => sum + share, 0);
}

function latencies({ flow, count }: Passed, account: 'server' | 'client'): Weighted[] {
  return flow.outcomes.flatMap(({ share, latency, heldBackMs }) => {
    const parts = [
      { weight: count.calm * share, distribution: latency },
      { weight: count.busy * share, distribution: whenBusy(latency) },
    ];
    return account === 'server'
      ? parts
      : parts.map((part) => ({
          ...part,
          distribution: seenBySource(part.distribution, heldBackMs),
        }));
  });
}

function quantilesOf(
  passed: readonly Passed[],
  account: (flow: Flow) => 'server' | 'client',
): TrueEdge['quantilesMs'] {
  const parts = passed
    .flatMap((each) => latencies(each, account(each.flow)))
    .filter(({ weight }) => weight > 0);
  if (parts.length === 0) return null;
  return {
    '0.5': mixtureQuantile(parts, 0.5),
    '0.95': mixtureQuantile(parts, 0.95),
    '0.99': mixtureQuantile(parts, 0.99),
  };
}

function mtlsShareOf(passed: readonly Passed[]): number | null {
  const seen = passed.filter(({ flow }) => knowsEncryption(flow));
  const all = seen.reduce((sum, each) => sum + total(each), 0);
  if (all === 0) return null;
  const secure = seen.filter(({ flow }) => flow.isSecure);
  return secure.reduce((sum, each) => sum + total(each), 0) / all;
}

/** One edge from the flows between the same two ends. */
function edgeOf(first: Flow, passed: readonly Passed[], windowSeconds: number): TrueEdge {
  const perSecond = (amount: (each: Passed) => number) =>
    passed.reduce((sum, each) => sum + amount(each), 0) / windowSeconds;
  return {
    source: first.source ? keyOf(first.source) : 'unknown',
    target: first.target ? keyOf(first.target) : 'unknown',
    host: hostOf(first.service),
    meshes: [first.source?.mesh ?? null, first.target?.mesh ?? null],
    protocol: first.service.protocol,
    requestRate: perSecond(total),
    errorRate: perSecond((each) => total(each) * failedShare(each.flow)),
    requestBytesPerSecond: perSecond((each) => total(each) * each.flow.requestBytes),
    responseBytesPerSecond: perSecond((each) => total(each) * each.flow.responseBytes),
    mtlsShare: mtlsShareOf(passed),
    quantilesMs: quantilesOf(passed, accountOf),
    callerQuantilesMs: quantilesOf(passed, () => 'client'),
  };
}

/** What the flows carried in `(at - windowSeconds, at]`, by edge. */
export function truthOf(
  flows: readonly Flow[],
  at: EpochSeconds,
  windowSeconds: number,
): TrueEdge[] {
  const edges = new Map<string, { first: Flow; passed: Passed[] }>();
  for (const flow of flows) {
    const before = flow.tide.countAt(at - windowSeconds);
    const after = flow.tide.countAt(at);
    const count = { calm: after.calm - before.calm, busy: after.busy - before.busy };
    const source = flow.source ? keyOf(flow.source) : '';
    const target = flow.target ? keyOf(flow.target) : '';
    const key = `${source}>${target}>${hostOf(flow.service)}>${flow.service.protocol}`;
    const edge = edges.get(key);
    if (edge) edge.passed.push({ flow, count });
    else edges.set(key, { first: flow, passed: [{ flow, count }] });
  }
  return [...edges.values()].map(({ first, passed }) => edgeOf(first, passed, windowSeconds));
}
