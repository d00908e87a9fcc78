import { Badge } from '@/components/ui/badge';
import type { FaultDto } from '@/lib/contract/resilience';

/** That faults are injected now, in words; nothing when none is. */
export function FaultBadge({ faults }: { readonly faults: readonly FaultDto[] }) {
  if (faults.length === 0) return null;
  return (
    <Badge tone="degraded">{`fault active: ${faults.map(({ words }) => words).join('; ')}`}</Badge>
  );
}
