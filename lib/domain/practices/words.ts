import type { PracticeId, PracticeScore, PracticeState } from '@/lib/domain/practices/practice';

const MOST_NAMES = 5;

/** Some names, and how many more there are. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** A score; where a practice is met nothing is left to do. */
export function score(
  id: PracticeId,
  state: PracticeState,
  evidence: readonly string[],
  next: string | null = null,
): PracticeScore {
  return { id, state, evidence, next: state === 'met' || state === 'none' ? null : next };
}

/** Of several things: all have it, some do, none does. */
export function shareState(having: number, all: number): PracticeState {
  if (all === 0) return 'none';
  if (having === all) return 'met';
  return having === 0 ? 'missing' : 'partly';
}
