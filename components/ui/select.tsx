'use client';

import { Check, ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import { useHydrated } from '@/components/ui/use-hydrated';
import styles from './select.module.css';

export interface Choice<T extends string> {
  readonly id: T;
  readonly label: string;
}

interface SelectProps<T extends string> {
  readonly label: string;
  /** Keeps the label for screen readers only; `inline` shows it inside the control. */
  readonly labelIs?: 'above' | 'inline' | 'hidden';
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** One of a few choices. */
export function Select<T extends string>({
  label,
  labelIs = 'above',
  choices,
  value,
  onChange,
  isDisabled = false,
}: SelectProps<T>) {
  const chosen = choices.find(({ id }) => id === value);
  const face = (
    <>
      {labelIs === 'inline' && (
        <span aria-hidden="true" className={styles.inlineLabel}>
          {label}
        </span>
      )}
      <span className={styles.value}>{chosen?.label ?? value}</span>
      <ChevronDown aria-hidden="true" className={styles.chevron} />
    </>
  );
  const labelClass = labelIs === 'above' ? cx(styles.label) : 'visually-hidden';

  // The real one renders a hidden native select with a style attribute.
  if (!useHydrated()) {
    return (
      <div className={styles.select}>
        <span className={labelClass}>{label}</span>
        <span className={styles.trigger}>{face}</span>
      </div>
    );
  }

  return (
    <AriaSelect
      className={cx(styles.select)}
      value={value}
      onChange={(key) => {
        const next = choices.find(({ id }) => id === key);
        if (next !== undefined) onChange(next.id);
      }}
      isDisabled={isDisabled}
    >
      <Label className={labelClass}>{label}</Label>
      <Button className={cx(styles.trigger)}>
        <SelectValue className="visually-hidden" />
        {face}
      </Button>
      <Popover className={cx(styles.popover)} offset={4}>
        <ListBox className={cx(styles.list)} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={cx(styles.item)}>
              <Check aria-hidden="true" className={styles.check} />
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
