import type { SectionId } from '@/lib/domain/resilience/setting';

/** The sections in the order in which they are shown. */
export const SECTIONS: readonly { readonly id: SectionId; readonly label: string }[] = [
  { id: 'timeouts', label: 'Timeouts' },
  { id: 'retries', label: 'Retries' },
  { id: 'breaker', label: 'Circuit breaker' },
  { id: 'fault', label: 'Fault injection' },
];
