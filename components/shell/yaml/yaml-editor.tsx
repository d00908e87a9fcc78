'use client';

import { linter } from '@codemirror/lint';
import { Compartment, EditorState, StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editorSetup } from '@/components/shell/yaml/editor-setup';
import { marksOf, placeIn, type Remark } from '@/components/shell/yaml/yaml-marks';
import type { Schema } from '@/lib/domain/structural-schema';
import styles from './yaml-editor.module.css';

export interface YamlEditorProps {
  /** Names the editor. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly isReadOnly: boolean;
  readonly schema: Schema | null;
  /** What was said of the object from elsewhere, to be marked in the text. */
  readonly remarks: readonly Remark[];
  /** JSON Pointer of the place to bring into sight; empty or left out for none. */
  readonly mark?: string;
}

/** That what is said of the text has changed. */
const LOOK_AGAIN = StateEffect.define();

/** YAML to edit, with help by a schema. The text is the caller's: every change is told, and any other text shown. */
export function YamlEditor({
  label,
  text,
  onChange,
  isReadOnly,
  schema,
  remarks,
  mark = '',
}: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef({ text, onChange, schema, remarks });
  const readOnly = useRef(new Compartment());

  useEffect(() => {
    now.current = { text, onChange, schema, remarks };
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: now.current.text,
        extensions: [
          ...editorSetup(label, () => now.current.schema),
          readOnly.current.of([]),
          linter(
            ({ state }) => {
              const { schema: by, remarks: said } = now.current;
              return marksOf(state.doc.toString(), by, said);
            },
            {
              needsRefresh: ({ transactions }) =>
                transactions.some(({ effects }) => effects.some((effect) => effect.is(LOOK_AGAIN))),
            },
          ),
          EditorView.updateListener.of(({ docChanged, state }) => {
            const next = state.doc.toString();
            if (docChanged && next !== now.current.text) now.current.onChange(next);
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label]);

  useEffect(() => {
    const current = view.current;
    if (current === null || current.state.doc.toString() === text) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const current = view.current;
    if (current === null || mark === '') return;
    const place = placeIn(current.state.doc.toString(), mark);
    current.dispatch({
      selection: { anchor: place },
      effects: EditorView.scrollIntoView(place, { y: 'center' }),
    });
  }, [mark, label]);

  useEffect(() => {
    view.current?.dispatch({ effects: LOOK_AGAIN.of(null) });
  }, [schema, remarks]);

  useEffect(() => {
    const state = isReadOnly
      ? [
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
        ]
      : [];
    view.current?.dispatch({ effects: readOnly.current.reconfigure(state) });
  }, [isReadOnly, label]);

  return <div ref={host} className={styles.editor} />;
}
