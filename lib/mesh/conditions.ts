/** Every pairing of two OR-ed lists of conditions in words; an empty list asks for nothing. */
export function combine(outer: readonly string[], inner: readonly string[]): readonly string[] {
  if (outer.length === 0) return inner;
  if (inner.length === 0) return outer;
  return outer.flatMap((first) => inner.map((second) => `${first} and ${second}`));
}
