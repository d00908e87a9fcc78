import type { Operation } from '@/lib/contract/operation';
import {
  securityEdgeQuerySchema,
  securityEdgeSchema,
  securityNodeSchema,
  securityQuerySchema,
  securitySchema,
  securityWorkloadQuerySchema,
  securityWorkloadSchema,
  simulatedSchema,
  simulationSchema,
} from '@/lib/contract/security';

/** The routes on encryption and on who may call whom. */
export const SECURITY_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/security',
    method: 'get',
    summary: 'Modes of encryption beside what is encrypted, policies in words, certificates',
    query: securityQuerySchema,
    answer: securitySchema,
  },
  {
    path: '/api/v1/security/workload',
    method: 'get',
    summary: 'One workload: how the mode of each port came about, and who calls it',
    query: securityWorkloadQuerySchema,
    answer: securityWorkloadSchema,
  },
  {
    path: '/api/v1/security/node',
    method: 'get',
    summary: 'The workloads behind a node: what each takes in, and who calls it',
    query: securityWorkloadQuerySchema,
    answer: securityNodeSchema,
  },
  {
    path: '/api/v1/security/edge',
    method: 'get',
    summary:
      'Whether one call is encrypted and allowed, by which rule, and a policy for exactly it',
    query: securityEdgeQuerySchema,
    answer: securityEdgeSchema,
  },
  {
    path: '/api/v1/security/simulate',
    method: 'post',
    summary: 'Who would be cut off by a change, on the calls of the last hours; nothing is written',
    body: simulationSchema,
    answer: simulatedSchema,
  },
];
