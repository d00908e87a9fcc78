import type { Operation } from '@/lib/contract/operation';
import { faultsSchema, resilienceQuerySchema, resilienceSchema } from '@/lib/contract/resilience';

import { routingQuerySchema, routingSchema } from '@/lib/contract/routing';

/** What a mesh does when calls are slow or fail. */
export const RESILIENCE_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/resilience',
    method: 'get',
    summary:
      'Timeouts, retries, circuit breakers and faults of a service as forms write them, and what is measured of them',
    query: resilienceQuerySchema,
    answer: resilienceSchema,
  },
  {
    path: '/api/v1/routing',
    method: 'get',
    summary: 'Rules that decide where requests for a service go, and how they are written',
    query: routingQuerySchema,
    answer: routingSchema,
  },
  {
    path: '/api/v1/faults',
    method: 'get',
    summary: 'Faults that are injected now',
    answer: faultsSchema,
  },
];
