'use client';

import { useSearchParams } from 'next/navigation';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { nodeId } from '@/lib/domain/model';

/** Which service a page is of; its cluster stands in the query of the URL. */
export interface ServicePlace {
  readonly namespace: string;
  readonly name: string;
}

/** The id of the node of the service that the page is of. */
export function useServiceId({ namespace, name }: ServicePlace): string {
  const cluster = useSearchParams().get('cluster') ?? DEFAULT_CLUSTER;
  return nodeId(cluster, namespace, 'service', name);
}
