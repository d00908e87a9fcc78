import type { Preview } from '@/lib/contract/changes';
import type { ObjectDto } from '@/lib/contract/objects';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';

/** What the API server says to a change that it would take. */
export const ACCEPTED: Preview['dryRun'] = { verdict: 'accepted', reason: null, causes: [] };

/** The answer to the preview of a change that the API server would take. */
export function previewAnswer(parts: Partial<Preview> = {}): Preview {
  return {
    ...{ patch: [], before: 'a: 1\n', after: 'a: 9\n', warnings: [], dryRun: ACCEPTED },
    ...parts,
  };
}

/** An object as the API gives it, written by hand, which may be changed and removed. */
export function anObject(object: ObjectRef, parts: Partial<ObjectDto> = {}): ObjectDto {
  return {
    ...{ id: objectId(object), meshes: [], ...object, version: 'v1', createdAt: null },
    ...{ owner: { kind: 'hand' }, resourceVersion: '1', yaml: '', status: null, conditions: [] },
    ...{ references: { to: [], from: [] }, changes: [], writers: [] },
    writable: { change: { allowed: true, reason: null }, remove: { allowed: true, reason: null } },
    ...parts,
  };
}
