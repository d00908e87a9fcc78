'use client';

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { ConditionAdder } from '@/components/resilience/condition-adder';
import { ConditionRow } from '@/components/resilience/condition-row';
import { RuleTargets } from '@/components/resilience/rule-targets';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { IconButton } from '@/components/ui/button';
import type { RouteTableDto } from '@/lib/contract/routing';
import type { Destination } from '@/lib/domain/routing/dialect';
import type { ReadRule } from '@/lib/domain/routing/read-rules';
import { moveRule, removeRule } from '@/lib/domain/routing/rule-edits';
import styles from './rule-card.module.css';

interface RuleCardProps {
  readonly rule: ReadRule;
  readonly count: number;
  readonly dialect: RouteTableDto['dialect'];
  readonly destinations: readonly Destination[];
  readonly draft: ObjectDraft;
  readonly isDisabled: boolean;
}

/** One rule: what it asks for, where it sends requests, and its place among the others. */
export function RuleCard(props: RuleCardProps) {
  const { rule, count, dialect, destinations, draft, isDisabled } = props;
  const { index, name, matches, form } = rule;
  const title = `Rule ${index + 1}${name === null ? '' : ` “${name}”`}`;
  return (
    <article className={styles.rule} aria-label={title}>
      <header className={styles.header}>
        <h4>{title}</h4>
        {rule.priority !== null && (
          <span className={styles.note}>{`priority ${rule.priority}`}</span>
        )}
        {!isDisabled && (
          <span className={styles.actions}>
            <IconButton
              label={`Move up: ${title}`}
              size="s"
              isDisabled={index === 0}
              onPress={() => draft.edit(moveRule(dialect, index, index - 1))}
            >
              <ArrowUp />
            </IconButton>
            <IconButton
              label={`Move down: ${title}`}
              size="s"
              isDisabled={index === count - 1}
              onPress={() => draft.edit(moveRule(dialect, index, index + 1))}
            >
              <ArrowDown />
            </IconButton>
            <IconButton
              label={`Remove: ${title}`}
              size="s"
              onPress={() => draft.edit(removeRule(dialect, rule))}
            >
              <Trash2 />
            </IconButton>
          </span>
        )}
      </header>
      {matches.length === 0 && <p className={styles.note}>Takes every request.</p>}
      {matches.map((match, i) => (
        <div key={match.path} className={styles.match}>
          {i > 0 && <p className={styles.note}>or</p>}
          {match.conditions.map((condition) => (
            <ConditionRow
              key={condition.path}
              rule={rule}
              match={match}
              condition={condition}
              draft={draft}
              isDisabled={isDisabled}
            />
          ))}
          {match.others.length > 0 && (
            <p className={styles.note}>{`and ${match.others.join(', ')} (see the YAML)`}</p>
          )}
        </div>
      ))}
      {form !== null && !isDisabled && (
        <ConditionAdder rule={{ ...rule, form }} draft={draft} title={title} />
      )}
      <RuleTargets {...{ rule, title, destinations, draft, isDisabled }} />
    </article>
  );
}
