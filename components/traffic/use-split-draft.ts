'use client';

import { useState } from 'react';
import { useSessionMap } from '@/components/shell/session-map';
import {
  draftOf,
  rebased,
  underneathOf,
  withCandidate,
  withWeights,
  type Draft,
  type Underneath,
} from '@/components/traffic/split-draft';
import { DRAFTS } from '@/components/traffic/stores';
import type { SplitDto } from '@/lib/contract/splits';
import { allTo, moveWeight, spread, swap, type Weights } from '@/lib/domain/weights';

export interface SplitEditing {
  /** What the controls show: the draft or, without one, the split as it is. */
  readonly current: Draft;
  readonly isEdited: boolean;
  readonly underneath: Underneath;
  readonly locked: ReadonlySet<number>;
  readonly setLocked: (index: number, isLocked: boolean) => void;
  /** Moves one target to a percentage. While dragging, always from the same start. */
  readonly move: (index: number, percent: number, from?: Weights) => void;
  readonly sendAllTo: (index: number) => void;
  readonly spreadAs: (ratio: readonly number[]) => void;
  readonly swapTwo: () => void;
  readonly add: (candidate: SplitDto['candidates'][number]) => void;
  readonly discard: () => void;
  /** Keeps the wish, on top of the split as it is now. */
  readonly rebase: () => void;
}

const NONE: ReadonlySet<number> = new Set();

/** The edits of one split. They are kept for the session, so that a reload or a detour loses none. */
export function useSplitDraft(split: SplitDto): SplitEditing {
  const { values, set } = useSessionMap(DRAFTS);
  const [locks, setLocks] = useState<ReadonlySet<number>>(NONE);
  const draft = values.get(split.id) ?? null;
  const current = draft ?? draftOf(split);
  const { weights } = current;
  const { arithmetic } = split;

  const write = (next: Weights) => set(split.id, withWeights(current, next, split));
  const preset = (next: Weights) => {
    // A preset says what everything shall be, the locked ones too.
    setLocks(NONE);
    write(next);
  };
  return {
    current,
    isEdited: draft !== null,
    underneath: draft === null ? 'same' : underneathOf(draft, split),
    locked: locks,
    setLocked: (index, isLocked) => {
      const next = new Set(locks);
      if (isLocked) next.add(index);
      else next.delete(index);
      setLocks(next);
    },
    move: (index, percent, from = weights) =>
      write(moveWeight(from, index, percent, locks, arithmetic)),
    sendAllTo: (index) => preset(allTo(weights, index, arithmetic)),
    spreadAs: (ratio) => preset(spread(ratio, weights, arithmetic)),
    swapTwo: () => preset(swap(weights, 0, 1, arithmetic)),
    add: (candidate) => set(split.id, withCandidate(current, candidate)),
    discard: () => {
      setLocks(NONE);
      set(split.id, null);
    },
    rebase: () => set(split.id, rebased(current, split)),
  };
}
