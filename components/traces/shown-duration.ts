import type { TraceSummary } from '@/lib/contract/traces';

/** The duration that counts: of the searched call where there is one, else of the trace. */
export function shownDurationMs({ edgeDurationMs, durationMs }: TraceSummary): number {
  return edgeDurationMs ?? durationMs;
}
