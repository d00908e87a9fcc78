'use client';

import { ChevronDown } from 'lucide-react';
import {
  Button,
  ComboBox,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './suggest-field.module.css';

interface SuggestFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly suggestions: readonly string[];
  readonly placeholder: string;
}

/** More would only slow the list down; typing narrows it. */
const MAX_SUGGESTIONS = 200;

/** Text with suggestions that contain what was typed. Any other text is taken as well. */
export function SuggestField({
  label,
  value,
  onChange,
  suggestions,
  placeholder,
}: SuggestFieldProps) {
  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={onChange}
      items={fitting(suggestions, value).map((name) => ({ name }))}
      className={cx(styles.field)}
    >
      <Label className={cx(styles.label)}>{label}</Label>
      <Group className={cx(styles.group)}>
        <Input className={cx(styles.input)} placeholder={placeholder} spellCheck="false" />
        <Button className={cx(styles.open)} aria-label={`Suggestions for ${label}`}>
          <ChevronDown aria-hidden="true" />
        </Button>
      </Group>
      <Popover className={cx(styles.popover)} offset={4}>
        <ListBox className={cx(styles.list)}>
          {({ name }: { readonly name: string }) => (
            <ListBoxItem id={name} textValue={name} className={cx(styles.item)}>
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** All of them when the text is one of them, so that the list can be looked through. */
function fitting(suggestions: readonly string[], text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const all = suggestions.includes(text)
    ? suggestions
    : suggestions.filter((name) => name.toLowerCase().includes(wanted));
  return all.slice(0, MAX_SUGGESTIONS);
}
