import { z } from 'zod';
import { previewSchema } from '@/lib/contract/changes';
import { graphSchema } from '@/lib/contract/graph';
import { namespacesSchema } from '@/lib/contract/namespaces';
import { meshesSchema } from '@/lib/contract/meshes';
import type { Operation, QuerySchema } from '@/lib/contract/operation';
import { embedLinkMadeSchema, embedLinkSchema } from '@/lib/contract/embed-link';
import { CHECK_OPERATIONS } from '@/lib/contract/openapi-checks';
import { EMBED_OPERATIONS } from '@/lib/contract/openapi-embed';
import { RESILIENCE_OPERATIONS } from '@/lib/contract/openapi-resilience';
import { SECURITY_OPERATIONS } from '@/lib/contract/openapi-security';
import { nodeDetailsSchema } from '@/lib/contract/node';
import { OBJECT_OPERATIONS } from '@/lib/contract/openapi-objects';
import { problemSchema } from '@/lib/contract/problem';
import {
  graphQuerySchema,
  namespacesQuerySchema,
  nodeQuerySchema,
  signalsQuerySchema,
  splitsQuerySchema,
} from '@/lib/contract/queries';
import {
  CALLBACK_PATH,
  callbackQuerySchema,
  renewedSchema,
  sessionSchema,
  signedOutSchema,
  signInSchema,
  signInStartedSchema,
  signInStartSchema,
} from '@/lib/contract/session';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import {
  appliedSchema,
  splitAnswerSchema,
  splitIntentSchema,
  splitsSchema,
} from '@/lib/contract/splits';
import { statusSchema } from '@/lib/contract/status';
import { traceNamesSchema, traceSchema, tracesSchema } from '@/lib/contract/traces';
import { operationsQuerySchema, tracesQuerySchema } from '@/lib/contract/traces-query';

const text = z.string();

