'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useSessionMap, type SessionMap } from '@/components/shell/session-map';
import { applyObject, removeObject } from '@/lib/client/object-changes';
import { renewObject, rereadObject } from '@/lib/client/objects';
import { undoSchema, type ObjectDto, type ObjectIntent } from '@/lib/contract/objects';

const doneSchema = z.object({
  /** What was changed, in words. */
  summary: z.string(),
  undo: undoSchema,
});
type Done = z.infer<typeof doneSchema>;

/** The last change made here to each object, by its id: it can be taken back after a reload too. */
const CHANGES: SessionMap<Done> = { name: 'alidade.object-changes', schema: doneSchema };

interface Wish {
  readonly intent: ObjectIntent;
  /** What it changes, in words. */
  readonly summary: string;
  /** Called before the page shows the object as it is then, which may take away whoever asked. */
  readonly onApplied?: (() => void) | undefined;
}

export interface ObjectChangeOptions {
  /** Called with the object as it is now; null when it was removed. Not called after a page has gone. */
  readonly onWritten?: (object: ObjectDto | null) => void;
}

/**
 * Writes changes of one object, creates or removes it, remembers how to take the last one back, and takes it back.
 *
 * @param id See `objectId`.
 */
export function useObjectChange(id: string, { onWritten }: ObjectChangeOptions = {}) {
  const client = useQueryClient();
  const changes = useSessionMap(CHANGES);
  const done = changes.values.get(id) ?? null;
  const written = (object: ObjectDto | null) => {
    if (object === null) rereadObject(client, id);
    else renewObject(client, object);
    onWritten?.(object);
  };
  const reread = () => rereadObject(client, id);

  const apply = useMutation({
    mutationFn: ({ intent }: Wish) => applyObject(id, intent),
    onSuccess: ({ object, undo: back }, { summary, onApplied }) => {
      changes.set(id, { summary, undo: back });
      onApplied?.();
      written(object);
    },
    onError: reread,
  });

  const remove = useMutation({
    mutationFn: (resourceVersion: string) => removeObject(id, resourceVersion),
    onSuccess: ({ undo: back }) => {
      changes.set(id, { summary: 'Removed', undo: back });
      written(null);
    },
    onError: reread,
  });

  const undo = useMutation({
    mutationFn: async ({ undo: back }: Done) => {
      if (back.kind === 'change') return (await applyObject(id, back.intent)).object;
      await removeObject(id, back.resourceVersion);
      return null;
    },
    onSuccess: (object) => {
      changes.set(id, null);
      written(object);
    },
    onError: reread,
  });

  return {
    done,
    apply,
    remove,
    undo,
    forget: () => {
      changes.set(id, null);
      undo.reset();
    },
  };
}

export type ObjectChange = ReturnType<typeof useObjectChange>;
