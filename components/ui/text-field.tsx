'use client';

import { Minus, Plus, Search, X } from 'lucide-react';
import type { HTMLInputAutoCompleteAttribute } from 'react';
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  SearchField as AriaSearchField,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './text-field.module.css';

interface FieldProps {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: string | undefined;
  /** What is wrong with the value; the field is then marked as invalid. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password';
  readonly multiline?: boolean;
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly isMono?: boolean;
}

/** One line of text, or several. */
export function TextField({
  label,
  hideLabel = false,
  description,
  error,
  placeholder = '',
  multiline = false,
  isMono = false,
  autoComplete = 'off',
  ...props
}: TextFieldProps) {
  const inputClass = cx(styles.input, isMono && styles.mono);
  return (
    <AriaTextField
      {...props}
      autoComplete={autoComplete}
      spellCheck="false"
      isInvalid={error !== undefined}
      className={cx(styles.field)}
    >
      <Label className={hideLabel ? 'visually-hidden' : cx(styles.label)}>{label}</Label>
      {multiline ? (
        <TextArea className={cx(inputClass, styles.area)} placeholder={placeholder} />
      ) : (
        <Input className={inputClass} placeholder={placeholder} />
      )}
      {description !== undefined && (
        <Text slot="description" className={cx(styles.description)}>
          {description}
        </Text>
      )}
      <FieldError className={cx(styles.error)}>{error}</FieldError>
    </AriaTextField>
  );
}

interface SearchFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}

/** A filter as you type; Escape clears it. */
export function SearchField({
  label,
  hideLabel = true,
  placeholder = label,
  ...props
}: SearchFieldProps) {
  return (
    <AriaSearchField {...props} className={cx(styles.field)}>
      <Label className={hideLabel ? 'visually-hidden' : cx(styles.label)}>{label}</Label>
      <Group className={cx(styles.group)}>
        <Search aria-hidden="true" className={styles.lens} />
        <Input className={cx(styles.bare)} placeholder={placeholder} />
        <Button className={cx(styles.inner, styles.clear)} aria-label="Clear">
          <X aria-hidden="true" />
        </Button>
      </Group>
    </AriaSearchField>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
  /** Stands behind the number, for example `%`. */
  readonly suffix?: string;
}

/** A number with buttons to step it. */
export function NumberField({ label, hideLabel = false, suffix, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField {...props} className={cx(styles.field)}>
      <Label className={hideLabel ? 'visually-hidden' : cx(styles.label)}>{label}</Label>
      <Group className={cx(styles.group)}>
        <Button slot="decrement" className={cx(styles.inner)}>
          <Minus aria-hidden="true" />
        </Button>
        <Input className={cx(styles.bare, styles.number)} />
        {suffix !== undefined && <span className={styles.suffix}>{suffix}</span>}
        <Button slot="increment" className={cx(styles.inner)}>
          <Plus aria-hidden="true" />
        </Button>
      </Group>
    </AriaNumberField>
  );
}
