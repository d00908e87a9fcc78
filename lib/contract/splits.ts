import { z } from 'zod';
import { ownerSchema, permissionSchema } from '@/lib/contract/changes';
import { answerBase, warningSchema } from '@/lib/contract/common';
import { draftSchema } from '@/lib/contract/security';

const weight = z.number().nullable();

const targetSchema = z.object({
  host: z.string(),
  subset: z.string().optional(),
  port: z.number().optional(),
  fqdn: z.string(),
  weight,
  share: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
  version: z.string().optional(),
  workloads: z.array(z.string()),
  resolved: z.boolean(),
});

export const observedSchema = z.object({
  /** Requests per second that reached it; of TCP and TLS, new connections per second. */
  requestRate: z.number(),
  /** Of all requests that reached any target of the split, 0..1; null when there were none. */
  share: z.number().nullable(),
  errorRatio: z.number().nullable(),
  p95Ms: z.number().nullable(),
});

export const splitSchema = z.object({
  id: z.string(),
  mesh: z.string(),
  carrier: z.object({
    group: z.string(),
    version: z.string(),
    kind: z.string(),
    plural: z.string(),
    namespace: z.string(),
    name: z.string(),
    path: z.string(),
    resourceVersion: z.string(),
  }),
  protocol: z.enum(['http', 'grpc', 'tcp', 'tls']),
  hosts: z.array(z.string()),
  match: z.array(z.string()),
  routeName: z.string().optional(),
  targets: z.array(
    targetSchema.extend({
      /** Null when telemetry cannot tell this target apart, or is missing. */
      observed: observedSchema.nullable(),
    }),
  ),
  candidates: z.array(targetSchema),
  arithmetic: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('relative'),
      absent: z.union([z.literal(0), z.literal(1)]),
      max: z.number(),
      singleTakesAll: z.boolean(),
      refusesAllZero: z.boolean(),
      min: z.number().optional(),
      maxTotal: z.number().optional(),
      step: z.number().optional(),
    }),
    z.object({
      kind: z.literal('sum'),
      total: z.number(),
      step: z.number(),
      float32: z.boolean().optional(),
    }),
  ]),
  owner: ownerSchema,
  warnings: z.array(warningSchema),
  /** Whether this person may change it; the reason is for reading when not. */
  writable: permissionSchema,
});
export type SplitDto = z.infer<typeof splitSchema>;

/** A service whose requests could be shared out by weight, and what would have to be created for it. */
const splitStartSchema = z.object({
  mesh: z.string(),
  namespace: z.string(),
  host: z.string(),
  /** The subset that all requests go to now, and all that there are. */
  present: z.string(),
  names: z.array(z.string()),
  draft: draftSchema,
  note: z.string(),
});
export type SplitStartDto = z.infer<typeof splitStartSchema>;

/** `GET /api/v1/splits`. */
export const splitsSchema = z.object({
  at: z.number(),
  observedWindowSeconds: z.number(),
  splits: z.array(splitSchema),
  /** Left out where there is none. */
  starts: z.array(splitStartSchema).optional(),
  ...answerBase,
});
export type Splits = z.infer<typeof splitsSchema>;

/** `GET /api/v1/splits/{id}`. */
export const splitAnswerSchema = z.object({
  at: z.number(),
  observedWindowSeconds: z.number(),
  split: splitSchema,
  ...answerBase,
});
export type SplitAnswer = z.infer<typeof splitAnswerSchema>;

/** Body of `POST /api/v1/splits/{id}/preview` and `PATCH /api/v1/splits/{id}`. */
export const splitIntentSchema = z.strictObject({
  resourceVersion: z.string().min(1).max(64),
  /** Every target the choice shall have, in order. A weight of null means "leave it out". */
  targets: z
    .array(
      z.strictObject({
        host: z.string().min(1).max(253),
        subset: z.string().min(1).max(253).optional(),
        port: z.number().int().min(1).max(65535).optional(),
        weight: z.number().nullable(),
      }),
    )
    .min(1)
    .max(64),
});
export type SplitIntentDto = z.infer<typeof splitIntentSchema>;

/** Answer of `PATCH /api/v1/splits/{id}`: the split as it is now, and how to take it back. */
export const appliedSchema = z.object({ split: splitSchema, undo: splitIntentSchema });
export type Applied = z.infer<typeof appliedSchema>;
