import 'server-only';
import type { SourceStatus } from '@/lib/contract/common';
import { sayUpstreamFailure } from '@/lib/server/problem';
import { UpstreamError } from '@/lib/upstream/error';

type SourceName = SourceStatus['name'];

/** The state of a source that answered, or whose older answer had to do. */
export function sourceFrom(
  name: SourceName,
  answer: { readonly loadedAt: number; readonly staleBecause: unknown },
  nowMs: number,
  partial = false,
): SourceStatus {
  const ageMs = Math.max(0, nowMs - answer.loadedAt);
  if (answer.staleBecause !== null) {
    return { name, state: 'stale', ageMs, reason: reasonOf(answer.staleBecause) };
  }
  if (partial) return { name, state: 'partial', ageMs, reason: 'Some queries failed.' };
  return { name, state: 'ok', ageMs, reason: null };
}

/** The state of a source that gave nothing. */
export function sourceDown(name: SourceName, error: unknown): SourceStatus {
  return { name, state: 'down', ageMs: null, reason: reasonOf(error) };
}

/** The state of a source that is not configured. */
export function sourceOff(name: SourceName): SourceStatus {
  return { name, state: 'off', ageMs: null, reason: null };
}

function reasonOf(error: unknown): string {
  return error instanceof UpstreamError ? sayUpstreamFailure(error) : 'It failed.';
}
