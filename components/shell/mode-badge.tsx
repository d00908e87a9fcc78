import { Badge } from '@/components/ui/badge';
import { MODE_WORDS } from '@/components/shell/security-words';
import type { TlsModeDto } from '@/lib/contract/security';

const TONES = {
  strict: 'healthy',
  permissive: 'neutral',
  disabled: 'degraded',
  'not-applicable': 'neutral',
  unknown: 'neutral',
} as const;

/** A mode by its word; colour only helps to find it. */
export function ModeBadge({ mode }: { readonly mode: TlsModeDto }) {
  return <Badge tone={TONES[mode]}>{MODE_WORDS[mode]}</Badge>;
}
