import { isClientDisconnect, isErrorClass } from '@/lib/domain/error-class';
import type { CodeRate, Protocol, Reporter } from '@/lib/domain/model';

/** One way in which requests ended, and how often. */
export type RequestClass = CodeRate;

/** How requests ended. */
export type Outcome = Omit<RequestClass, 'rate' | 'error'> & {
  /** The mesh's own verdict, where it gives one; otherwise that of `isErrorClass`. */
  readonly error?: boolean | undefined;
};

/** Requests of one edge as one reporter counted them. */
export class RequestTally {
  private readonly classes = new Map<string, RequestClass>();
  private underMtls = 0;
  private withPolicy = 0;

  /** Adds requests per second that ended in one way. Equal ways are summed. */
  add(outcome: Outcome, rate: number, protocol: Protocol): void {
    const byClass = isErrorClass({ ...outcome, protocol });
    const error = outcome.error ?? byClass;
    // One class may be both where the mesh judges by more than the status.
    const key = error === byClass ? keyOf(outcome) : `${keyOf(outcome)}|${error}`;
    const current = this.classes.get(key) ?? { ...outcome, rate: 0, error };
    this.classes.set(key, { ...current, rate: current.rate + rate });
  }

  /** Adds requests per second whose connection had this policy; only servers know it. */
  addPolicy(policy: string | undefined, rate: number): void {
    if (policy === undefined) return;
    this.withPolicy += rate;
    if (policy === 'mutual_tls') this.underMtls += rate;
  }

  get rate(): number {
    return sumOf([...this.classes.values()]);
  }

  /** 0..1; null when there were no requests; undefined when no class says how its requests ended. */
  get errorRatio(): number | null | undefined {
    const classes = [...this.classes.values()];
    const told = classes.some(({ httpCode, grpcStatus }) => (httpCode ?? grpcStatus) !== undefined);
    if (!told) return undefined;
    const { rate } = this;
    return rate > 0 ? sumOf(classes.filter(({ error }) => error)) / rate : null;
  }

  /** 0..1; undefined when there was nothing to know it from. */
  get mtlsShare(): number | undefined {
    return this.withPolicy > 0 ? this.underMtls / this.withPolicy : undefined;
  }

  /** The ways that occurred, most frequent first. */
  get codes(): readonly RequestClass[] {
    return [...this.classes]
      .filter(([, { rate }]) => rate > 0)
      .toSorted(([a, left], [b, right]) => right.rate - left.rate || (a < b ? -1 : 1))
      .map(([, requestClass]) => requestClass);
  }

  /** Requests per second that ended because the caller hung up. */
  get hungUp(): number {
    return sumOf([...this.classes.values()].filter(({ flags }) => isClientDisconnect(flags)));
  }

  /** Takes this share (0..1) of the requests that the caller hung up on away. */
  removeHungUp(share: number): void {
    for (const [key, requestClass] of this.classes) {
      if (!isClientDisconnect(requestClass.flags)) continue;
      this.classes.set(key, { ...requestClass, rate: requestClass.rate * (1 - share) });
    }
  }
}

/** Which reporter an edge's figures are taken from: the server before the client, never both. */
export const REPORTER_ORDER: readonly Reporter[] = ['destination', 'waypoint', 'source'];

/** Reads the reporter of a series; what cannot be told counts as the client, who knows least. */
export function reporterOf(label: string | undefined): Reporter {
  return label === 'destination' || label === 'waypoint' ? label : 'source';
}

/** The first reporter, in their order, that counted anything; the first that is there otherwise. */
export function chooseReporter(rates: ReadonlyMap<Reporter, number>): Reporter | undefined {
  const there = REPORTER_ORDER.filter((reporter) => rates.has(reporter));
  return there.find((reporter) => (rates.get(reporter) ?? 0) > 0) ?? there[0];
}

function keyOf({ httpCode, grpcStatus, flags }: Outcome): string {
  return [httpCode ?? '', grpcStatus ?? '', flags ?? ''].join('|');
}

function sumOf(classes: readonly RequestClass[]): number {
  return classes.reduce((total, { rate }) => total + rate, 0);
}
