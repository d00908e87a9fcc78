'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ObjectCard } from '@/components/resilience/object-card';
import { RuleList } from '@/components/resilience/rule-list';
import { TryRequest } from '@/components/resilience/try-request';
import { useServiceId, type ServicePlace } from '@/components/resilience/use-service-id';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { dataStateOf } from '@/lib/client/data-state';
import { routingOptions } from '@/lib/client/resilience';
import type { RouteTableDto, Routing } from '@/lib/contract/routing';
import type { RouteTable } from '@/lib/domain/routing/dialect';
import { objectId } from '@/lib/domain/object-ref';
import { readRules } from '@/lib/domain/routing/read-rules';
import { readYaml } from '@/lib/domain/yaml-edit';
import styles from './resilience-tab.module.css';

/** The rules that decide where requests for a service go, and what they would do with an example. */
export function RoutingTab({ namespace, name }: ServicePlace) {
  const id = useServiceId({ namespace, name });
  const { data, error } = useQuery(routingOptions(id));
  return (
    <DataPanel
      label="Routing"
      state={dataStateOf({ data, error })}
      isEmpty={({ tables }) => tables.length === 0}
      empty={
        <EmptyState title="Nothing routes its requests">
          No rules of a mesh apply to this service: its requests go to any pod behind it. Or you may
          not read them.
        </EmptyState>
      }
    >
      {(answer) => <Answer answer={answer} />}
    </DataPanel>
  );
}

function Answer({ answer }: { readonly answer: Routing }) {
  // As people are editing them, so that a change can be tried before it is applied.
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const tables = answer.tables
    .map((table) => ({ table, text: texts.get(objectId(table.object)) ?? table.yaml }))
    // What is only offered decides nothing until somebody begins to write it.
    .filter(({ table, text }) => table.template === null || text !== table.template)
    .map(({ table, text }) => {
      const read = readYaml(text);
      return { table: toTable(table), rules: readRules(read.ok ? read.value : null, table) };
    });
  return (
    <div className={styles.tab}>
      {answer.notes.map((note) => (
        <Notice key={note} kind="warning">
          {note}
        </Notice>
      ))}
      <TryRequest tables={tables} />
      {answer.tables.map((table) => {
        const key = objectId(table.object);
        return (
          <ObjectCard
            key={key}
            object={table.object}
            template={table.template}
            summary="Change the rules of routing"
            onText={(text) => {
              if (texts.get(key) !== text) setTexts(new Map([...texts, [key, text]]));
            }}
          >
            {(draft, isDisabled) => (
              <RuleList table={table} draft={draft} isDisabled={isDisabled} />
            )}
          </ObjectCard>
        );
      })}
    </div>
  );
}

/** The table as rules are decided by it; its object is read apart. */
function toTable(table: RouteTableDto): RouteTable {
  return { ...table, template: null };
}
