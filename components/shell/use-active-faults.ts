'use client';

import { useQuery } from '@tanstack/react-query';
import { faultsOptions } from '@/lib/client/resilience';
import type { FaultDto } from '@/lib/contract/resilience';

/** The faults that are injected now, of readable namespaces; none while that is not known. */
export function useActiveFaults(): readonly FaultDto[] {
  const { data } = useQuery(faultsOptions());
  return data?.faults ?? NONE;
}

const NONE: readonly FaultDto[] = [];
