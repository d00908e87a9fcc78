import 'server-only';
import { createHash } from 'node:crypto';

/**
 * A mark of a kind of objects, four letters that stand for its key where the key would be too long: a link has many
 * kinds, and is an address. A test holds the marks of all kinds that are read against each other.
 */
export function kindMark(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 4);
}
