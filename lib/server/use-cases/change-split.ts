import 'server-only';
import type { Applied, Preview } from '@/lib/contract/splits';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import type { Identity, KubernetesWriter } from '@/lib/server/access/identity';
import { whoIs } from '@/lib/server/access/who-is';
import { noticeChange } from '@/lib/server/objects/load-objects';
import { toYaml } from '@/lib/server/objects/to-yaml';
import { ProblemError, toProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
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
import { undoOf, weightsOf } from '@/lib/server/splits/split-dto';
import { UpstreamError } from '@/lib/upstream/error';

/** What a change would do, and what the API server says to it. Nothing is written. */
export async function previewSplit(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
): Promise<Preview> {
  const prepared = await prepareChange(rt, identity, id, intent, signal);
  const { change, split } = prepared;
  return {
    patch: change.patch.map((operation) => ({ ...operation })),
    before: toYaml(change.before),
    after: toYaml(change.after),
    dryRun: await dryRun(identity, prepared, signal),
    warnings: [...split.warnings, ...change.warnings].map((warning) => ({ ...warning })),
  };
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
  const { writer } = identity;
  if (writer === null) {
    throw new ProblemError('writes-off', {
      detail: 'Start it with WRITES=on, and not anonymously.',
    });
  }
  const prepared = await prepareChange(rt, identity, id, intent, signal);
  const object = await write(rt, identity, writer, prepared, intent, signal);
  const { split, store, scope, kind } = prepared;
  await noticeChange(rt, identity, scope, watchedKind(kind), object);
  const after = await describeOne(
    rt,
    identity,
    id,
    scope,
    withObject(store, split, object),
    signal,
  );
  if (after === null) {
    throw new ProblemError('conflict', {
      detail: 'It was written, but this choice is gone from it.',
    });
  }
  return { split: after, undo: undoOf(split, object.metadata.resourceVersion ?? '') };
}

async function write(
  rt: Runtime,
  identity: Identity,
  writer: KubernetesWriter,
  prepared: PreparedChange,
  intent: SplitIntent,
  signal: AbortSignal,
): Promise<KubeObject> {
  const { change, kind, split } = prepared;
  const { namespace, name } = change.carrier;
  const person = await whoIs(rt, identity, signal);
  const entry = {
    audit: 'split-change',
    who: person.name,
    mode: identity.mode,
    object: `${kind.plural}.${kind.group}/${namespace}/${name}`,
    path: change.carrier.path,
    before: weightsOf(split.targets),
    after: weightsOf(intent.targets),
  };
  try {
    const options = { dryRun: false, fieldManager: FIELD_MANAGER };
    const object = await writer.patch(kind, namespace, name, change.patch, options, signal);
    rt.metrics.write('applied');
    const resourceVersion = object.metadata.resourceVersion ?? '';
    rt.log.info({ ...entry, outcome: 'applied', resourceVersion }, 'changed a split');
    return object;
  } catch (error) {
    const problem = await explain(rt, identity, prepared, error, signal);
    rt.metrics.write(problem.type.startsWith('upstream') ? 'failed' : 'refused');
    rt.log.info({ ...entry, outcome: problem.type }, 'did not change a split');
    throw problem;
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
