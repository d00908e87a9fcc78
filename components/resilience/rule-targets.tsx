'use client';

import { X } from 'lucide-react';
import { TargetAdder } from '@/components/resilience/target-adder';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { formatRatio } from '@/lib/domain/format';
import type { Destination, TargetForm } from '@/lib/domain/routing/dialect';
import type { ReadRule, ReadTarget } from '@/lib/domain/routing/read-rules';
import { changeTarget, removeTarget, weighTarget } from '@/lib/domain/routing/target-edits';
import styles from './rule-targets.module.css';

interface RuleTargetsProps {
  readonly rule: ReadRule;
  /** Names the rule. */
  readonly title: string;
  readonly destinations: readonly Destination[];
  readonly draft: ObjectDraft;
  readonly isDisabled: boolean;
}

/** Where a rule sends requests, with the weights that say how many of them. */
export function RuleTargets(props: RuleTargetsProps) {
  const { rule, isDisabled } = props;
  if (rule.instead !== null) return <p>{rule.instead}</p>;
  if (rule.form === null || isDisabled) return <Read targets={rule.targets} />;
  const form = rule.form.targets;
  return form.shape === 'one' ? (
    <OneTarget {...props} form={form} />
  ) : (
    <TargetList {...props} form={form} list={rule.path + rule.form.body + form.at} />
  );
}

function Read({ targets }: Pick<ReadRule, 'targets'>) {
  return (
    <p className={styles.read}>
      {targets.length === 0
        ? 'It sends requests nowhere.'
        : `→ ${targets.map(({ to, share }) => `${to} ${formatRatio(share)}`).join(', ')}`}
    </p>
  );
}

type FormProps = RuleTargetsProps & { readonly form: TargetForm };

function OneTarget({ rule, title, destinations, draft, form }: FormProps) {
  const [target] = rule.targets;
  if (target === undefined) return <Read targets={rule.targets} />;
  return (
    <div className={styles.one}>
      <Select
        label={`Where ${title} sends requests`}
        labelIs="hidden"
        value={target.to}
        choices={destinations.map(({ to }) => ({ id: to, label: `→ ${to}` }))}
        onChange={(to) => {
          const chosen = destinations.find((each) => each.to === to);
          if (chosen !== undefined) draft.edit(changeTarget(rule, target, form, chosen));
        }}
      />
    </div>
  );
}

function TargetList(props: FormProps & { readonly list: string }) {
  const { rule, title, destinations, draft, form, list } = props;
  const others = destinations.filter(({ to }) => rule.targets.every((each) => each.to !== to));
  return (
    <div className={styles.list} role="group" aria-label={`Where ${title} sends requests`}>
      {rule.targets.length === 0 && (
        <p className={styles.nowhere}>It sends requests nowhere yet.</p>
      )}
      {rule.targets.map((target) => (
        <Target key={target.path} {...{ rule, target, draft, form }} />
      ))}
      {others.length > 0 && <TargetAdder {...{ rule, title, others, draft, form, list }} />}
    </div>
  );
}

interface TargetProps {
  readonly rule: ReadRule;
  readonly target: ReadTarget;
  readonly draft: ObjectDraft;
  readonly form: TargetForm;
}

function Target({ rule, target, draft, form }: TargetProps) {
  const { to, share, path, weight } = target;
  const isLone = rule.targets.length === 1;
  const field = path + (form.weight ?? '');
  const text = draft.typedIn(field) ?? (weight === null ? '' : String(weight));
  const isWeighed = form.weight !== undefined && !isLone;
  return (
    <div className={styles.target}>
      <span className={styles.name}>{`→ ${to}`}</span>
      {isWeighed ? (
        <TextField
          label={`Weight of ${to}`}
          hideLabel
          value={text}
          placeholder={String(form.absentWeight)}
          error={
            text === '' || weighTarget(target, form, text) !== null
              ? undefined
              : 'A whole number, 0 or more'
          }
          onChange={(next) => draft.type(field, next, weighTarget(target, form, next) ?? [])}
        />
      ) : (
        <span />
      )}
      <span className={styles.share}>{formatRatio(share)}</span>
      <IconButton
        label={`Send nothing to: ${to}`}
        size="s"
        isDisabled={isLone}
        onPress={() => draft.edit(removeTarget(rule, target))}
      >
        <X />
      </IconButton>
    </div>
  );
}
