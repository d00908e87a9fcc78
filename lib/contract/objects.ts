import { z } from 'zod';
import { ownerSchema, permissionSchema } from '@/lib/contract/changes';
import { answerBase, objectRefSchema } from '@/lib/contract/common';
import { namespacesParam } from '@/lib/contract/queries';

/** Query of `GET /api/v1/objects`. */
export const objectsQuerySchema = z.strictObject({ namespaces: namespacesParam });
export type ObjectsQuery = z.infer<typeof objectsQuerySchema>;

/** An object of a mesh, without what is in it. */
export const objectSummarySchema = z.object({
  id: z.string(),
  /** The meshes that read its kind. */
  meshes: z.array(z.string()),
  group: z.string(),
  version: z.string(),
  plural: z.string(),
  kind: z.string(),
  /** Empty for a kind whose objects are in no namespace. */
  namespace: z.string(),
  name: z.string(),
  /** Epoch milliseconds; null when the object does not say. */
  createdAt: z.number().nullable(),
  owner: ownerSchema,
});
export type ObjectSummary = z.infer<typeof objectSummarySchema>;

/** An object of the list. */
const listedObjectSchema = objectSummarySchema.extend({
  /** How many objects it names, how many name it, and how many of the former are not there. */
  references: z.object({ to: z.number(), from: z.number(), missing: z.number() }),
});
export type ListedObject = z.infer<typeof listedObjectSchema>;

/** `GET /api/v1/objects`. */
export const objectsSchema = z.object({
  at: z.number(),
  objects: z.array(listedObjectSchema),
  ...answerBase,
});
export type Objects = z.infer<typeof objectsSchema>;

/** An object that another one names, or that names it. */
const referenceSchema = objectRefSchema.extend({
  /** JSON Pointer to where it is named, in the object that names the other. */
  path: z.string(),
  /** Null where that is not known, for example in a namespace that may not be read. */
  exists: z.boolean().nullable(),
});
export type ReferenceDto = z.infer<typeof referenceSchema>;

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  /** Epoch milliseconds of its last change. */
  at: z.number().nullable(),
  /** What the condition is of, where a status has several lists: a parent, a listener. */
  about: z.string().nullable(),
});

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LATEST_DATE_MS = 8.64e15;

/** A change that was made through this console, as the object itself remembers it. */
export const recordedChangeSchema = z.object({
  /** Epoch milliseconds; anybody may write what an object remembers, and no date is further away. */
  at: z.number().min(0).max(LATEST_DATE_MS),
  /** Null when the API server did not say who it was. */
  who: z.string().nullable(),
  what: z.enum(['created', 'changed']),
  /** JSON Pointers of what was changed; the first few. */
  paths: z.array(z.string()),
});
export type RecordedChange = z.infer<typeof recordedChangeSchema>;

/** Who wrote an object, as the API server keeps it: the last time of each writer. */
const writerSchema = z.object({
  manager: z.string(),
  operation: z.string().nullable(),
  subresource: z.string().nullable(),
  at: z.number().nullable(),
});

/** An object with what is in it. */
export const objectSchema = objectSummarySchema.extend({
  resourceVersion: z.string(),
  /** Without status, managedFields and what else only the API server writes. */
  yaml: z.string(),
  /** The status as YAML; null when it has none. */
  status: z.string().nullable(),
  conditions: z.array(conditionSchema),
  references: z.object({ to: z.array(referenceSchema), from: z.array(referenceSchema) }),
  writable: z.object({ change: permissionSchema, remove: permissionSchema }),
  /** Newest first. */
  changes: z.array(recordedChangeSchema),
  writers: z.array(writerSchema),
});
export type ObjectDto = z.infer<typeof objectSchema>;

/** `GET /api/v1/objects/{id}`. */
export const objectAnswerSchema = z.object({
  at: z.number(),
  object: objectSchema,
  ...answerBase,
});
export type ObjectAnswer = z.infer<typeof objectAnswerSchema>;

/** `GET /api/v1/objects/{id}/schema`: the kind's schema as the cluster's OpenAPI gives it. */
export const objectSchemaAnswerSchema = z.object({
  /** In the version that the cluster serves, for an object that is still to be written. */
  apiVersion: z.string(),
  /** Null when the cluster serves none. */
  schema: z.record(z.string(), z.unknown()).nullable(),
});
export type ObjectSchemaAnswer = z.infer<typeof objectSchemaAnswerSchema>;

/** Far above any object of a mesh, and little enough to be read at once. */
export const MAX_YAML_CHARACTERS = 256 * 1024;

/** Of a body with so much YAML, whatever characters it is of. */
export const MAX_INTENT_BYTES = 4 * MAX_YAML_CHARACTERS;

const resourceVersion = z.string().min(1).max(64);

/** Body of `POST /api/v1/objects/{id}/preview` and `PATCH /api/v1/objects/{id}`. */
export const objectIntentSchema = z.strictObject({
  /** The whole object as it shall be. */
  yaml: z.string().max(MAX_YAML_CHARACTERS, 'the YAML is too large'),
  /** The version that the person was looking at; null: it shall be created. */
  resourceVersion: resourceVersion.nullable(),
});
export type ObjectIntent = z.infer<typeof objectIntentSchema>;

/** Query of `DELETE /api/v1/objects/{id}`. */
export const objectRemovalSchema = z.strictObject({ resourceVersion });

/** How to take a change back: another change, or the removal of what was created. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('change'), intent: objectIntentSchema }),
  z.object({ kind: z.literal('removal'), resourceVersion }),
]);

/** Answer of `PATCH /api/v1/objects/{id}`. */
export const objectAppliedSchema = z.object({ object: objectSchema, undo: undoSchema });
export type ObjectApplied = z.infer<typeof objectAppliedSchema>;

/** Answer of `DELETE /api/v1/objects/{id}`. */
export const objectRemovedSchema = z.object({ undo: undoSchema });
export type ObjectRemoved = z.infer<typeof objectRemovedSchema>;

/** The member `current` of a `conflict` about an object: as it is now; null when it is gone. */
export const currentObjectSchema = z
  .object({ resourceVersion: z.string(), yaml: z.string() })
  .nullable();
export type CurrentObject = z.infer<typeof currentObjectSchema>;
