'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { SimulationResult } from '@/components/security/simulation-result';
import { usePageState } from '@/components/shell/use-page-state';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { TextField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { simulationOptions } from '@/lib/client/simulation';
import type { SimulationInput } from '@/lib/contract/security';
import { securityCodec, SIMULATION_WINDOWS } from '@/lib/contract/security-url';
import styles from './security.module.css';

interface SimulationTabProps {
  /** Those that may be made strict. */
  readonly namespaces: readonly string[];
}

const BUTTON_WORDS = { pending: 'Judging …', idle: 'Simulate' } as const;

function chosenOf(namespaces: readonly string[], wanted: string): string {
  return namespaces.includes(wanted) ? wanted : (namespaces[0] ?? '');
}

/** What is to be tried; null while it is not whole. */
function triedOf(
  what: 'strict' | 'apply',
  namespace: string,
  yaml: string,
): SimulationInput['what'] | null {
  if (what === 'strict') return namespace === '' ? null : { kind: 'strict', namespace };
  return yaml.trim() === '' ? null : { kind: 'apply', yaml };
}

/** What to try on the calls of the last hours, and who would be cut off. */
export function SimulationTab({ namespaces }: SimulationTabProps) {
  const { page, setPage } = usePageState(securityCodec);
  const [what, setWhat] = useState<'strict' | 'apply'>('strict');
  const [yaml, setYaml] = useState('');
  const simulation = useMutation(simulationOptions);
  const namespace = chosenOf(namespaces, page.strict);
  const tried = triedOf(what, namespace, yaml);
  const run = () => tried !== null && simulation.mutate({ window: page.hours, what: tried });
  return (
    <div className={styles.main}>
      <div className={styles.form}>
        <p className={styles.muted}>
          The calls that truly flowed are judged again, as if the change were in force. Nothing is
          written.
        </p>
        <div className={styles.bar}>
          <ToggleGroup
            label="What to try"
            choices={[
              { id: 'strict', label: 'Make a namespace strict' },
              { id: 'apply', label: 'Apply policies' },
            ]}
            value={what}
            onChange={setWhat}
          />
          {what === 'strict' && namespaces.length > 0 && (
            <Select
              label="Namespace"
              labelIs="inline"
              choices={namespaces.map((id) => ({ id, label: id }))}
              value={namespace}
              onChange={(strict) => setPage({ strict })}
            />
          )}
          <Select
            label="Calls of the last"
            labelIs="inline"
            choices={SIMULATION_WINDOWS.map((id) => ({ id, label: id }))}
            value={page.hours}
            onChange={(hours) => setPage({ hours })}
          />
          <Button
            variant="primary"
            isDisabled={tried === null || simulation.isPending}
            onPress={run}
          >
            {BUTTON_WORDS[simulation.isPending ? 'pending' : 'idle']}
          </Button>
        </div>
        {what === 'apply' && (
          <TextField
            label="Policies as YAML"
            description="Several are set apart by a line of three dashes."
            multiline
            isMono
            value={yaml}
            onChange={setYaml}
          />
        )}
      </div>
      {simulation.error !== null && (
        <Notice kind="danger" title="Not simulated">
          {simulation.error.message}
        </Notice>
      )}
      {simulation.isIdle && (
        <EmptyState title="Nothing simulated yet">
          Who would be cut off, who may be, and who would be let in will stand here, with what flows
          over each call.
        </EmptyState>
      )}
      {simulation.isPending && <Skeleton label="Simulation" lines={8} />}
      {simulation.data !== undefined && (
        <SimulationResult
          result={simulation.data}
          onOpenCall={(call) => setPage({ call, tab: 'workloads', workload: '' })}
        />
      )}
    </div>
  );
}
