/**
 * Weights that a mesh adds up in 32-bit floats, one after the other as the list has them, and compares with
 * the total exactly, as Consul's webhook does: 4.7, 15.2 and 80.1 are fine, and refused the other way round. Its server rounds each to a hundredth afterwards and adds those up, which is checked as well.
 * consul-k8s control-plane/api/v1alpha1/servicesplitter_types.go, consul agent/structs/config_entry_discoverychain.go
 */

/** How far weights are shifted in search of a sum that is exact; one in nine random triples needs a shift. */
const MAX_SHIFT = 60;

/** The sum as the mesh gets it. */
export function float32Sum(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => Math.fround(sum + Math.fround(weight)), 0);
}

/** Whether the mesh takes these weights for adding up to a total. */
export function addsUpInFloat32(weights: readonly number[], total: number): boolean {
  return float32Sum(weights) === total && hundredthsOf(weights) === total * 100;
}

function hundredthsOf(weights: readonly number[]): number {
  return weights.reduce(
    (sum, weight) => sum + Math.round(Math.fround(Math.fround(weight) * 100)),
    0,
  );
}

/**
 * Shifts as few steps as possible between two weights until the mesh takes them.
 *
 * @param units Whole steps that add up to the total.
 * @param weightsOf The weights that steps stand for.
 * @param movable Which may be shifted, likeliest first: a group is tried when those before it gave nothing.
 * @returns Steps that the mesh takes; whole percents where no shift gives any.
 */
export function settledInFloat32(
  units: readonly number[],
  weightsOf: (units: readonly number[]) => readonly number[],
  total: number,
  movable: readonly (readonly number[])[],
): readonly number[] {
  const isTaken = (candidate: readonly number[]) => addsUpInFloat32(weightsOf(candidate), total);
  if (isTaken(units)) return units;
  for (const group of movable) {
    const found = shifted(units, group, isTaken);
    if (found !== null) return found;
  }
  return inWholes(units, total);
}

function shifted(
  units: readonly number[],
  movable: readonly number[],
  isTaken: (units: readonly number[]) => boolean,
): readonly number[] | null {
  for (let steps = 1; steps <= MAX_SHIFT; steps += 1) {
    for (const giver of movable.filter((i) => (units[i] ?? 0) >= steps)) {
      for (const taker of movable.filter((i) => i !== giver)) {
        const candidate = units
          .with(giver, (units[giver] ?? 0) - steps)
          .with(taker, (units[taker] ?? 0) + steps);
        if (isTaken(candidate)) return candidate;
      }
    }
  }
  return null;
}

/** The same to whole units of the total, which floats add up without loss; the largest takes the difference. */
function inWholes(units: readonly number[], total: number): readonly number[] {
  const all = units.reduce((sum, count) => sum + count, 0);
  const whole = all / total;
  const rounded = units.map((count) => Math.floor(count / whole) * whole);
  const largest = rounded.indexOf(Math.max(...rounded));
  const missing = all - rounded.reduce((sum, count) => sum + count, 0);
  return rounded.with(largest, (rounded[largest] ?? 0) + missing);
}