/** Every route, in the order of the document. A test holds it against the handlers. */
export const OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/status',
    method: 'get',
    summary: 'Sources and their state, meshes found, who is asking and what they may do',
    answer: statusSchema,
  },
  {
    path: '/api/v1/session',
    method: 'post',
    summary: 'Sign in with a Kubernetes token (AUTH=token)',
    body: signInSchema,
    answer: sessionSchema,
  },
  {
    path: '/api/v1/session',
    method: 'delete',
    summary: 'Sign out here, and say where to sign out at the issuer',
    answer: signedOutSchema,
  },
  {
    path: '/api/v1/session/start',
    method: 'post',
    summary: 'Begin to sign in at the issuer (AUTH=oidc): where to send the browser',
    body: signInStartSchema,
    answer: signInStartedSchema,
  },
  {
    path: CALLBACK_PATH,
    method: 'get',
    summary: 'Where the issuer sends the browser back to (AUTH=oidc); leads on to the sign-in page',
    query: callbackQuerySchema,
    answer: null,
    emptyStatus: '303',
  },
  {
    path: '/api/v1/session/renew',
    method: 'post',
    summary: 'Renew the session when that is due (AUTH=oidc)',
    answer: renewedSchema,
  },
  {
    path: '/api/v1/namespaces',
    method: 'get',
    summary: 'Readable namespaces with health and golden signals',
    query: namespacesQuerySchema,
    answer: namespacesSchema,
  },
  {
    path: '/api/v1/meshes',
    method: 'get',
    summary: 'What was found of every mesh, and how much of each namespace takes part',
    answer: meshesSchema,
  },
  ...CHECK_OPERATIONS,
  {
    path: '/api/v1/graph',
    method: 'get',
    summary: 'Nodes and calls of the readable namespaces over one window',
    query: graphQuerySchema,
    answer: graphSchema,
    tagged: true,
  },
  {
    path: '/api/v1/embed-links',
    method: 'post',
    summary: 'Make a signed link that opens one panel for whoever has it, until it is over',
    body: embedLinkSchema,
    answer: embedLinkMadeSchema,
  },
  ...EMBED_OPERATIONS,
  {
    path: '/api/v1/node',
    method: 'get',
    summary: 'Pods, related nodes and configuration of one node',
    query: nodeQuerySchema,
    answer: nodeDetailsSchema,
  },
  ...RESILIENCE_OPERATIONS,
  {
    path: '/api/v1/signals',
    method: 'get',
    summary: 'Golden signals of a node or an edge over time, and the queries that gave them',
    query: signalsQuerySchema,
    answer: signalsAnswerSchema,
  },
  {
    path: '/api/v1/traces',
    method: 'get',
    summary: 'Traces of a service, node or edge, newest first',
    query: tracesQuerySchema,
    answer: tracesSchema,
  },
  {
    path: '/api/v1/traces/services',
    method: 'get',
    summary: 'Service names of the tracing store',
    answer: traceNamesSchema,
  },
  {
    path: '/api/v1/traces/operations',
    method: 'get',
    summary: 'Operations of one service of the tracing store',
    query: operationsQuerySchema,
    answer: traceNamesSchema,
  },
  {
    path: '/api/v1/traces/{id}',
    method: 'get',
    summary: 'One trace as a tree, depth first',
    answer: traceSchema,
  },
  {
    path: '/api/v1/splits',
    method: 'get',
    summary: 'Weighted choices with configured weights and observed shares',
    query: splitsQuerySchema,
    answer: splitsSchema,
  },
  { path: '/api/v1/splits/{id}', method: 'get', summary: 'One split', answer: splitAnswerSchema },
  {
    path: '/api/v1/splits/{id}',
    method: 'patch',
    summary: 'Apply weights; 409 gives the split as it is when it has changed since it was read',
    body: splitIntentSchema,
    answer: appliedSchema,
  },
  {
    path: '/api/v1/splits/{id}/preview',
    method: 'post',
    summary: 'What applying weights would change, and what the API server says to it',
    body: splitIntentSchema,
    answer: previewSchema,
  },
  ...OBJECT_OPERATIONS,
  ...SECURITY_OPERATIONS,
  {
    path: '/api/v1/openapi.json',
    method: 'get',
    summary: 'This document',
    answer: z.record(z.string(), z.unknown()),
  },
  {
    path: '/healthz',
    method: 'get',
    summary: 'Whether the process lives',
    answer: z.object({ eventLoopLagMs: z.number() }),
  },
  {
    path: '/readyz',
    method: 'get',
    summary: 'Whether to send requests here',
    answer: z.object({ status: z.enum(['ready', 'draining']) }),
  },
  {
    path: '/metrics',
    method: 'get',
    summary: 'Metrics of this console in the format of Prometheus',
    answer: text,
    mediaType: 'text/plain',
  },
];

/** Builds the OpenAPI 3.1 document from the schemas that the routes and the pages use. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Alidade',
      version,
      description:
        'Refusals are application/problem+json (RFC 9457). Every write needs content-type application/json, the header x-alidade and the origin of this console.',
    },
    paths,
    components: { schemas: { Problem: jsonSchemaOf(problemSchema, 'output') } },
  };
}

function describe(operation: Operation) {
  const { path, summary, query, body, answer, tagged, mediaType, method, emptyStatus } = operation;
  return {
    summary,
    operationId: operationId(method, path),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchemaOf(body, 'input') } },
          },
        }),
    responses: {
      ...(answer === null
        ? { [emptyStatus ?? '204']: { description: 'Done' } }
        : {
            '200': {
              description: summary,
              content: {
                [mediaType ?? 'application/json']: { schema: jsonSchemaOf(answer, 'output') },
              },
            },
          }),
      ...(tagged === true && { '304': { description: 'The caller has it (If-None-Match)' } }),
      default: {
        description: 'A problem',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

/** `get /api/v1/splits/{id}` gives `getSplitsId`. */
function operationId(method: string, path: string): string {
  const words = path.replace('/api/v1', '').split(/[^A-Za-z0-9]+/);
  return words.reduce((id, word) => id + word.charAt(0).toUpperCase() + word.slice(1), method);
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: QuerySchema | undefined) {
  if (query === undefined) return [];
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: jsonSchemaOf(schema, 'input'),
  }));
}

/** What JSON Schema cannot say (a transformation, a custom rule) is left open in it. */
function jsonSchemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const document = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== '$schema'));
}
