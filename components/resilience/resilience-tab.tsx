'use client';

import { useQuery } from '@tanstack/react-query';
import { FaultNotices } from '@/components/resilience/fault-notices';
import { FiguresStrip } from '@/components/resilience/figures-strip';
import { GroupCard } from '@/components/resilience/group-card';
import { RetryPathNotice } from '@/components/resilience/retry-path-notice';
import { useServiceId, type ServicePlace } from '@/components/resilience/use-service-id';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { dataStateOf } from '@/lib/client/data-state';
import { resilienceOptions } from '@/lib/client/resilience';
import type { Resilience, SettingGroupDto } from '@/lib/contract/resilience';
import { groupBy } from '@/lib/domain/group-by';
import { objectId } from '@/lib/domain/object-ref';
import styles from './resilience-tab.module.css';

/** Timeouts, retries, circuit breakers and faults of a service: what is set, what is measured, and forms. */
export function ResilienceTab({ namespace, name }: ServicePlace) {
  const id = useServiceId({ namespace, name });
  const { data, error } = useQuery(resilienceOptions(id));
  return (
    <DataPanel
      label="Resilience"
      state={dataStateOf({ data, error })}
      isEmpty={({ meshes }) => meshes.length === 0}
      empty={
        <EmptyState title="No mesh is in charge of it">
          No pod behind this service takes part in a mesh that has timeouts, retries or circuit
          breakers, or you may not read its objects.
        </EmptyState>
      }
    >
      {(answer) => <Answer answer={answer} />}
    </DataPanel>
  );
}

function Answer({ answer }: { readonly answer: Resilience }) {
  const { meshes, faults, retryPath, at } = answer;
  return (
    <div className={styles.tab}>
      <FaultNotices faults={faults} at={at} />
      {retryPath !== null && <RetryPathNotice path={retryPath} />}
      {meshes.map((mesh) => (
        <section key={mesh.mesh} className={styles.mesh} aria-label={mesh.label}>
          <h2 className={styles.heading}>{mesh.label}</h2>
          {mesh.warnings.map(({ code, message }) => (
            <Notice key={`${code} ${message}`} kind="warning">
              {message}
            </Notice>
          ))}
          <FiguresStrip figures={mesh.figures} notes={mesh.notes} />
          {cardsOf(mesh.groups).map((groups) => (
            <GroupCard key={groups[0]?.id} groups={groups} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** One card an object. */
function cardsOf(groups: readonly SettingGroupDto[]): readonly (readonly SettingGroupDto[])[] {
  return [...groupBy(groups, ({ object }) => objectId(object)).values()];
}
