import { z } from 'zod';
import { draftSchema, type Draft } from '@/components/traffic/split-draft';
import type { SessionMap } from '@/components/shell/session-map';
import { splitIntentSchema } from '@/lib/contract/splits';

/** Edits that were not applied, by the id of their split: going elsewhere and back loses none. */
export const DRAFTS: SessionMap<Draft> = { name: 'alidade.drafts', schema: draftSchema };

const doneSchema = z.object({
  /** What was changed, in words. */
  summary: z.string(),
  /** The intent that takes it back. */
  undo: splitIntentSchema,
  /** The intent as it was applied, to tell whether it still stands. */
  applied: splitIntentSchema,
});
export type Done = z.infer<typeof doneSchema>;

/** The last change made here to each split, by its id: it can be taken back after a reload too. */
export const CHANGES: SessionMap<Done> = { name: 'alidade.changes', schema: doneSchema };
