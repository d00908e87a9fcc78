import { z } from 'zod';
import { namespaceName } from '@/lib/contract/common';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';

/** The windows the console offers; the API takes any number of seconds in range as well. */
export const WINDOWS = ['1m', '5m', '10m', '30m', '1h', '3h', '6h'] as const;

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A window: seconds, or a number with `s`, `m` or `h`; 15 s to 24 h. Gives seconds. */
export const windowSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,5}[smh]?$/, 'not a window such as 5m')
  .transform((text) => {
    const unit = text.at(-1) ?? '';
    return Number.parseInt(text, 10) * (UNIT_SECONDS[unit] ?? 1);
  })
  .refine((seconds) => seconds >= 15 && seconds <= 86_400, 'a window is 15 s to 24 h');

const EPOCH_SECONDS = /^[0-9]{1,12}(\.[0-9]{1,6})?$/;
const RFC_3339 =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/i;

/** `Date.parse` alone would take `-1` for a day in 2001. */
function parseRfc3339(text: string): number {
  return RFC_3339.test(text) ? Date.parse(text) : NaN;
}

/** A moment: epoch seconds (fractions allowed) or RFC 3339. Gives epoch milliseconds. */
export const momentSchema = z
  .string()
  .max(40)
  .transform((text, context) => {
    const value = EPOCH_SECONDS.test(text) ? millisecondsOf(text) : parseRfc3339(text);
    if (Number.isFinite(value) && value >= 0 && value < 4e12) return value;
    context.addIssue({ code: 'custom', message: 'not epoch seconds or RFC 3339' });
    return z.NEVER;
  });

/** Seconds have at most six decimals; whole microseconds keep the product from gaining any. */
function millisecondsOf(seconds: string): number {
  return Math.round(Number(seconds) * 1e6) / 1000;
}

export const viewSchema = z.enum(['workload', 'service', 'app']);

/** Up to 1,000 namespaces, comma separated; sorted, without repeats. None means all readable. */
export const namespacesParam = z
  .string()
  .max(64_000)
  .default('')
  .transform((text) => [...new Set(text.split(',').filter((name) => name !== ''))].toSorted())
  .pipe(z.array(namespaceName).max(1000));

/** Query of `GET /api/v1/graph`. Unknown keys are refused. */
export const graphQuerySchema = z.strictObject({
  namespaces: namespacesParam,
  window: windowSchema.default(300),
  at: momentSchema.optional(),
  view: viewSchema.default('workload'),
  /** Whether the proxies on the way of a call are nodes of their own. */
  proxies: z.enum(['folded', 'shown']).default('folded'),
});
export type GraphQuery = z.infer<typeof graphQuerySchema>;

/** Query of `GET /api/v1/namespaces`. */
export const namespacesQuerySchema = z.strictObject({
  window: windowSchema.default(300),
  at: momentSchema.optional(),
});
export type NamespacesQuery = z.infer<typeof namespacesQuerySchema>;

/** Query of `GET /api/v1/splits`. */
export const splitsQuerySchema = z.strictObject({ namespaces: namespacesParam });
export type SplitsQuery = z.infer<typeof splitsQuerySchema>;

/** Query of `GET /api/v1/checks`. */
export const checksQuerySchema = z.strictObject({ namespaces: namespacesParam });
export type ChecksQuery = z.infer<typeof checksQuerySchema>;

/** The id of a node; see `nodeId`. */
export const nodeIdParam = z
  .string()
  .max(1024)
  .refine((id) => parseNodeId(id) !== null, 'not the id of a node');

/** The id of an edge; see `edgeId`. */
export const edgeIdParam = z
  .string()
  .max(2048)
  .refine((id) => parseEdgeId(id) !== null, 'not the id of an edge');

/** Query of `GET /api/v1/node`. */
export const nodeQuerySchema = z.strictObject({ node: nodeIdParam });

/** A step between two points: seconds, or a number with `s`, `m` or `h`; 1 s to 24 h. Gives seconds. */
const stepSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,5}[smh]?$/, 'not a step such as 15s')
  .transform((text) => Number.parseInt(text, 10) * (UNIT_SECONDS[text.at(-1) ?? ''] ?? 1))
  .refine((seconds) => seconds <= 86_400, 'a step is 1 s to 24 h');

/** Query of `GET /api/v1/signals`: of a node or of an edge. */
export const signalsQuerySchema = z
  .strictObject({
    node: nodeIdParam.optional(),
    edge: edgeIdParam.optional(),
    direction: z.enum(['inbound', 'outbound']).default('inbound'),
    from: momentSchema.optional(),
    to: momentSchema.optional(),
    step: stepSchema.optional(),
  })
  .refine(({ node, edge }) => (node === undefined) !== (edge === undefined), 'give node or edge');
export type SignalsQuery = z.infer<typeof signalsQuerySchema>;
