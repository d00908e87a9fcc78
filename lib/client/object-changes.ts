import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '@/lib/client/api';
import { objectPath, objectsKeys } from '@/lib/client/objects';
import { sendJson } from '@/lib/client/writes';
import { previewSchema } from '@/lib/contract/changes';
import {
  currentObjectSchema,
  objectAppliedSchema,
  objectRemovedSchema,
  type CurrentObject,
  type ObjectApplied,
  type ObjectIntent,
  type ObjectRemoved,
} from '@/lib/contract/objects';
import type { Cause } from '@/lib/contract/problem';

/** What a change would write, and what the API server says to it. Asked anew each time. */
export function objectPreviewOptions(id: string, intent: ObjectIntent) {
  return queryOptions({
    queryKey: objectsKeys.preview(id, intent),
    queryFn: ({ signal }) =>
      sendJson('POST', `${objectPath(id)}/preview`, intent, previewSchema, signal),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

/** Writes a change, or creates. Never retried: whether a lost answer was an accepted one is not known. */
export function applyObject(id: string, intent: ObjectIntent): Promise<ObjectApplied> {
  return sendJson('PATCH', objectPath(id), intent, objectAppliedSchema);
}

/** Removes an object that is still this version. Never retried either. */
export function removeObject(id: string, resourceVersion: string): Promise<ObjectRemoved> {
  const query = new URLSearchParams({ resourceVersion });
  return sendJson('DELETE', `${objectPath(id)}?${query}`, {}, objectRemovedSchema);
}

/** The object as it is now, of a change that came too late; undefined for any other failure, null when it is gone. */
export function conflictIn(error: Error | null): CurrentObject | undefined {
  if (!(error instanceof ApiError) || error.type !== 'conflict') return undefined;
  const current = currentObjectSchema.safeParse(error.problem?.current);
  return current.success ? current.data : undefined;
}

/** Where a text was refused; nowhere for any other failure. */
export function causesIn(error: Error | null): readonly Cause[] {
  return error instanceof ApiError ? (error.problem?.causes ?? []) : [];
}
