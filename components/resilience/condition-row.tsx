'use client';

import { X } from 'lucide-react';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import type { ReadCondition, ReadMatch, ReadRule } from '@/lib/domain/routing/read-rules';
import { changeCondition, removeCondition } from '@/lib/domain/routing/rule-edits';
import styles from './rule-card.module.css';

interface ConditionRowProps {
  readonly rule: ReadRule;
  readonly match: ReadMatch;
  readonly condition: ReadCondition;
  readonly draft: ObjectDraft;
  readonly isDisabled: boolean;
}

/** One condition of a rule: its value can be changed, and it can be taken out. */
export function ConditionRow({ rule, match, condition, draft, isDisabled }: ConditionRowProps) {
  const form = rule.form?.conditions.find(({ id }) => id === condition.formId);
  const label = form?.label ?? condition.comparison;
  const words =
    condition.name === undefined
      ? label
      : label.replace(/header|query parameter|metadata/, `$& ${condition.name}`);
  return (
    <div className={styles.condition}>
      <span>{words}</span>
      {condition.comparison === 'present' ? (
        <span />
      ) : (
        <TextField
          label={words}
          hideLabel
          isMono
          value={condition.value}
          isDisabled={isDisabled || form === undefined}
          onChange={(value) => {
            if (form !== undefined) draft.edit(changeCondition(condition, form, value));
          }}
        />
      )}
      {!isDisabled && (
        <IconButton
          label={`Take out: ${words} ${condition.value}`}
          size="s"
          onPress={() => draft.edit(removeCondition(rule, match, condition))}
        >
          <X />
        </IconButton>
      )}
    </div>
  );
}
