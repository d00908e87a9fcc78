import 'server-only';
import type { Permission } from '@/lib/contract/changes';
import type { Identity } from '@/lib/server/access/identity';
import type { Runtime } from '@/lib/server/runtime';
import { UpstreamError } from '@/lib/upstream/error';
import type { AccessQuestion } from '@/lib/upstream/kubernetes/types';

/** How long an answer about rights is believed when it only paints a button. */
const RIGHTS_TTL_MS = 30_000;

/** Whether this person may change something. For painting buttons: the API server decides again at a write. */
export async function mayWrite(
  { config, caches }: Runtime,
  { mode, key, reader, writer }: Identity,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<Permission> {
  if (mode === 'anonymous') return { allowed: false, reason: 'AUTH=anonymous never writes.' };
  if (!config.writes) return { allowed: false, reason: 'Changes are switched off (WRITES=off).' };
  if (reader === null || writer === null) {
    return { allowed: false, reason: 'No Kubernetes API is configured.' };
  }
  const { verb, group, plural, namespace } = question;
  try {
    const { value } = await caches.rights.get(
      `${key} ${verb} ${plural}.${group} ${namespace ?? ''}`,
      RIGHTS_TTL_MS,
      signal,
      (shared) => reader.canI(question, shared),
    );
    return value.allowed
      ? { allowed: true, reason: null }
      : { allowed: false, reason: value.reason ?? denied(question) };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { allowed: false, reason: 'The Kubernetes API did not say whether you may change it.' };
  }
}

function denied({ verb, group, plural, namespace }: AccessQuestion): string {
  const where = namespace === undefined ? 'the cluster' : `the namespace ${namespace}`;
  return `You may not ${verb} ${plural}.${group} in ${where}.`;
}
