import { checksSchema, nodeChecksSchema } from '@/lib/contract/checks';
import type { Operation } from '@/lib/contract/operation';
import { practicesSchema } from '@/lib/contract/practices';
import { checksQuerySchema } from '@/lib/contract/queries';

/** What is wrong with the objects, and how far good practice is followed. */
export const CHECK_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/checks',
    method: 'get',
    summary: 'What is wrong with the objects of the readable namespaces, and how to mend it',
    query: checksQuerySchema,
    answer: checksSchema,
  },
  {
    path: '/api/v1/checks/nodes',
    method: 'get',
    summary: 'To which services, workloads and apps the objects apply in which something is wrong',
    answer: nodeChecksSchema,
  },
  {
    path: '/api/v1/practices',
    method: 'get',
    summary:
      'How far each namespace follows the ten practices, what was seen, what to do next, and what its proxies cost',
    query: checksQuerySchema,
    answer: practicesSchema,
  },
];
