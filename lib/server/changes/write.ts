import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { Identity } from '@/lib/server/access/identity';
import { causesOf } from '@/lib/server/changes/refusal-causes';
import { sendWrite, type ExactWrite } from '@/lib/server/changes/send-write';
import { ProblemError, toProblemError } from '@/lib/server/problem';
import { UpstreamError } from '@/lib/upstream/error';

/** How to find out whether a refusal was a conflict, and how to tell of it. */
export interface Conflicts {
  /** The version that the change was made exact on; null when there was no object. */
  readonly madeOn: string | null;
  /** The object as it is now; null when there is none. */
  readonly read: () => Promise<KubeObject | null>;
  readonly problem: (now: KubeObject | null) => Promise<ProblemError> | ProblemError;
}

/**
 * Writes a change under the person's own identity. The one place that writes to a cluster.
 *
 * @returns The object as the API server has it then; null when it was removed.
 * @throws ProblemError `writes-off`, `conflict`, `refused` or `forbidden` (with the API server's reason).
 */
export async function write(
  { writer }: Identity,
  exact: ExactWrite,
  conflicts: Conflicts,
  signal: AbortSignal,
): Promise<KubeObject | null> {
  if (writer === null) throw writesOff();
  try {
    return await sendWrite(writer, exact, { dryRun: false }, signal);
  } catch (error) {
    throw await explain(error, conflicts);
  }
}

/** The problem of somebody for whom there is nothing to write with. */
export function writesOff(): ProblemError {
  const detail = 'Start it with WRITES=on, and not anonymously.';
  return new ProblemError('writes-off', { detail });
}

/**
 * The API server answers 422 to a failed `test` of a JSON Patch as to an invalid object: which it was, shows
 * in whether the object has changed since it was read.
 */
async function explain(
  error: unknown,
  { madeOn, read, problem }: Conflicts,
): Promise<ProblemError> {
  if (!(error instanceof UpstreamError)) return toProblemError(error);
  const mayBeConflict = ['conflict', 'invalid', 'not-found'].includes(error.failure);
  if (mayBeConflict) {
    const now = await read();
    if ((now?.metadata.resourceVersion ?? null) !== madeOn) return problem(now);
  }
  const refusesObject = ['conflict', 'invalid', 'rejected'].includes(error.failure);
  if (!refusesObject || error.body === undefined) return toProblemError(error);
  const { message } = error.body;
  const causes = causesOf(error);
  return new ProblemError('refused', { detail: message, rule: 'api-server', causes });
}
