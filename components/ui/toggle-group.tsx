'use client';

import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './toggle-group.module.css';

interface ToggleGroupProps<T extends string> {
  readonly label: string;
  readonly choices: readonly {
    readonly id: T;
    readonly label: ReactNode;
    /** The name, where the label is an icon. */
    readonly name?: string;
  }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Two to four ways to see the same thing, side by side. */
export function ToggleGroup<T extends string>({
  label,
  choices,
  value,
  onChange,
}: ToggleGroupProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={cx(styles.group)}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const next = choices.find(({ id }) => keys.has(id));
        if (next !== undefined) onChange(next.id);
      }}
    >
      {choices.map(({ id, label: face, name }) => (
        <ToggleButton
          key={id}
          id={id}
          {...(name === undefined ? {} : { 'aria-label': name })}
          className={cx(styles.choice)}
        >
          {face}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
