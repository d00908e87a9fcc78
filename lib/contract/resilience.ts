import { z } from 'zod';
import { answerBase, objectRefSchema } from '@/lib/contract/common';
import { nodeIdParam } from '@/lib/contract/queries';

const sectionSchema = z.enum(['timeouts', 'retries', 'breaker', 'fault']);

const formSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('duration'),
    writes: z.enum(['text', 'milliseconds', 'value-and-unit']),
    minMs: z.number(),
    pattern: z.string().optional(),
  }),
  z.object({
    kind: z.literal('number'),
    writes: z.enum(['number', 'text']),
    whole: z.boolean(),
    min: z.number(),
    max: z.number().nullable(),
    unit: z.string(),
    least: z.number().optional(),
  }),
  z.object({ kind: z.literal('flag') }),
  z.object({ kind: z.literal('moment') }),
  z.object({ kind: z.literal('choice'), options: z.array(z.string()) }),
  z.object({
    kind: z.literal('list'),
    writes: z.enum(['commas', 'texts', 'numbers']),
    options: z.array(z.string()).optional(),
    proposals: z.array(z.string()).optional(),
  }),
]);

const companionSchema = z.object({
  path: z.string(),
  /** Absent where nothing stands there. */
  value: z.unknown().optional(),
});

const settingSchema = z.object({
  id: z.string(),
  label: z.string(),
  help: z.string(),
  /** JSON Pointer into the object. */
  path: z.string(),
  form: formSchema,
  /** As written, as text; null when it is left out. */
  value: z.string().nullable(),
  /** What holds while it is left out. */
  absent: z.string(),
  needs: z.array(companionSchema).optional(),
  excludes: z.array(z.string()).optional(),
  deprecated: z.object({ because: z.string(), to: z.string().nullable() }).optional(),
});

const groupSchema = z.object({
  id: z.string(),
  section: sectionSchema,
  title: z.string(),
  applies: z.string(),
  object: objectRefSchema,
  /** YAML of the object as it would be made; null when it exists. */
  template: z.string().nullable(),
  at: z.string(),
  identity: z.array(companionSchema),
  block: z.string(),
  settings: z.array(settingSchema),
});
export type SettingGroupDto = z.infer<typeof groupSchema>;

const figureSchema = z.object({
  section: sectionSchema,
  label: z.string(),
  unit: z.enum(['perSecond', 'ratio', 'count']),
  /** Null when nothing was measured; never 0 for that. */
  value: z.number().nullable(),
  /** Why there is no value. */
  absent: z.string().nullable(),
  query: z.string(),
});
export type FigureDto = z.infer<typeof figureSchema>;

const faultSchema = z.object({
  host: z.string(),
  kind: z.enum(['delay', 'abort']),
  percent: z.number(),
  words: z.string(),
  match: z.string(),
  object: objectRefSchema,
  path: z.string(),
  /** Epoch milliseconds at which it should end; null when nobody said so. */
  endsAt: z.number().nullable(),
});
export type FaultDto = z.infer<typeof faultSchema>;

const noteSchema = z.object({
  code: z.string(),
  message: z.string(),
  object: objectRefSchema.optional(),
  path: z.string().optional(),
});

/** Query of `GET /api/v1/resilience`. */
export const resilienceQuerySchema = z.strictObject({ node: nodeIdParam });

/** `GET /api/v1/resilience?node=`. */
export const resilienceSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  node: z.string(),
  /** By mesh; only those that have anything to say of the node. */
  meshes: z.array(
    z.object({
      mesh: z.string(),
      label: z.string(),
      groups: z.array(groupSchema),
      warnings: z.array(noteSchema),
      notes: z.array(z.object({ section: sectionSchema, text: z.string() })),
      figures: z.array(figureSchema),
    }),
  ),
  faults: z.array(faultSchema),
  /** The chain of calls through it on which retries multiply most; null when on none. */
  retryPath: z
    .object({
      product: z.number(),
      steps: z.array(z.object({ source: z.string(), target: z.string(), tries: z.number() })),
    })
    .nullable(),
  ...answerBase,
});
export type Resilience = z.infer<typeof resilienceSchema>;

/** `GET /api/v1/faults`: the faults that are injected now in readable namespaces. */
export const faultsSchema = z.object({
  at: z.number(),
  faults: z.array(faultSchema),
  ...answerBase,
});
export type Faults = z.infer<typeof faultsSchema>;
