import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { Runtime } from '@/lib/server/runtime';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import {
  loadTelemetry,
  type TelemetryQuestion,
  type TelemetrySnapshot,
} from '@/lib/server/telemetry/telemetry';
import { UpstreamError } from '@/lib/upstream/error';

/** The calls of all namespaces, or why there are none. Nothing of it may be sent before it is cut to a scope. */
export interface Calls {
  /** Null where no figures could be read. */
  readonly snapshot: TelemetrySnapshot | null;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

/** The calls for an answer that can do without them, and says so. */
export async function loadCalls(
  rt: Runtime,
  question: TelemetryQuestion,
  signal: AbortSignal,
): Promise<Calls> {
  const { prometheus, now } = rt;
  if (prometheus === null) return { snapshot: null, source: sourceOff('prometheus'), warnings: [] };
  try {
    const answer = await loadTelemetry(question, { ...rt, prometheus }, signal);
    const { partial, warnings } = answer.value;
    return {
      snapshot: answer.value,
      source: sourceFrom('prometheus', answer, now(), partial),
      warnings,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { snapshot: null, source: sourceDown('prometheus', error), warnings: [] };
  }
}

/** The calls for what only knows more by them: null without Prometheus, and while it fails. */
export async function knownCalls(
  rt: Runtime,
  question: TelemetryQuestion,
  signal: AbortSignal,
): Promise<TelemetrySnapshot | null> {
  const { prometheus } = rt;
  if (prometheus === null) return null;
  try {
    return (await loadTelemetry(question, { ...rt, prometheus }, signal)).value;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}
