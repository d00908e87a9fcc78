import 'server-only';
import type { Preview } from '@/lib/contract/changes';
import type { Applied } from '@/lib/contract/splits';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import type { Identity } from '@/lib/server/access/identity';
import { audited, auditedId, type Attempt, type AuditMembers } from '@/lib/server/changes/audit';
import { dryRun } from '@/lib/server/changes/dry-run';
import { write, writesOff } from '@/lib/server/changes/write';
import { noticeChange } from '@/lib/server/objects/load-objects';
import { toYaml } from '@/lib/server/objects/to-yaml';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import {
  conflictOf,
  describeOne,
  exactWriteOf,
  prepareChange,
  readCarrier,
  watchedKind,
  withObject,
  type PreparedChange,
} from '@/lib/server/splits/prepare-change';
import { undoOf, weightsOf } from '@/lib/server/splits/split-dto';

/** What a change would do, and what the API server says to it. Nothing is written; it is in the audit log. */
export function previewSplit(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
): Promise<Preview> {
  return audited(
    rt,
    identity,
    { thing: 'split', success: 'dry-run', about: askedFor(id, intent) },
    signal,
    async (attempt) => {
      const prepared = await prepareChange(rt, identity, id, intent, signal, attempt);
      const { split } = prepared;
      const said = await dryRun(identity, exactWriteOf(prepared), signal);
      attempt.note({ verdict: said.verdict });
      return {
        patch: prepared.change.patch.map((operation) => ({ ...operation })),
        before: toYaml(prepared.change.before),
        after: toYaml(prepared.change.after),
        dryRun: said,
        warnings: [...split.warnings, ...prepared.change.warnings].map((warning) => ({
          ...warning,
        })),
      };
    },
  );
}

/**
 * Applies a change under the person's own identity.
 *
 * @throws ProblemError `writes-off`, `not-found`, `conflict`, `refused` or `forbidden` (with the API
 *   server's reason); each attempt is in the audit log with its outcome.
 */
export async function applySplit(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
): Promise<Applied> {
  const { prepared, object } = await audited(
    rt,
    identity,
    { thing: 'split', success: 'applied', about: askedFor(id, intent) },
    signal,
    (attempt) => change(rt, identity, id, intent, signal, attempt),
  );
  const { split, store, scope, kind } = prepared;
  await noticeChange(rt, identity, scope, watchedKind(kind), object);
  const fresh = withObject(store, split, object);
  const after = await describeOne(rt, identity, id, scope, fresh, signal);
  if (after === null) {
    throw new ProblemError('conflict', {
      detail: 'It was written, but this choice is gone from it.',
    });
  }
  return { split: after, undo: undoOf(split, object.metadata.resourceVersion ?? '') };
}

interface Written {
  readonly prepared: PreparedChange;
  /** As the API server has it now. */
  readonly object: KubeObject;
}

async function change(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<Written> {
  const { writer, reader } = identity;
  if (writer === null || reader === null) throw writesOff();
  const prepared = await prepareChange(rt, identity, id, intent, signal, attempt);
  const { split, scope, store } = prepared;
  const conflicts = {
    madeOn: split.carrier.resourceVersion,
    read: async () => (await readCarrier(reader, split, signal)).object,
    problem: (now: KubeObject | null) => {
      const fresh = now === null ? store : withObject(store, split, now);
      return conflictOf(rt, identity, id, scope, fresh, signal);
    },
  };
  const object = await write(identity, exactWriteOf(prepared), conflicts, signal);
  if (object === null) throw new TypeError('a patch leaves an object');
  attempt.note({ resourceVersion: object.metadata.resourceVersion ?? '' });
  return { prepared, object };
}

/** What the audit log says before anything was read. */
function askedFor(id: string, { targets }: SplitIntent): AuditMembers {
  return { split: auditedId(id), object: null, before: null, after: weightsOf(targets) };
}
