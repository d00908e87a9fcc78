/** A distribution of positive sizes whose logarithm is normal. */
export interface Lognormal {
  readonly median: number;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
}

/** Part of a mixture. Weights need not add up to 1. */
export interface Weighted {
  readonly weight: number;
  readonly distribution: Lognormal;
}

/** Beyond this many standard deviations the series loses digits, and the continued fraction is fast. */
const TAIL_STARTS = 3;
const FRACTION_DEPTH = 120;

/** The normal density. */
function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Phi(z) - 1/2 = density(z) × (z + z³/3 + z⁵/(3·5) + …). */
function centralShare(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return density(z) * sum;
}

/** 1 - Phi(z) = density(z) / (z + 1/(z + 2/(z + 3/(z + …)))), Laplace's continued fraction. */
function upperTail(z: number): number {
  let fraction = z;
  for (let depth = FRACTION_DEPTH; depth > 0; depth -= 1) fraction = z + depth / fraction;
  return density(z) / fraction;
}

function normalCdf(z: number): number {
  if (z < -TAIL_STARTS) return upperTail(-z);
  if (z > TAIL_STARTS) return 1 - upperTail(z);
  return 0.5 + centralShare(z);
}

/** The share of values at or below `bound`. */
export function shareBelow({ median, sigma }: Lognormal, bound: number): number {
  if (bound <= 0) return 0;
  if (bound === Infinity) return 1;
  return normalCdf(Math.log(bound / median) / sigma);
}

export function meanOf({ median, sigma }: Lognormal): number {
  return median * Math.exp((sigma * sigma) / 2);
}

/** The lognormal with this mean. */
export function lognormalOfMean(mean: number, sigma: number): Lognormal {
  return { median: mean * Math.exp(-(sigma * sigma) / 2), sigma };
}

/** The value that `quantile` (0..1, exclusive) of a mixture lies below, by bisection. */
export function mixtureQuantile(parts: readonly Weighted[], quantile: number): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const below = (bound: number) =>
    parts.reduce(
      (sum, { weight, distribution }) => sum + weight * shareBelow(distribution, bound),
      0,
    ) / total;
  let low = -20;
  let high = 20;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (below(Math.exp(middle)) < quantile) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
