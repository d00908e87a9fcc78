import 'server-only';
import type { Split, SplitIntent } from '@/lib/domain/split';
import type { Identity } from '@/lib/server/access/identity';
import { whoIs } from '@/lib/server/access/who-is';
import type { WriteOutcome } from '@/lib/server/metrics';
import { toProblemError, type ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { weightsOf } from '@/lib/server/splits/split-dto';

/** What is learnt of an attempt while it is under way. */
export interface Attempt {
  /** The split as it was read last, before the change. */
  saw(split: Split): void;
  /** Further members of the line of an attempt that succeeds. */
  note(members: Readonly<Record<string, string>>): void;
}

interface AuditedAttempt {
  readonly id: string;
  readonly intent: SplitIntent;
  /** What an attempt that succeeds was. */
  readonly success: 'applied' | 'dry-run';
}

/** An id comes from the caller. */
const MAX_ID_LENGTH = 512;

const SAYS: Readonly<Record<WriteOutcome, string>> = {
  applied: 'changed a split',
  'dry-run': 'tried a change of a split without writing it',
  refused: 'did not change a split',
  conflict: 'did not change a split that somebody else had changed',
  failed: 'does not know whether a split was changed',
};

/**
 * Runs an attempt to change a split and leaves exactly one audit line, however it ends: who, which object, the
 * weights before (null while the split was not found) and as asked for, and the outcome.
 *
 * @throws ProblemError whatever the work throws, told as a problem.
 */
export async function audited<T>(
  rt: Runtime,
  identity: Identity,
  { id, intent, success }: AuditedAttempt,
  signal: AbortSignal,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  let split: Split | null = null;
  let noted: Readonly<Record<string, string>> = {};
  const attempt: Attempt = {
    saw: (seen) => {
      split = seen;
    },
    note: (members) => {
      noted = members;
    },
  };
  const who = await nameOf(rt, identity, signal);
  const tell = (outcome: WriteOutcome, more: Readonly<Record<string, string>>) => {
    rt.metrics.write(outcome);
    const about = { audit: 'split-change', who, mode: identity.mode, ...objectOf(id, split) };
    rt.log.info({ ...about, after: weightsOf(intent.targets), outcome, ...more }, SAYS[outcome]);
  };
  try {
    const result = await work(attempt);
    tell(success, noted);
    return result;
  } catch (error) {
    const problem = toProblemError(error);
    tell(outcomeOf(problem), { problem: problem.type });
    problem.audited = true;
    throw problem;
  }
}

/** Who it was must not keep the line from being written. */
async function nameOf(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return (await whoIs(rt, identity, signal)).name;
  } catch {
    return null;
  }
}

function objectOf(id: string, split: Split | null) {
  const asked = id.slice(0, MAX_ID_LENGTH);
  if (split === null) return { split: asked, object: null, before: null };
  const { group, plural, namespace, name, path } = split.carrier;
  const object = `${plural}.${group}/${namespace}/${name}`;
  return { split: asked, object, path, before: weightsOf(split.targets) };
}

function outcomeOf({ type }: ProblemError): WriteOutcome {
  if (type === 'conflict') return 'conflict';
  const isUnknown =
    type.startsWith('upstream') || type === 'internal' || type === 'deadline-exceeded';
  return isUnknown ? 'failed' : 'refused';
}
