import type { PolicyObjectDto, SecurityEdge, TlsModeDto } from '@/lib/contract/security';
import { formatRatio } from '@/lib/domain/format';

/** What a port takes in, in a word. */
export const MODE_WORDS: Readonly<Record<TlsModeDto, string>> = {
  strict: 'Strict',
  permissive: 'Permissive',
  disabled: 'Plain text',
  'not-applicable': 'Not applicable',
  unknown: 'Unknown',
};

/** The name of an object for people. */
export function objectName({ kind, namespace, name }: PolicyObjectDto): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** A call in a line: how much is encrypted, and whether it is allowed, by what. */
export function edgeLine({ mtlsShare, verdict, parts }: SecurityEdge): string {
  const encrypted = mtlsShare === undefined ? 'mTLS not known' : `mTLS ${formatRatio(mtlsShare)}`;
  const by = parts.map(({ decision }) => decision.object).find((object) => object !== null);
  const words = { allowed: 'allowed', denied: 'denied', unknown: 'not known whether allowed' };
  const isBySame = verdict !== 'unknown' && by !== undefined;
  return `${encrypted}, ${words[verdict]}${isBySame ? ` by ${objectName(by)}` : ''}`;
}
