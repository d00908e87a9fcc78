import { previewSchema } from '@/lib/contract/changes';
import {
  objectAnswerSchema,
  objectAppliedSchema,
  objectIntentSchema,
  objectRemovalSchema,
  objectRemovedSchema,
  objectSchemaAnswerSchema,
  objectsQuerySchema,
  objectsSchema,
} from '@/lib/contract/objects';
import type { Operation } from '@/lib/contract/operation';

/** The routes of the objects of meshes. */
export const OBJECT_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/objects',
    method: 'get',
    summary: 'Every object of every mesh, of the namespaces given and of those without one',
    query: objectsQuerySchema,
    answer: objectsSchema,
  },
  {
    path: '/api/v1/objects/{id}',
    method: 'get',
    summary: 'One object as YAML, with its status, who wrote it and what this person may do to it',
    answer: objectAnswerSchema,
  },
  {
    path: '/api/v1/objects/{id}',
    method: 'patch',
    summary:
      'Make an object what the YAML says, or create it (resourceVersion null); 409 gives it as it is',
    body: objectIntentSchema,
    answer: objectAppliedSchema,
  },
  {
    path: '/api/v1/objects/{id}',
    method: 'delete',
    summary: 'Remove an object that is still the version given',
    query: objectRemovalSchema,
    answer: objectRemovedSchema,
  },
  {
    path: '/api/v1/objects/{id}/preview',
    method: 'post',
    summary: 'What the YAML would change, and what the API server says to it',
    body: objectIntentSchema,
    answer: previewSchema,
  },
  {
    path: '/api/v1/objects/{id}/schema',
    method: 'get',
    summary: 'The schema of the kind, from the OpenAPI document of the cluster',
    answer: objectSchemaAnswerSchema,
  },
];
