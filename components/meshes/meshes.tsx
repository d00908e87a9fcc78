'use client';

import { useQuery } from '@tanstack/react-query';
import { MeshCards } from '@/components/meshes/mesh-cards';
import { MeshNamespaces } from '@/components/meshes/mesh-namespaces';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { meshesOptions } from '@/lib/client/meshes';
import styles from './meshes.module.css';

/** What was found of every mesh, and how much of each namespace takes part. */
export function Meshes() {
  const state = dataStateOf(useQuery(meshesOptions()));
  return (
    <>
      <PageHeader title="Meshes" />
      <DataPanel
        label="Meshes"
        state={state}
        className={styles.panel}
        loading={<Skeleton label="Meshes" lines={12} />}
        isEmpty={({ meshes, namespaces }) =>
          namespaces.length === 0 &&
          meshes.every(({ present, reporting }) => !present && !reporting)
        }
        empty={
          <EmptyState title="No mesh found">
            Neither definitions, nor a control plane, nor a pod with a proxy was found, and no proxy
            reports to Prometheus.
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <AnswerNotices answer={answer} />
            <MeshCards answer={answer} />
            <MeshNamespaces namespaces={answer.namespaces} />
          </>
        )}
      </DataPanel>
    </>
  );
}
