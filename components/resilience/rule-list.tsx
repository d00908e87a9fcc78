'use client';

import { RuleCard } from '@/components/resilience/rule-card';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { Button } from '@/components/ui/button';
import type { RouteTableDto } from '@/lib/contract/routing';
import { readRules } from '@/lib/domain/routing/read-rules';
import { addRule } from '@/lib/domain/routing/rule-edits';
import { destinationsOf } from '@/lib/domain/routing/target-edits';
import styles from './rule-list.module.css';

interface RuleListProps {
  readonly table: RouteTableDto;
  readonly draft: ObjectDraft;
  readonly isDisabled: boolean;
}

/** The rules of one object, in the order in which they stand there. */
export function RuleList({ table, draft, isDisabled }: RuleListProps) {
  const { dialect, applies } = table;
  const rules = readRules(draft.object, table);
  const destinations = destinationsOf(table.destinations, rules);
  return (
    <div className={styles.list}>
      <p className={styles.hint}>{`For ${applies}. ${dialect.precedence.words}`}</p>
      {!isDisabled && (
        <div>
          <Button size="s" onPress={() => draft.edit(addRule(dialect))}>
            Add a rule
          </Button>
        </div>
      )}
      <ol className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule.index}>
            <RuleCard
              rule={rule}
              count={rules.length}
              dialect={dialect}
              destinations={destinations}
              draft={draft}
              isDisabled={isDisabled}
            />
          </li>
        ))}
      </ol>
      <p className={styles.hint}>{dialect.otherwise}</p>
    </div>
  );
}
