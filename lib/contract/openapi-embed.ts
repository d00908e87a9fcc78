import { graphSchema } from '@/lib/contract/graph';
import type { Operation } from '@/lib/contract/operation';
import { graphQuerySchema, signalsQuerySchema, splitsQuerySchema } from '@/lib/contract/queries';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import { splitsSchema } from '@/lib/contract/splits';
import { traceSchema, tracesSchema } from '@/lib/contract/traces';
import { tracesQuerySchema } from '@/lib/contract/traces-query';

/** The routes of panels that are embedded: the same answers, kept to EMBED_NAMESPACES, without signing in. */
export const EMBED_OPERATIONS: readonly Operation[] = [
  {
    path: '/embed/api/v1/graph',
    method: 'get',
    summary:
      'The same for panels that are embedded: nobody signs in, only EMBED_NAMESPACES are shown',
    query: graphQuerySchema,
    answer: graphSchema,
    tagged: true,
  },
  {
    path: '/embed/api/v1/signals',
    method: 'get',
    summary: 'Golden signals for panels that are embedded, of EMBED_NAMESPACES',
    query: signalsQuerySchema,
    answer: signalsAnswerSchema,
  },
  {
    path: '/embed/api/v1/splits',
    method: 'get',
    summary: 'Weighted choices for panels that are embedded, of EMBED_NAMESPACES',
    query: splitsQuerySchema,
    answer: splitsSchema,
  },
  {
    path: '/embed/api/v1/traces',
    method: 'get',
    summary: 'Traces for panels that are embedded, as far as EMBED_NAMESPACES take part in them',
    query: tracesQuerySchema,
    answer: tracesSchema,
  },
  {
    path: '/embed/api/v1/traces/{id}',
    method: 'get',
    summary: 'One trace for panels that are embedded; spans of other namespaces are masked',
    answer: traceSchema,
  },
];
