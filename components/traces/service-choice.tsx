'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { dataStateOf } from '@/lib/client/data-state';
import { traceServicesOptions } from '@/lib/client/traces';
import styles from './service-choice.module.css';

interface ServiceChoiceProps {
  readonly onChoose: (service: string) => void;
}

/** So many names are offered as buttons; the field of the form knows them all. */
const MAX_OFFERED = 60;

/** What stands where the result will be, until a service is chosen. */
export function ServiceChoice({ onChoose }: ServiceChoiceProps) {
  const { data, error } = useQuery(traceServicesOptions());
  const state = useMemo(() => dataStateOf({ data, error }), [data, error]);
  return (
    <DataPanel
      label="Services that send traces"
      state={state}
      isEmpty={({ names }) => names.length === 0}
      empty={
        <EmptyState title="No service has sent a trace">
          The tracing store is there but empty. Check that the mesh samples requests and sends spans
          to it, and that applications pass the headers of a trace on.
        </EmptyState>
      }
    >
      {({ names }) => (
        <div className={styles.choice}>
          <h2>Choose a service</h2>
          <ul className={styles.names}>
            {names.slice(0, MAX_OFFERED).map((name) => (
              <li key={name}>
                <Button size="s" onPress={() => onChoose(name)}>
                  {name}
                </Button>
              </li>
            ))}
          </ul>
          {names.length > MAX_OFFERED && (
            <p className={styles.more}>
              and {names.length - MAX_OFFERED} more: type in the field above.
            </p>
          )}
        </div>
      )}
    </DataPanel>
  );
}
