import 'server-only';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** Only who wrote: the fields that were written are most of an object's bytes, and nothing here reads them. */
const managedField = z.object({
  manager: z.string().optional(),
  operation: z.string().optional(),
  time: z.string().optional(),
  subresource: z.string().optional(),
});

/** Any object. What is beyond its metadata is for the mesh adapters to read, with distrust. */
export const objectSchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    generation: z.number().optional(),
    creationTimestamp: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
    managedFields: z.array(managedField).optional(),
    ownerReferences: z.array(z.unknown()).optional(),
  }),
});

export const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  // Go writes an empty list as null in some versions of some APIs.
  items: z.array(objectSchema).nullable(),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export const statusSchema = z.object({
  kind: z.literal('Status'),
  reason: z.string().default(''),
  message: z.string().default(''),
  code: z.number().default(0),
  details: z
    .object({
      causes: z
        .array(z.object({ field: z.string().default(''), message: z.string().default('') }))
        .nullish(),
    })
    .nullish(),
});

/** A line of a watch. */
export const watchLineSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

export const bookmarkSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

export const groupSchema = z.object({ versions: z.array(z.object({ version: z.string() })) });

export const resourcesSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

export const versionSchema = z.object({ gitVersion: z.string() });

export const accessReviewSchema = z.object({
  status: z.object({
    allowed: z.boolean(),
    reason: z.string().optional(),
    evaluationError: z.string().optional(),
  }),
});

const rule = z
  .object({
    verbs: z.array(z.string()),
    apiGroups: z.array(z.string()).nullish(),
    resources: z.array(z.string()).nullish(),
    resourceNames: z.array(z.string()).nullish(),
  })
  .transform(({ verbs, apiGroups, resources, resourceNames }) => ({
    verbs,
    groups: apiGroups ?? [],
    resources: resources ?? [],
    names: resourceNames ?? [],
  }));

export const rulesReviewSchema = z.object({
  status: z.object({ resourceRules: z.array(rule).nullable(), incomplete: z.boolean() }),
});

export const selfReviewSchema = z.object({
  status: z.object({
    userInfo: z.object({ username: z.string(), groups: z.array(z.string()).nullish() }),
  }),
});
