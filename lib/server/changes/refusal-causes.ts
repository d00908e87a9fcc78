import 'server-only';
import type { Cause } from '@/lib/contract/problem';
import { pointerOfField } from '@/lib/domain/field-path';
import type { UpstreamError } from '@/lib/upstream/error';

/** What the API server says of a field that the kind does not have, or that is written twice. */
const STRICT = /\b(unknown|duplicate) field "([^"]+)"/g;

/** Where the API server refused an object, as far as it tells. */
export function causesOf({ body }: UpstreamError): readonly Cause[] {
  if (body === undefined) return [];
  const texts = [body.message, ...body.causes.map(({ message }) => message)];
  const strict = texts.flatMap((text) =>
    [...text.matchAll(STRICT)].map(([, what = '', field = '']) => ({
      pointer: pointerOfField(field),
      line: null,
      message: what === 'unknown' ? 'The kind has no such field.' : 'The field is there twice.',
    })),
  );
  const told = body.causes.flatMap(({ field, message }) => {
    const pointer = pointerOfField(field);
    return pointer === null || field === 'patch' ? [] : [{ pointer, line: null, message }];
  });
  const byPlace = new Map(
    [...told, ...strict].map((each) => [`${each.pointer} ${each.message}`, each]),
  );
  return [...byPlace.values()];
}
