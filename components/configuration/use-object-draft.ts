'use client';

import {
  OBJECT_DRAFTS,
  underneathOf,
  type Base,
  type ObjectDraft,
  type Underneath,
} from '@/components/configuration/object-draft';
import { useSessionMap } from '@/components/shell/session-map';

export interface ObjectEditing {
  /** The draft; without one, the object as it is. */
  readonly current: ObjectDraft;
  readonly isEdited: boolean;
  readonly underneath: Underneath;
  readonly write: (yaml: string) => void;
  readonly discard: () => void;
  /** Goes on with another text, on top of the object as it is now. */
  readonly rebase: (yaml: string) => void;
}

const SAME: Underneath = { kind: 'same' };

/** The text of one object that is being edited. It is kept for the session, so that a reload loses none. */
export function useObjectDraft(id: string, now: Base): ObjectEditing {
  const { values, set } = useSessionMap(OBJECT_DRAFTS);
  const draft = values.get(id) ?? null;
  const current = draft ?? { yaml: now.yaml, base: now };
  return {
    current,
    isEdited: draft !== null,
    underneath: draft === null ? SAME : underneathOf(draft, now),
    write: (yaml) => set(id, yaml === current.base.yaml ? null : { ...current, yaml }),
    discard: () => set(id, null),
    rebase: (yaml) => set(id, yaml === now.yaml ? null : { yaml, base: now }),
  };
}
