import { keyOf } from './labels';
import { QueryError } from './query-error';
import type { Sample } from './samples';

/** @throws QueryError `execution` when two elements cannot be told apart. */
export function refuseTwins(samples: readonly Sample[]): readonly Sample[] {
  if (new Set(samples.map(keyOf)).size === samples.length) return samples;
  throw new QueryError('execution', 'vector cannot contain metrics with the same labelset');
}

/**
 * Drops the names, since the values no longer mean what the names say.
 *
 * @throws QueryError `execution` when elements differed by name alone.
 */
export function unnamed(samples: readonly Sample[]): readonly Sample[] {
  const first = samples[0]?.name;
  const hasOneName = samples.every(({ name }) => name === first);
  const result = samples.map(({ labels, value }) => ({ name: '', labels, value }));
  return hasOneName ? result : refuseTwins(result);
}
