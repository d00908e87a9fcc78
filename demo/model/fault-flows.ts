import {
  CONNECT_FAILURE,
  flowOf,
  reachedFlows,
  REFUSAL_BYTES,
  UNKNOWN_BEHAVIOUR,
  type CallFlows,
  type Flow,
} from './flow';
import { faultKey, type CallShares } from './routing';
import type { DemoFault } from './types';

/** The flows of faults that were ever injected into a call, made when a route first asks for one. */
export class FaultFlows {
  readonly #call: CallFlows;
  readonly #made = new Map<string, readonly Flow[]>();

  constructor(call: CallFlows) {
    this.#call = call;
  }

  /** All flows so far, with those that these shares ask for. */
  under({ faults }: CallShares): readonly Flow[] {
    for (const fault of faults) {
      const key = faultKey(fault);
      if (!this.#made.has(key)) this.#made.set(key, this.#make(fault, key));
    }
    return [...this.#made.values()].flat();
  }

  #make(fault: DemoFault, key: string): readonly Flow[] {
    return fault.kind === 'abort' ? [this.#aborted(fault, key)] : this.#delayed(fault.ms, key);
  }

  /** Requests that the caller's proxy answers itself. */
  #aborted({ code, grpcStatus }: DemoFault & { readonly kind: 'abort' }, key: string): Flow {
    const { context } = this.#call;
    const { call } = context;
    const outcome = {
      code,
      ...(grpcStatus !== undefined && { grpcStatus }),
      flags: 'FI',
      share: 1,
      latency: CONNECT_FAILURE,
    };
    const rateUnder = ({ scale, faults }: CallShares) =>
      call.requestRate * scale * shareOf(faults, key);
    const size = { ...UNKNOWN_BEHAVIOUR, responseBytes: REFUSAL_BYTES };
    const end = { target: null, isSecure: false, outcomes: [outcome], rateUnder };
    return flowOf(context, end, size);
  }

  /** Requests that arrive as others do, but later: only the caller's proxy knows why. */
  #delayed(ms: number, key: string): readonly Flow[] {
    const { context, workloads } = this.#call;
    return workloads
      .flatMap((workload) => reachedFlows(context, workload))
      .map((flow) => ({
        ...flow,
        outcomes: flow.outcomes.map((outcome) => ({ ...outcome, heldBackMs: ms })),
        rateUnder: (shares: CallShares) => {
          const { faults } = shares;
          const undelayed = faults.filter(({ kind }) => kind === 'abort');
          return flow.rateUnder({ ...shares, faults: undelayed }) * shareOf(faults, key);
        },
      }));
  }
}

function shareOf(faults: readonly DemoFault[], key: string): number {
  return faults.find((fault) => faultKey(fault) === key)?.share ?? 0;
}
