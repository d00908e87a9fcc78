'use client';

import type { KeyboardEvent, PointerEvent } from 'react';
import { splitterKey, type NameColumn } from '@/lib/viz/traces/name-column';
import styles from './column-splitter.module.css';

interface ColumnSplitterProps {
  readonly column: NameColumn;
  /** Takes CSS pixels; null for the usual width. */
  readonly onResize: (px: number | null) => void;
}

/** The edge between names and bars. It is dragged, or moved with the arrow keys; a double click resets it. */
export function ColumnSplitter({ column, onResize }: ColumnSplitterProps) {
  const { px, minPx, maxPx } = column;

  function drag(event: PointerEvent<HTMLDivElement>) {
    const frame = event.currentTarget.parentElement;
    if (frame === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onResize(event.clientX - frame.getBoundingClientRect().left);
  }

  function obey(event: KeyboardEvent) {
    const next = splitterKey(event.key, column);
    if (next === undefined) return;
    event.preventDefault();
    onResize(next);
  }

  return (
    <div
      role="separator"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a focusable separator is a widget (WAI-ARIA 1.2, separator)
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the names"
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      aria-valuenow={px}
      aria-valuetext={`${px} pixels`}
      className={styles.splitter}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onResize(null)}
      onKeyDown={obey}
    />
  );
}
