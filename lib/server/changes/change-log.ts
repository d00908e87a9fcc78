import 'server-only';
import { z } from 'zod';
import { recordedChangeSchema, type RecordedChange } from '@/lib/contract/objects';
import { isRecord, withoutMember, type JsonRecord } from '@/lib/domain/json';
import type { PatchOperation } from '@/lib/domain/split';

/** The annotation in which an object remembers what was changed through this console. */
export const CHANGES_ANNOTATION = 'alidade/changes';

/** So that an object does not grow by being edited. */
const MAX_CHANGES = 10;
const MAX_PATHS = 6;
const MAX_PATH_LENGTH = 120;
const MAX_NAME_LENGTH = 120;

const keptSchema = z.array(recordedChangeSchema);

/** The changes that an object remembers, newest first. What is not of our form is left out: anybody may write it. */
export function changesOf(annotations: unknown): readonly RecordedChange[] {
  const text = isRecord(annotations) ? annotations[CHANGES_ANNOTATION] : undefined;
  if (typeof text !== 'string') return [];
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.slice(0, MAX_CHANGES) : [];
  } catch {
    return [];
  }
}

/** The object with one more change in its memory. */
export function withChange(
  object: JsonRecord,
  change: Omit<RecordedChange, 'paths'>,
  patch: readonly PatchOperation[],
): JsonRecord {
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  const annotations = metadata['annotations'] ?? {};
  // The API server will say what is wrong with them.
  if (!isRecord(annotations)) return object;
  const paths = patch.slice(0, MAX_PATHS).map(({ path }) => path.slice(0, MAX_PATH_LENGTH));
  const who = change.who?.slice(0, MAX_NAME_LENGTH) ?? null;
  const changes = [{ ...change, who, paths }, ...changesOf(annotations)].slice(0, MAX_CHANGES);
  const text = JSON.stringify(changes);
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, [CHANGES_ANNOTATION]: text } },
  };
}

/** Metadata without that memory. Annotations that are only that are none. */
export function withoutChanges(metadata: JsonRecord): JsonRecord {
  const { annotations } = metadata;
  if (!isRecord(annotations) || !Object.hasOwn(annotations, CHANGES_ANNOTATION)) return metadata;
  const others = withoutMember(annotations, CHANGES_ANNOTATION);
  return Object.keys(others).length === 0
    ? withoutMember(metadata, 'annotations')
    : { ...metadata, annotations: others };
}
