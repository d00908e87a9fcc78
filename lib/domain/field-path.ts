import { pointerOf } from '@/lib/domain/pointer';

/**
 * The JSON Pointer (RFC 6901) of a field as the API server names it: `spec.http[0].timeout`, or
 * `metadata.labels[app.kubernetes.io/name]`. Null for what names no field, such as `<nil>`.
 */
export function pointerOfField(path: string): string | null {
  if (!/^[A-Za-z_$]/.test(path)) return null;
  const steps = [...path.matchAll(/\[([^[\]]*)\]|\.?([^.[\]]+)/g)].map(
    ([, inBrackets, plain]) => inBrackets ?? plain ?? '',
  );
  return pointerOf(...steps);
}
