import { createPatch } from 'diff';
import { merge } from 'node-diff3';
import { z } from 'zod';
import type { SessionMap } from '@/components/shell/session-map';
import type { ObjectIntent } from '@/lib/contract/objects';

/** An object as it was when somebody began to edit it. */
const baseSchema = z.object({
  /** Null: there was none. */
  resourceVersion: z.string().nullable(),
  yaml: z.string(),
});
export type Base = z.infer<typeof baseSchema>;

const draftSchema = z.object({ yaml: z.string(), base: baseSchema });
export type ObjectDraft = z.infer<typeof draftSchema>;

/** Texts that were not applied, by the id of their object: neither a detour nor a reload loses one. */
export const OBJECT_DRAFTS: SessionMap<ObjectDraft> = {
  name: 'alidade.object-drafts',
  schema: draftSchema,
};

/**
 * Whether an object is still what a draft was made on. `merges`: others changed it elsewhere than the draft does;
 * `clashes`: in the same lines.
 */
export type Underneath =
  | { readonly kind: 'same' }
  | { readonly kind: 'merges'; readonly merged: string }
  | { readonly kind: 'clashes' };

/** Compares what a draft was made on with the object as it is now. */
export function underneathOf({ yaml, base }: ObjectDraft, now: Base): Underneath {
  if (base.yaml === now.yaml) return { kind: 'same' };
  const { conflict, result } = merge(linesOf(yaml), linesOf(base.yaml), linesOf(now.yaml));
  return conflict ? { kind: 'clashes' } : { kind: 'merges', merged: result.join('\n') };
}

const linesOf = (text: string) => text.split('\n');

/** What is sent for a draft: made on the version that has the text which the draft was made on. */
export function intentOf({ yaml, base }: ObjectDraft, now: Base): ObjectIntent {
  const { resourceVersion } = base.yaml === now.yaml ? now : base;
  return { yaml, resourceVersion };
}

/** What a draft does, in words. */
export function draftInWords({ yaml, base }: ObjectDraft): string {
  if (base.resourceVersion === null) return 'A new object';
  const lines = createPatch('object', base.yaml, yaml, '', '', { context: 0 }).split('\n').slice(4);
  const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
  const [added, removed] = [count('+'), count('-')];
  return `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`;
}
