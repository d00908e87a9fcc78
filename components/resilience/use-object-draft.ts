'use client';

import { useState } from 'react';
import { editYaml, readYaml, type YamlEdit } from '@/lib/domain/yaml-edit';
import type { ObjectIntent } from '@/lib/contract/objects';

/** The object that a draft is of. A new one has no version. */
export interface DraftBase {
  readonly yaml: string;
  readonly resourceVersion: string | null;
}

interface Draft {
  readonly text: string;
  readonly base: DraftBase;
  /** What was typed into fields that may be no value yet, by setting. */
  readonly typed: ReadonlyMap<string, string>;
  /** What forms changed, in order; null once the YAML itself was edited, which cannot be done over again. */
  readonly edits: readonly YamlEdit[] | null;
}

export interface ObjectDraft {
  readonly text: string;
  /** The text as JSON; null while it is no YAML. */
  readonly object: unknown;
  /** Why the text is no YAML; null while it is. */
  readonly broken: string | null;
  readonly isChanged: boolean;
  /** Whether the object was changed by somebody else since the draft was begun. */
  readonly isOutdated: boolean;
  /** What was typed into a field, until the YAML changes otherwise. */
  readonly typedIn: (setting: string) => string | undefined;
  /** Keeps what is typed into a field, and makes the changes that it means, if any. */
  readonly type: (setting: string, text: string, edits: readonly YamlEdit[]) => void;
  /** Makes changes of a form; gives a sentence when they cannot be made. */
  readonly edit: (edits: readonly YamlEdit[]) => string | null;
  readonly setText: (text: string) => void;
  readonly reset: () => void;
  /** Puts the changes of forms onto the object as it is now; null where that cannot be done. */
  readonly rebase: (() => void) | null;
  readonly intent: ObjectIntent;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** What somebody is making of an object, by its YAML or by forms that change the YAML. */
export function useObjectDraft(base: DraftBase): ObjectDraft {
  const [draft, setDraft] = useState<Draft | null>(null);
  const current: Draft = draft ?? { text: base.yaml, base, typed: NOTHING, edits: [] };
  const { text, typed, edits } = current;
  const read = readYaml(text);
  const isOutdated = draft !== null && draft.base.resourceVersion !== base.resourceVersion;
  const replayed = isOutdated && edits !== null ? editYaml(base.yaml, edits) : null;

  return {
    text,
    object: read.ok ? read.value : null,
    broken: read.ok ? null : read.error,
    isChanged: draft !== null && text !== current.base.yaml,
    isOutdated,
    typedIn: (setting) => typed.get(setting),
    type: (setting, next, more) => {
      const result = more.length === 0 ? null : editYaml(text, more);
      setDraft({
        text: result?.ok === true ? result.value : text,
        base: current.base,
        typed: new Map([...typed, [setting, next]]),
        edits: edits === null ? null : [...edits, ...more],
      });
    },
    edit: (more) => {
      const result = editYaml(text, more);
      if (!result.ok) return result.error;
      setDraft({
        text: result.value,
        base: current.base,
        typed: NOTHING,
        edits: edits === null ? null : [...edits, ...more],
      });
      return null;
    },
    setText: (next) => setDraft({ text: next, base: current.base, typed: NOTHING, edits: null }),
    reset: () => setDraft(null),
    rebase:
      replayed?.ok === true
        ? () => setDraft({ text: replayed.value, base, typed: NOTHING, edits })
        : null,
    intent: { yaml: text, resourceVersion: current.base.resourceVersion },
  };
}
