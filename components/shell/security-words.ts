import type { SecurityEdge, TlsModeDto, WorkloadPosture } from '@/lib/contract/security';
import { formatRatio } from '@/lib/domain/format';
import { objectWords } from '@/lib/domain/object-ref';

/** What a port takes in, in a word. */
export const MODE_WORDS: Readonly<Record<TlsModeDto, string>> = {
  strict: 'Strict',
  permissive: 'Permissive',
  disabled: 'Plain text',
  'not-applicable': 'Not applicable',
  unknown: 'Unknown',
};

/** The weakest first. */
const BY_WEAKNESS: readonly TlsModeDto[] = [
  'disabled',
  'permissive',
  'unknown',
  'strict',
  'not-applicable',
];

/** The modes of a workload's ports, each once, the weakest first. */
export function modesOf({ ports }: Pick<WorkloadPosture, 'ports'>): readonly TlsModeDto[] {
  const found = new Set(ports.map(({ mode }) => mode));
  return BY_WEAKNESS.filter((mode) => found.has(mode));
}

/** A call in a line: how much is encrypted, and whether it is allowed, by what. */
export function edgeLine({ mtlsShare, verdict, parts }: SecurityEdge): string {
  const encrypted = mtlsShare === undefined ? 'mTLS not known' : `mTLS ${formatRatio(mtlsShare)}`;
  const by = parts.map(({ decision }) => decision.object).find((object) => object !== null);
  const words = { allowed: 'allowed', denied: 'denied', unknown: 'not known whether allowed' };
  const isBySame = verdict !== 'unknown' && by !== undefined;
  return `${encrypted}, ${words[verdict]}${isBySame ? ` by ${objectWords(by)}` : ''}`;
}
