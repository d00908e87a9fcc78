import 'server-only';
import type { Preview } from '@/lib/contract/splits';
import type { Identity } from '@/lib/server/access/identity';
import type { PreparedChange } from '@/lib/server/splits/prepare-change';
import { sayUpstreamFailure } from '@/lib/server/problem';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

/** The name under which changes are recorded in managedFields. */
export const FIELD_MANAGER = 'alidade';

type DryRun = Preview['dryRun'];

/**
 * Asks the API server, as this person, what it would say to a change: admission webhooks, schema and rights
 * included. With `WRITES=off` it is not asked, since a dry run is a write request too.
 */
export async function dryRun(
  { writer, mode }: Identity,
  { change, kind }: PreparedChange,
  signal: AbortSignal,
): Promise<DryRun> {
  if (writer === null) {
    const reason =
      mode === 'anonymous' ? 'AUTH=anonymous never writes.' : 'Changes are switched off.';
    return { verdict: 'unavailable', reason };
  }
  const { namespace, name } = change.carrier;
  const options = { dryRun: true, fieldManager: FIELD_MANAGER };
  try {
    await writer.patch(kind, namespace, name, change.patch, options, signal);
    return { verdict: 'accepted', reason: null };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const reason = error.body?.message ?? sayUpstreamFailure(error);
    return { verdict: VERDICT[error.failure], reason };
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
