import type { Tide } from './tide';
import type { DemoSeries, EpochSeconds } from './types';

/** How much a counter grows with a request that meets its callee calm, and with one that meets it busy. */
export interface PerRequest {
  readonly calm: number;
  readonly busy: number;
}

interface TideSeriesInit {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: 'counter' | 'histogram';
  /** The streams of requests that it counts. */
  readonly tides: readonly Tide[];
  readonly each: PerRequest;
  /** Growth per second without any request. */
  readonly idlePerSecond?: number;
  /** How long after a request it is counted. */
  readonly lagSeconds?: number;
}

/** A counter that grows with streams of requests. */
export class TideSeries implements DemoSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: 'counter' | 'histogram';
  readonly #tides: readonly Tide[];
  readonly #each: PerRequest;
  readonly #idlePerSecond: number;
  readonly #lagSeconds: number;

  constructor(init: TideSeriesInit) {
    this.name = init.name;
    this.labels = init.labels;
    this.type = init.type;
    this.#tides = init.tides;
    this.#each = init.each;
    this.#idlePerSecond = init.idlePerSecond ?? 0;
    this.#lagSeconds = init.lagSeconds ?? 0;
  }

  valueAt(at: EpochSeconds): number {
    let value = this.#idlePerSecond * at;
    for (const tide of this.#tides) {
      const { calm, busy } = tide.countAt(at - this.#lagSeconds);
      value += this.#each.calm * calm + this.#each.busy * busy;
    }
    return value;
  }
}
