'use client';

import { useState } from 'react';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { ConditionForm, RuleForm } from '@/lib/domain/routing/dialect';
import type { ReadRule } from '@/lib/domain/routing/read-rules';
import { addCondition, addMatch } from '@/lib/domain/routing/rule-edits';
import styles from './rule-card.module.css';

interface ConditionAdderProps {
  readonly rule: ReadRule & { readonly form: RuleForm };
  readonly draft: ObjectDraft;
  /** Names the rule. */
  readonly title: string;
}

/** A further condition for a rule: one that must hold too, or one that will do as well. */
export function ConditionAdder({ rule, draft, title }: ConditionAdderProps) {
  const { conditions, matches } = rule.form;
  const [formId, setFormId] = useState(conditions[0]?.id ?? '');
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const form = conditions.find(({ id }) => id === formId);
  if (form === undefined) return null;
  const { isNamed, isValued } = partsOf(form);
  const isFirst = rule.matches.length === 0;
  const isWhole = isFilled(isNamed, name) && isFilled(isValued, value);
  const filled = { name: name.trim(), value: value.trim() };
  const add = (isAlternative: boolean) => {
    const edits = isAlternative
      ? addMatch(rule, form, filled)
      : addCondition(draft.object, rule, rule.matches.at(-1), form, filled);
    if (draft.edit(edits) !== null) return;
    setName('');
    setValue('');
  };

  return (
    <div className={styles.adder} role="group" aria-label={`Add a condition to ${title}`}>
      <Select
        label="Condition"
        labelIs="hidden"
        value={formId}
        onChange={setFormId}
        choices={conditions.map(({ id, label }) => ({ id, label }))}
      />
      {isNamed && <Word what="name" text={name} onChange={setName} />}
      {isValued && <Word what="value" text={value} onChange={setValue} />}
      <span className={styles.actions}>
        <Button size="s" isDisabled={!isWhole} onPress={() => add(false)}>
          {isFirst ? 'Add' : 'And'}
        </Button>
        {matches === 'any' && !isFirst && (
          <Button size="s" isDisabled={!isWhole} onPress={() => add(true)}>
            Or
          </Button>
        )}
      </span>
    </div>
  );
}

function partsOf({ subject, comparison }: ConditionForm) {
  return {
    isNamed: subject === 'header' || subject === 'query',
    isValued: comparison !== 'present',
  };
}

function isFilled(isAsked: boolean, text: string): boolean {
  return !isAsked || text.trim() !== '';
}

interface WordProps {
  readonly what: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function Word({ what, text, onChange }: WordProps) {
  return (
    <TextField label={what} hideLabel placeholder={what} isMono value={text} onChange={onChange} />
  );
}
