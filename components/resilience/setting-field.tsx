'use client';

import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { SettingGroupDto } from '@/lib/contract/resilience';

type SettingDto = SettingGroupDto['settings'][number];

interface SettingFieldProps {
  readonly setting: SettingDto;
  /** As it stands in the form; empty when it is left out. */
  readonly text: string;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (text: string) => void;
}

const LEFT_OUT = '';

/** One value of an object. Empty means that it is left out; what then holds stands where it would. */
export function SettingField({ setting, text, error, isDisabled, onChange }: SettingFieldProps) {
  const { label, help, form, absent } = setting;
  const words = choicesOf(form);
  if (words !== null) {
    return (
      <Select
        label={label}
        value={text}
        isDisabled={isDisabled}
        onChange={onChange}
        choices={[
          { id: LEFT_OUT, label: `Left out: ${absent}` },
          ...words.map((id) => ({ id, label: id })),
          ...(text === LEFT_OUT || words.includes(text) ? [] : [{ id: text, label: text }]),
        ]}
      />
    );
  }
  return (
    <TextField
      label={unitOf(form) === '' ? label : `${label} (${unitOf(form)})`}
      value={text}
      onChange={onChange}
      description={help}
      error={error}
      placeholder={absent}
      isDisabled={isDisabled}
    />
  );
}

function choicesOf(form: SettingDto['form']): readonly string[] | null {
  if (form.kind === 'flag') return ['true', 'false'];
  return form.kind === 'choice' ? form.options : null;
}

function unitOf(form: SettingDto['form']): string {
  return form.kind === 'number' ? form.unit : '';
}
