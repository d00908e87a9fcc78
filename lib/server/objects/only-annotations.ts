import 'server-only';
import { isRecord, sameJson, withoutMember, type JsonRecord } from '@/lib/domain/json';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectPlace } from '@/lib/server/objects/object-place';
import { ProblemError } from '@/lib/server/problem';

/** Why an object of Kubernetes itself is neither made nor removed here. */
export const NOT_OURS =
  'It is an object of Kubernetes itself: of it only the annotations that a mesh reads are changed here.';

/** The problem of a change that reaches beyond those annotations. */
export function beyondAnnotations(): ProblemError {
  return new ProblemError('refused', { rule: 'annotations-only', detail: NOT_OURS });
}

/**
 * Makes sure that of an object of Kubernetes itself only annotations of a mesh change.
 *
 * @param before Null for an object that shall be created.
 * @throws ProblemError `refused` when anything else would.
 */
export function checkAnnotationsOnly(
  { meshKind: { annotations } }: Pick<ObjectPlace, 'meshKind'>,
  before: KubeObject | null,
  after: JsonRecord,
): void {
  if (annotations === undefined) return;
  if (before === null || !sameJson(rest(before, annotations), rest(after, annotations))) {
    throw beyondAnnotations();
  }
}

/** All of an object but these annotations. */
function rest(object: JsonRecord, names: readonly string[]): JsonRecord {
  const { metadata } = object;
  if (!isRecord(metadata)) return object;
  const { annotations = {} } = metadata;
  if (!isRecord(annotations)) return object;
  const left = names.reduce(withoutMember, annotations);
  return { ...object, metadata: { ...metadata, annotations: left } };
}
