import 'server-only';
import type { MappedRights } from '@/lib/server/config/config';
import type { Person } from '@/lib/upstream/kubernetes/types';

type Claims = Readonly<Record<string, unknown>>;
type ClaimNames = Pick<MappedRights, 'groupsClaim' | 'nameClaim'>;

/** Tried in order when no claim is configured. `sub` is in every ID token. */
const NAME_CLAIMS = ['preferred_username', 'email', 'sub'];

/** What is shown of a name at most. */
const MAX_NAME = 256;

/**
 * Reads who somebody is from the claims of a verified ID token. Groups are a list of texts or one text, as the
 * Kubernetes API takes them; anything else gives no group.
 *
 * @returns Null when the configured claim gives no name.
 */
export function personOfClaims(
  claims: Claims,
  { groupsClaim, nameClaim }: ClaimNames,
): Person | null {
  const names = nameClaim === null ? NAME_CLAIMS : [nameClaim];
  const name = names.map((claim) => nameIn(claims, claim)).find((found) => found !== null);
  return name == null ? null : { name, groups: groupsIn(claims, groupsClaim) };
}

function nameIn(claims: Claims, claim: string): string | null {
  const value = valueOf(claims, claim);
  if (typeof value !== 'string' || value.trim() === '') return null;
  // As the Kubernetes API does: an address that its owner has not proved names nobody.
  if (claim === 'email' && valueOf(claims, 'email_verified') === false) return null;
  return value.slice(0, MAX_NAME);
}

function groupsIn(claims: Claims, claim: string): readonly string[] {
  const value = valueOf(claims, claim);
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (!Array.isArray(value)) return [];
  const groups = value.filter((group): group is string => typeof group === 'string');
  return [...new Set(groups)];
}

/** Only what the token itself holds: a claim may be called `constructor`. */
function valueOf(claims: Claims, claim: string): unknown {
  return Object.hasOwn(claims, claim) ? claims[claim] : undefined;
}
