import 'server-only';
import type { Applied, Preview } from '@/lib/contract/splits';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import type { Identity } from '@/lib/server/access/identity';
import { noticeChange } from '@/lib/server/objects/load-objects';
import { toYaml } from '@/lib/server/objects/to-yaml';
import { ProblemError, toProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { audited, type Attempt } from '@/lib/server/splits/audit';
import { dryRun, FIELD_MANAGER } from '@/lib/server/splits/dry-run';
import {
  conflictOf,
  describeOne,
  prepareChange,
  readCarrier,
  watchedKind,
  withObject,
  type PreparedChange,
} from '@/lib/server/splits/prepare-change';
import { undoOf } from '@/lib/server/splits/split-dto';
import { UpstreamError } from '@/lib/upstream/error';

/** What a change would do, and what the API server says to it. Nothing is written; it is in the audit log. */
export function previewSplit(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
): Promise<Preview> {
  return audited(rt, identity, { id, intent, success: 'dry-run' }, signal, async (attempt) => {
    const prepared = await prepareChange(rt, identity, id, intent, signal, attempt);
    const { change, split } = prepared;
    const said = await dryRun(identity, prepared, signal);
    attempt.note({ verdict: said.verdict });
    return {
      patch: change.patch.map((operation) => ({ ...operation })),
      before: toYaml(change.before),
      after: toYaml(change.after),
      dryRun: said,
      warnings: [...split.warnings, ...change.warnings].map((warning) => ({ ...warning })),
    };
  });
}

/**
 * Applies a change under the person's own identity. The one place that writes to a cluster.
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
    { id, intent, success: 'applied' },
    signal,
    (attempt) => write(rt, identity, id, intent, signal, attempt),
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

async function write(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<Written> {
  const { writer } = identity;
  if (writer === null) {
    throw new ProblemError('writes-off', {
      detail: 'Start it with WRITES=on, and not anonymously.',
    });
  }
  const prepared = await prepareChange(rt, identity, id, intent, signal, attempt);
  const { change, kind } = prepared;
  const { namespace, name } = change.carrier;
  try {
    const options = { dryRun: false, fieldManager: FIELD_MANAGER };
    const object = await writer.patch(kind, namespace, name, change.patch, options, signal);
    attempt.note({ resourceVersion: object.metadata.resourceVersion ?? '' });
    return { prepared, object };
  } catch (error) {
    throw await explain(rt, identity, prepared, error, signal);
  }
}

/**
 * The API server answers 422 to a failed `test` of a JSON Patch as to an invalid object: which it was, shows
 * in whether the object has changed since it was read.
 */
async function explain(
  rt: Runtime,
  identity: Identity,
  { split, scope, store }: PreparedChange,
  error: unknown,
  signal: AbortSignal,
): Promise<ProblemError> {
  const mayBeConflict =
    error instanceof UpstreamError && (error.failure === 'conflict' || error.failure === 'invalid');
  if (mayBeConflict && identity.reader !== null) {
    const { object } = await readCarrier(identity.reader, split, signal);
    if (object.metadata.resourceVersion !== split.carrier.resourceVersion) {
      return conflictOf(rt, identity, split.id, scope, withObject(store, split, object), signal);
    }
  }
  return toProblemError(error);
}
