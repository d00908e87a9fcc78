import { z } from 'zod';
import { namespaceName } from '@/lib/contract/common';
import { edgeIdParam, nodeIdParam } from '@/lib/contract/queries';

/** The views that can stand in a frame of another page. */
export const PANELS = ['graph', 'signals', 'splits', 'traces', 'trace'] as const;
export type Panel = (typeof PANELS)[number];

/** What a panel is of, beside its namespaces: one of these at most. */
export interface PanelSubject {
  readonly node?: string | undefined;
  readonly edge?: string | undefined;
  /** A name as the tracing store knows it. */
  readonly service?: string | undefined;
  /** The id of a trace. */
  readonly trace?: string | undefined;
}

/** How many namespaces a signed link can name: an address has to hold them. */
export const MAX_LINK_NAMESPACES = 100;

const common = {
  /** None: all that may be read now. */
  namespaces: z.array(namespaceName).max(MAX_LINK_NAMESPACES).default([]),
  /** For how long the link shall open the panel. */
  hours: z.int().min(1).max(10_000),
};

/** Body of `POST /api/v1/embed-links`: one panel of one subject. */
export const embedLinkSchema = z.discriminatedUnion('panel', [
  z.strictObject({ panel: z.literal('graph'), ...common }),
  z.strictObject({ panel: z.literal('splits'), ...common }),
  z.strictObject({ panel: z.literal('signals'), node: nodeIdParam, ...common }),
  z.strictObject({
    panel: z.literal('trace'),
    trace: z.string().regex(/^[\da-f]{16,32}$/i, 'not the id of a trace'),
    ...common,
  }),
  z
    .strictObject({
      panel: z.literal('traces'),
      node: nodeIdParam.optional(),
      edge: edgeIdParam.optional(),
      service: z.string().min(1).max(500).optional(),
      ...common,
    })
    .refine(
      ({ node, edge, service }) =>
        [node, edge, service].filter((target) => target !== undefined).length === 1,
      'exactly one of node, edge and service',
    ),
]);
export type EmbedLinkAsked = z.infer<typeof embedLinkSchema>;

/** Answer of `POST /api/v1/embed-links`. */
export const embedLinkMadeSchema = z.object({
  /** What the address of the panel carries behind `#link=`. */
  link: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  /** What whoever has it may see. */
  namespaces: z.array(z.string()),
});
export type EmbedLinkMade = z.infer<typeof embedLinkMadeSchema>;

/** The header in which a panel sends its signed link. An address would be written into logs. */
export const LINK_HEADER = 'alidade-link';
