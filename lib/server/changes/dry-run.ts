import 'server-only';
import type { Preview } from '@/lib/contract/changes';
import type { Identity } from '@/lib/server/access/identity';
import { causesOf } from '@/lib/server/changes/refusal-causes';
import { sendWrite, type ExactWrite } from '@/lib/server/changes/send-write';
import { sayUpstreamFailure } from '@/lib/server/problem';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

type DryRun = Preview['dryRun'];

/**
 * Asks the API server, as this person, what it would say to a change: admission webhooks, schema and rights
 * included. With `WRITES=off` it is not asked, since a dry run is a write request too.
 */
export async function dryRun(
  { writer, mode }: Identity,
  write: ExactWrite,
  signal: AbortSignal,
): Promise<DryRun> {
  if (writer === null) {
    const reason =
      mode === 'anonymous' ? 'AUTH=anonymous never writes.' : 'Changes are switched off.';
    return { verdict: 'unavailable', reason, causes: [] };
  }
  try {
    await sendWrite(writer, write, { dryRun: true }, signal);
    return { verdict: 'accepted', reason: null, causes: [] };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const reason = error.body?.message ?? sayUpstreamFailure(error);
    return { verdict: VERDICT[error.failure], reason, causes: [...causesOf(error)] };
  }
}

const VERDICT: Readonly<Record<UpstreamFailure, DryRun['verdict']>> = {
  conflict: 'conflict',
  forbidden: 'forbidden',
  unauthenticated: 'forbidden',
  invalid: 'refused',
  rejected: 'refused',
  'not-found': 'refused',
  unavailable: 'unavailable',
  timeout: 'unavailable',
  malformed: 'unavailable',
  'too-large': 'unavailable',
  busy: 'unavailable',
  gone: 'unavailable',
};
