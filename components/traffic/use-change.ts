'use client';

import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useSessionMap } from '@/components/shell/session-map';
import { keyOf } from '@/components/traffic/split-draft';
import { CHANGES, DRAFTS, type Done } from '@/components/traffic/stores';
import { ApiError } from '@/lib/client/api';
import { applySplit } from '@/lib/client/split-changes';
import { renewSplit } from '@/lib/client/splits';
import { splitSchema, type SplitDto, type SplitIntentDto } from '@/lib/contract/splits';

interface Wish {
  readonly intent: SplitIntentDto;
  /** What it changes, in words. */
  readonly summary: string;
}

/** Writes changes of one split, remembers how to take the last one back, and takes it back. */
export function useChange(split: SplitDto) {
  const client = useQueryClient();
  const drafts = useSessionMap(DRAFTS);
  const changes = useSessionMap(CHANGES);
  const done = changes.values.get(split.id) ?? null;

  const apply = useMutation({
    mutationFn: ({ intent }: Wish) => applySplit(split.id, intent),
    onSuccess: ({ split: now, undo }, { intent, summary }) => {
      drafts.set(split.id, null);
      changes.set(split.id, { summary, undo, applied: intent });
      renewSplit(client, now);
    },
    onError: (error) => takeConflict(client, error),
  });

  const undo = useMutation({
    mutationFn: (change: Done) => applySplit(split.id, undoIntent(change, split)),
    onSuccess: ({ split: now }) => {
      changes.set(split.id, null);
      renewSplit(client, now);
    },
    onError: (error) => takeConflict(client, error),
  });

  return {
    done,
    apply,
    undo,
    forget: () => {
      changes.set(split.id, null);
      undo.reset();
    },
  };
}

/** A conflict brings the split as it is now: everyone who shows it shall know. */
export function takeConflict(client: QueryClient, error: Error): void {
  if (!(error instanceof ApiError) || error.type !== 'conflict') return;
  const current = splitSchema.safeParse(error.problem?.current);
  if (current.success) renewSplit(client, current.data);
}

/** Where the change still stands, it can be taken back on whatever version of the object there is. */
function undoIntent({ undo, applied }: Done, { carrier, targets }: SplitDto): SplitIntentDto {
  const stands =
    targets.length === applied.targets.length &&
    targets.every((target, i) => {
      const wanted = applied.targets[i];
      return (
        wanted !== undefined && keyOf(target) === keyOf(wanted) && target.weight === wanted.weight
      );
    });
  return stands ? { ...undo, resourceVersion: carrier.resourceVersion } : undo;
}
