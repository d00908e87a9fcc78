/**
 * The JSON Pointer (RFC 6901) of a field as the API server names it: `spec.http[0].timeout`, or
 * `metadata.labels[app.kubernetes.io/name]`. Null for what names no field, such as `<nil>`.
 */
export function pointerOfField(path: string): string | null {
  if (!/^[A-Za-z_$]/.test(path)) return null;
  const steps = [...path.matchAll(/\[([^\]]*)\]|\.?([^.[\]]+)/g)].map(
    ([, inBrackets, plain]) => inBrackets ?? plain ?? '',
  );
  return steps.map((step) => `/${escapeStep(step)}`).join('');
}

/** A step of a JSON Pointer, with what is special in one written as `~0` and `~1`. */
export function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The steps of a JSON Pointer (RFC 6901) without its escapes. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
