import type { KubeObject } from '@/lib/domain/kube-object';
import { err, type Result } from '@/lib/domain/result';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import { BACKEND_REFS } from '@/lib/mesh/routes/backend-refs';
import { changeTargets } from '@/lib/mesh/split-change';

/** The most backends of a rule; the definitions say so. */
const MOST_BACKENDS = 16;

/**
 * Makes an intent about a rule of a route exact; see `changeTargets`. A Service without a port (`port-needed`)
 * and more than 16 backends (`too-many-targets`) are refused as the definitions would.
 */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  // What is no Service is written `Kind.group/name`.
  const portless = intent.targets.find(
    ({ host, port }) => port === undefined && !host.includes('/'),
  );
  if (portless !== undefined) {
    const message = `The backend ${portless.host} names no port, which a Service needs.`;
    return err({ rule: 'port-needed', message });
  }
  if (intent.targets.length > MOST_BACKENDS) {
    const message = `A rule has ${MOST_BACKENDS} backends at most.`;
    return err({ rule: 'too-many-targets', message });
  }
  return changeTargets(split, object, intent, BACKEND_REFS);
}
