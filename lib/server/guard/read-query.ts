import 'server-only';
import type { z } from 'zod';
import { ProblemError } from '@/lib/server/problem';

/**
 * Reads the query of a URL against a strict schema.
 *
 * @throws ProblemError when a key is given twice: which one counts would be a guess.
 * @throws ZodError for unknown keys and bad values.
 */
export function readQuery<T>(url: string, schema: z.ZodType<T>): T {
  const params = new URL(url).searchParams;
  const pairs = [...params];
  if (new Set(params.keys()).size !== pairs.length) {
    throw new ProblemError('invalid-request', { detail: 'A query parameter is given twice.' });
  }
  return schema.parse(Object.fromEntries(pairs));
}
