import 'server-only';
import type { Preview } from '@/lib/contract/changes';
import type { ObjectApplied, ObjectIntent, ObjectRemoved } from '@/lib/contract/objects';
import { withoutMember } from '@/lib/domain/json';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { Identity } from '@/lib/server/access/identity';
import { audited, auditedId, type Attempt, type AuditMembers } from '@/lib/server/changes/audit';
import { dryRun } from '@/lib/server/changes/dry-run';
import { write, writesOff } from '@/lib/server/changes/write';
import { noticeChange, noticeRemoval } from '@/lib/server/objects/load-objects';
import { beyondAnnotations } from '@/lib/server/objects/only-annotations';
import { noObject, objectPlace, readAt } from '@/lib/server/objects/object-place';
import {
  addressOf,
  auditedName,
  conflictOf,
  prepareObjectChange,
  type PreparedObjectChange,
} from '@/lib/server/objects/prepare-object-change';
import { writtenYaml } from '@/lib/server/objects/written-object';
import type { Runtime } from '@/lib/server/runtime';
import { watchedKind } from '@/lib/server/splits/prepare-change';
import { describeObject } from '@/lib/server/use-cases/load-mesh-objects';

/** What a change would do, and what the API server says to it. Nothing is written; it is in the audit log. */
export function previewObject(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: ObjectIntent,
  signal: AbortSignal,
): Promise<Preview> {
  const about = askedFor(id, intent.resourceVersion);
  const options = { thing: 'object', success: 'dry-run', about } as const;
  return audited(rt, identity, options, signal, async (attempt) => {
    const prepared = await prepareObjectChange(rt, identity, id, intent, signal, attempt);
    const said = await dryRun(identity, prepared.exact, signal);
    attempt.note({ verdict: said.verdict, paths: pathsOf(prepared) });
    const { before, after, patch, warnings } = prepared;
    return {
      patch: patch.map((operation) => ({ ...operation })),
      before: before === null ? '' : writtenYaml(before),
      after: writtenYaml(after),
      dryRun: said,
      warnings: warnings.map((warning) => ({ ...warning })),
    };
  });
}

/**
 * Applies a text under the person's own identity, or creates the object.
 *
 * @throws ProblemError `writes-off`, `not-found`, `conflict`, `refused` or `forbidden` (with the API server's
 *   reason); each attempt is in the audit log with its outcome.
 */
export async function applyObject(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: ObjectIntent,
  signal: AbortSignal,
): Promise<ObjectApplied> {
  const about = askedFor(id, intent.resourceVersion);
  const options = { thing: 'object', success: 'applied', about } as const;
  const { prepared, object } = await audited(rt, identity, options, signal, (attempt) =>
    writePrepared(rt, identity, id, intent, signal, attempt),
  );
  const { place, before } = prepared;
  const resourceVersion = object.metadata.resourceVersion ?? '';
  await noticeChange(rt, identity, place.scope, watchedKind(place.served), object);
  return {
    object: await describeObject(rt, identity, place, object, signal),
    undo:
      before === null
        ? { kind: 'removal', resourceVersion }
        : { kind: 'change', intent: { yaml: writtenYaml(before), resourceVersion } },
  };
}

/**
 * Removes an object that is still the version that was looked at. Fails as `applyObject` does.
 *
 * @returns How to have it again; its owner references are then lost.
 */
export async function removeObject(
  rt: Runtime,
  identity: Identity,
  id: string,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<ObjectRemoved> {
  const about = { ...askedFor(id, resourceVersion), after: null };
  const options = { thing: 'object', success: 'applied', about } as const;
  return audited(rt, identity, options, signal, async (attempt) => {
    if (identity.writer === null) throw writesOff();
    const place = await objectPlace(rt, identity, id, signal);
    attempt.saw({ object: auditedName(place) });
    if (place.meshKind.annotations !== undefined) throw beyondAnnotations();
    const before = await readAt(rt, identity, place, signal);
    if (before === null) throw noObject();
    if (before.metadata.resourceVersion !== resourceVersion) throw conflictOf(before);
    const exact = { ...addressOf(place), verb: 'remove', resourceVersion } as const;
    await write(identity, exact, conflictsOf(rt, identity, { place, before }, signal), signal);
    await noticeRemoval(rt, identity, place.scope, watchedKind(place.served), before.metadata);
    const metadata = withoutMember(before.metadata, 'ownerReferences');
    const yaml = writtenYaml({ ...before, metadata });
    return { undo: { kind: 'change', intent: { yaml, resourceVersion: null } } };
  });
}

interface Written {
  readonly prepared: PreparedObjectChange;
  /** As the API server has it now. */
  readonly object: KubeObject;
}

async function writePrepared(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: ObjectIntent,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<Written> {
  if (identity.writer === null) throw writesOff();
  const prepared = await prepareObjectChange(rt, identity, id, intent, signal, attempt);
  const conflicts = conflictsOf(rt, identity, prepared, signal);
  const object = await write(identity, prepared.exact, conflicts, signal);
  if (object === null) throw new TypeError('what is changed or created is there');
  const { resourceVersion = '' } = object.metadata;
  attempt.note({ resourceVersion, paths: pathsOf(prepared) });
  return { prepared, object };
}

function conflictsOf(
  rt: Runtime,
  identity: Identity,
  { place, before }: Pick<PreparedObjectChange, 'place' | 'before'>,
  signal: AbortSignal,
) {
  return {
    madeOn: before?.metadata.resourceVersion ?? null,
    read: () => readAt(rt, identity, place, signal),
    problem: conflictOf,
  };
}

/** What was touched, for the audit log: never the values, which may be long. */
function pathsOf({ patch }: PreparedObjectChange): readonly string[] {
  return patch
    .filter(({ op }) => op !== 'test')
    .map(({ path }) => path)
    .slice(0, 50);
}

/** What the audit log says before anything was read. */
function askedFor(id: string, resourceVersion: string | null): AuditMembers {
  return { id: auditedId(id), object: null, madeOn: resourceVersion };
}
