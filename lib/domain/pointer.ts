/** The steps of a JSON Pointer (RFC 6901) without its escapes. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A step of a JSON Pointer, with what is special in one written as `~0` and `~1`. */
export function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON Pointer made of steps: names that hold a `/` or a `~` are escaped. */
export function pointerOf(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${escapeStep(String(step))}`).join('');
}

/** What stands at a pointer; undefined when nothing does. Names that an object inherits do not count. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of stepsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}
