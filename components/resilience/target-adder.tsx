'use client';

import { useState } from 'react';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import type { Destination, TargetForm } from '@/lib/domain/routing/dialect';
import type { ReadRule } from '@/lib/domain/routing/read-rules';
import { addTarget } from '@/lib/domain/routing/target-edits';
import styles from './rule-targets.module.css';

interface TargetAdderProps {
  readonly rule: ReadRule;
  readonly title: string;
  /** What the rule does not lead to yet; never empty. */
  readonly others: readonly Destination[];
  readonly draft: ObjectDraft;
  readonly form: TargetForm;
  /** JSON Pointer to the list of targets. */
  readonly list: string;
}

/** A further target of a rule, which gets nothing until it is given a weight. */
export function TargetAdder({ rule, title, others, draft, form, list }: TargetAdderProps) {
  const [chosen, setChosen] = useState('');
  const destination = others.find(({ to }) => to === chosen) ?? others[0];
  if (destination === undefined) return null;
  return (
    <div className={styles.adder}>
      <Select
        label={`Another target of ${title}`}
        labelIs="hidden"
        value={destination.to}
        onChange={setChosen}
        choices={others.map(({ to }) => ({ id: to, label: to }))}
      />
      <Button size="s" onPress={() => draft.edit(addTarget(rule, list, form, destination))}>
        Add target
      </Button>
    </div>
  );
}
