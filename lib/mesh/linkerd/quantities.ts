/**
 * Kubernetes quantities, in the form that weights of Linkerd and SMI have: `1`, `"900m"`, `"0.9"`.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

const QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Linkerd counts thousandths; what is less than one counts as one. */
const PER_UNIT = 1000;

/** Binary fractions make a few digits of nothing behind a thousandth. */
const ROUNDING_TOLERANCE = 1e-6;

/** The value of a quantity in whole thousandths, rounded up as Linkerd does; null when it is none. */
export function quantityOf(value: unknown): number | null {
  const plain = typeof value === 'number' ? value : parsed(value);
  if (plain === null || !Number.isFinite(plain)) return null;
  // What is rounded up to nothing from below would be -0.
  return Math.ceil(plain * PER_UNIT - ROUNDING_TOLERANCE) / PER_UNIT || 0;
}

function parsed(value: unknown): number | null {
  const [, digits, suffix = ''] = typeof value === 'string' ? (QUANTITY.exec(value) ?? []) : [];
  if (digits === undefined) return null;
  if (/^[eE][+-]?\d/.test(suffix)) return Number(digits + suffix);
  return Number(digits) * (FACTORS[suffix] ?? 1);
}

/**
 * Writes a weight as the field that it replaces was written: a whole number stays one, thousandths stay
 * thousandths, a decimal fraction stays one. What that form cannot express becomes thousandths.
 *
 * @param weight A multiple of 0.001.
 * @param before What stands there now; undefined for a new field.
 */
export function quantityLike(before: unknown, weight: number): number | string {
  const thousandths = `${Math.round(weight * PER_UNIT)}m`;
  if (typeof before === 'string') {
    if (before.endsWith('m')) return thousandths;
    if (/^[+-]?\d*\.\d*$/.test(before) || Number.isInteger(weight)) return String(weight);
    return thousandths;
  }
  return Number.isInteger(weight) ? weight : thousandths;
}
