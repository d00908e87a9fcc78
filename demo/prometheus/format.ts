/** A number as Prometheus writes it: the shortest text that reads back the same. */
export function formatNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return value.toString().replace('Infinity', 'Inf');
  // Go writes at least two digits of an exponent.
  return value.toString().replace(/e([+-])(\d)$/, 'e$10$2');
}
