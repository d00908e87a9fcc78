import { z } from 'zod';
import { answerBase, objectRefSchema } from '@/lib/contract/common';
import { nodeIdParam } from '@/lib/contract/queries';

/** Query of `GET /api/v1/routing`. */
export const routingQuerySchema = z.strictObject({ node: nodeIdParam });

const conditionFormSchema = z.object({
  id: z.string(),
  label: z.string(),
  subject: z.enum(['path', 'method', 'header', 'query', 'grpc-service', 'grpc-method']),
  comparison: z.enum([
    ...(['exact', 'prefix', 'path-prefix', 'suffix', 'regex'] as const),
    ...(['present', 'one-of', 'range'] as const),
  ]),
  negated: z.boolean().optional(),
  at: z.string(),
  shape: z.enum(['one', 'list', 'map', 'texts']),
  /** JSON in which `$name` and `$value` stand for what is filled in. */
  template: z.unknown(),
  defaults: z.record(z.string(), z.unknown()).optional(),
  anyCaseAt: z.string().optional(),
});

const targetFormSchema = z.object({
  at: z.string(),
  shape: z.enum(['list', 'one']),
  name: z.string(),
  namespace: z.string().optional(),
  subset: z.string().optional(),
  weight: z.string().optional(),
  absentWeight: z.number(),
  loneTakesAll: z.boolean(),
  unnamed: z.string().nullable(),
});

const ruleFormSchema = z.object({
  body: z.string(),
  match: z.string(),
  matches: z.enum(['any', 'one']),
  conditions: z.array(conditionFormSchema).readonly(),
  ignored: z.array(z.string()).readonly(),
  targets: targetFormSchema,
  instead: z.array(z.object({ at: z.string(), words: z.string() })).readonly(),
});

const dialectSchema = z.object({
  rules: z.string(),
  nameAt: z.string().nullable(),
  forms: z.array(ruleFormSchema).readonly(),
  precedence: z.object({
    kind: z.enum(['order', 'priority', 'specific']),
    priorityAt: z.string().optional(),
    words: z.string(),
  }),
  newRule: z.unknown(),
  otherwise: z.string(),
});

const shareSchema = z.object({ to: z.string(), share: z.number() });

const tableSchema = z.object({
  mesh: z.string(),
  label: z.string(),
  object: objectRefSchema,
  /** YAML of the object as it would be made; null when it exists. */
  template: z.string().nullable(),
  /** YAML of the object as it is. */
  yaml: z.string(),
  applies: z.string(),
  /** How the rules are read and written. */
  dialect: dialectSchema,
  destinations: z
    .array(z.object({ to: z.string(), element: z.record(z.string(), z.unknown()) }))
    .readonly(),
  age: z.string(),
  rank: z.number(),
  fallback: z.array(shareSchema).readonly().optional(),
  further: z.record(z.string(), z.array(shareSchema).readonly()),
  warnings: z.array(z.string()).readonly(),
});
export type RouteTableDto = z.infer<typeof tableSchema>;

/** `GET /api/v1/routing?node=`. */
export const routingSchema = z.object({
  at: z.number(),
  node: z.string(),
  tables: z.array(tableSchema).readonly(),
  notes: z.array(z.string()).readonly(),
  ...answerBase,
});
export type Routing = z.infer<typeof routingSchema>;
