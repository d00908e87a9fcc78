import 'server-only';
import type { Trace } from '@/lib/contract/traces';
import type { Identity } from '@/lib/server/access/identity';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { sourceFrom } from '@/lib/server/sources';
import { maskTrace } from '@/lib/server/traces/masks';
import { viewStore } from '@/lib/server/traces/store-view';
import { toTraceDto } from '@/lib/server/traces/trace-dto';
import { isTraceId } from '@/lib/upstream/tracing/client';

/**
 * One trace. Spans of namespaces that the person may not read keep their place and time only.
 *
 * @throws ProblemError `not-found` when the store has none of that id, or none of its spans may be seen.
 */
export async function loadTrace(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<Trace> {
  if (!isTraceId(id)) {
    throw new ProblemError('invalid-request', {
      detail: 'A trace id is 16 to 32 hexadecimal digits.',
    });
  }
  const { client, scope, nodes, isVisible } = await viewStore(rt, identity, signal);
  const raw = await client.trace(id, signal);
  if (raw === null) throw noTrace();
  const asked = { loadedAt: rt.now(), staleBecause: null };
  const trace: Trace = {
    ...toTraceDto(raw, rt.meshes, nodes),
    sources: [sourceFrom('tracing', asked, rt.now())],
    warnings: raw.warnings.map((message) => ({ code: 'tracing-warning', message })),
  };
  const seen = maskTrace(trace, scope, isVisible);
  if (seen === null) throw noTrace();
  return seen;
}

function noTrace(): ProblemError {
  return new ProblemError('not-found', { detail: 'The tracing store has no such trace for you.' });
}
