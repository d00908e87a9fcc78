import 'server-only';
import type { Identity } from '@/lib/server/access/identity';
import { whoIs } from '@/lib/server/access/who-is';
import type { WriteOutcome } from '@/lib/server/metrics';
import { toProblemError, type ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';

/** Members of an audit line. */
export type AuditMembers = Readonly<Record<string, unknown>>;

/** What is learnt of an attempt while it is under way. */
export interface Attempt {
  /** Members that are in the line however the attempt ends, in place of those of the same name. */
  saw(members: AuditMembers): void;
  /** Further members of the line of an attempt that succeeds. */
  note(members: AuditMembers): void;
}

/** What an audit line is about. */
export type AuditedThing = 'split' | 'object';

interface AuditedAttempt {
  readonly thing: AuditedThing;
  /** What an attempt that succeeds was. */
  readonly success: 'applied' | 'dry-run';
  /** What is known from the start: what was asked for. */
  readonly about: AuditMembers;
}

/** An id comes from the caller. */
const MAX_ID_LENGTH = 512;

/** An id as a line may hold it. */
export function auditedId(id: string): string {
  return id.slice(0, MAX_ID_LENGTH);
}

const SAYS: Readonly<Record<WriteOutcome, (thing: string) => string>> = {
  applied: (thing) => `changed ${thing}`,
  'dry-run': (thing) => `tried a change of ${thing} without writing it`,
  refused: (thing) => `did not change ${thing}`,
  conflict: (thing) => `did not change ${thing} that somebody else had changed`,
  failed: (thing) => `does not know whether ${thing} was changed`,
};

const NAMES: Readonly<Record<AuditedThing, string>> = { split: 'a split', object: 'an object' };

/**
 * Runs an attempt to change something and leaves exactly one audit line, however it ends: who, which object, how
 * it was (null while it was not found) and as asked for, and the outcome.
 *
 * @throws ProblemError whatever the work throws, told as a problem.
 */
export async function audited<T>(
  rt: Runtime,
  identity: Identity,
  { thing, success, about }: AuditedAttempt,
  signal: AbortSignal,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  let seen: AuditMembers = about;
  let noted: AuditMembers = {};
  const attempt: Attempt = {
    saw: (members) => {
      seen = { ...seen, ...members };
    },
    note: (members) => {
      noted = members;
    },
  };
  const who = await nameOf(rt, identity, signal);
  const tell = (outcome: WriteOutcome, more: AuditMembers) => {
    rt.metrics.write(outcome);
    const line = { audit: `${thing}-change`, who, mode: identity.mode, ...seen, outcome, ...more };
    rt.log.info(line, SAYS[outcome](NAMES[thing]));
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

function outcomeOf({ type }: ProblemError): WriteOutcome {
  if (type === 'conflict') return 'conflict';
  const isUnknown =
    type.startsWith('upstream') || type === 'internal' || type === 'deadline-exceeded';
  return isUnknown ? 'failed' : 'refused';
}
