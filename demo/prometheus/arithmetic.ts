/** A running sum that keeps what rounding would lose (Neumaier's variant of Kahan's). */
export class ExactSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const total = this.#sum + value;
    if (!Number.isFinite(total)) this.#lost = 0;
    else if (Math.abs(this.#sum) >= Math.abs(value)) this.#lost += this.#sum - total + value;
    else this.#lost += value - total + this.#sum;
    this.#sum = total;
  }

  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}

export function sumOf(values: readonly number[]): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value;
}

/** Dividing first where the sum would overflow. */
export function meanOf(values: readonly number[]): number {
  const sum = sumOf(values);
  if (Number.isFinite(sum) || !values.every(Number.isFinite)) return sum / values.length;
  return sumOf(values.map((value) => value / values.length));
}

/** The mean of the squared distances from the mean. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return sumOf(values.map((value) => (value - mean) ** 2)) / values.length;
}

/** The larger; a number wins over NaN. */
export function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}

/** The smaller; a number wins over NaN. */
export function smaller(a: number, b: number): number {
  return b < a || Number.isNaN(a) ? b : a;
}

/** Orders NaN before every number. */
export function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a - b || 0;
}

/** The quantile of values by linear interpolation between ranks, as PromQL's `quantile`. */
export function quantileOf(quantile: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const sorted = [...values].sort(compareNumbers);
  const rank = quantile * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight;
}
