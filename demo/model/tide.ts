import { integral, multiply, type Rhythm } from './rhythm';
import type { EpochSeconds } from './types';

/** How many requests there have been: those that met their callee calm, and those that met it busy. */
export interface Count {
  readonly calm: number;
  readonly busy: number;
}

/** From `from` on, requests come at `rate` times the rhythm. */
interface Stretch {
  readonly from: EpochSeconds;
  readonly rate: number;
  /** What had been counted when it began. */
  readonly before: Count;
  /** What the rhythm alone had added up to when it began. */
  readonly start: Count;
}

const NOTHING: Count = { calm: 0, busy: 0 };

/** Rates look at two moments per series, and neighbouring series share them. */
const REMEMBERED_MOMENTS = 4;

/** The stream of requests between one caller and one callee, whose rate changes when routes do. */
export class Tide {
  readonly #all: Rhythm;
  readonly #busy: Rhythm;
  #stretches: readonly Stretch[];
  readonly #moments: EpochSeconds[] = [];
  readonly #counts: Count[] = [];
  #oldest = 0;

  constructor(traffic: Rhythm, busy: Rhythm, rate: number) {
    this.#all = traffic;
    this.#busy = multiply(traffic, busy);
    this.#stretches = [{ from: -Infinity, rate, before: NOTHING, start: NOTHING }];
  }

  /** Whether any request ever came, or will. */
  get flows(): boolean {
    return this.#stretches.some(({ rate }) => rate > 0);
  }

  /**
   * Changes the rate from `at` on, and forgets changes that were made for later. `-Infinity` gives
   * the stream that rate for all of its past.
   */
  setRate(rate: number, at: EpochSeconds): void {
    const kept = this.#stretches.filter(({ from }) => from < at);
    if (kept.at(-1)?.rate === rate) {
      this.#stretches = kept;
    } else if (Number.isFinite(at)) {
      const before = this.#countAt(at);
      this.#stretches = [...kept, { from: at, rate, before, start: this.#unitsAt(at) }];
    } else {
      this.#stretches = [{ from: -Infinity, rate, before: NOTHING, start: NOTHING }];
    }
    this.#moments.length = 0;
    this.#counts.length = 0;
  }

  /** Requests from 1970 to `at`. */
  countAt(at: EpochSeconds): Count {
    const known = this.#counts[this.#moments.indexOf(at)];
    if (known) return known;
    const count = this.#countAt(at);
    this.#moments[this.#oldest] = at;
    this.#counts[this.#oldest] = count;
    this.#oldest = (this.#oldest + 1) % REMEMBERED_MOMENTS;
    return count;
  }

  #unitsAt(at: EpochSeconds): Count {
    const busy = integral(this.#busy, at);
    return { calm: integral(this.#all, at) - busy, busy };
  }

  #countAt(at: EpochSeconds): Count {
    const stretch = this.#stretches.findLast(({ from }) => from <= at);
    if (!stretch || stretch.rate === 0) return stretch?.before ?? NOTHING;
    const unit = this.#unitsAt(at);
    return {
      calm: stretch.before.calm + stretch.rate * (unit.calm - stretch.start.calm),
      busy: stretch.before.busy + stretch.rate * (unit.busy - stretch.start.busy),
    };
  }
}
