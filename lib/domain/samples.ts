/** One sample of an instant vector. Labels are a Map: a label may be called `__proto__`. */
export interface VectorSample {
  readonly labels: ReadonlyMap<string, string>;
  /** Finite; the client has dropped NaN, and keeps ±Inf only where asked to. */
  readonly value: number;
}

/** One series of a range query: `[epoch seconds, value or null where there is none]`. */
export interface MatrixSeries {
  readonly labels: ReadonlyMap<string, string>;
  readonly points: readonly (readonly [number, number | null])[];
}
