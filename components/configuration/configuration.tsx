'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { objectColumns } from '@/components/configuration/object-columns';
import { filterObjects, objectRows, type ObjectRow } from '@/components/configuration/object-rows';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { useMeshRefs } from '@/components/shell/use-mesh-refs';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { checksOptions } from '@/lib/client/checks';
import { dataStateOf } from '@/lib/client/data-state';
import { objectsOptions } from '@/lib/client/objects';
import {
  CONFIGURATION_COLUMNS,
  configurationCodec,
  type ConfigurationPage,
} from '@/lib/contract/configuration-url';
import type { ListedObject } from '@/lib/contract/objects';
import { atOf } from '@/lib/contract/view-url';
import { formatCount } from '@/lib/domain/format';
import styles from './configuration.module.css';

/** Every object of every mesh, with what is wrong with it. */
export function Configuration() {
  const { view } = useView();
  const { page, setPage } = usePageState(configurationCodec);
  const { data, error } = useQuery(objectsOptions(view));
  return (
    <>
      <PageHeader title="Configuration">
        <div className={styles.search}>
          <SearchField
            label="Filter by kind or name"
            value={page.search}
            onChange={(search) => setPage({ search })}
          />
        </div>
        <Filters objects={data?.objects ?? []} page={page} setPage={setPage} />
      </PageHeader>
      {atOf(view) !== null && (
        <Notice kind="info">
          Configuration shows what is there now, whatever moment the other pages are pinned to.
        </Notice>
      )}
      <DataPanel
        label="Objects"
        state={dataStateOf({ data, error })}
        className={styles.panel}
        loading={<Skeleton label="Objects" lines={14} />}
        isEmpty={({ objects, sources }) =>
          objects.length === 0 && sources.every(({ state }) => state === 'ok')
        }
        empty={
          <EmptyState title="No objects">
            {`No mesh that is known here has an object${view.namespaces.length > 0 ? ' in the chosen namespaces' : ' in this cluster'} that you may read.`}
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <AnswerNotices answer={answer} />
            <Table objects={answer.objects} at={answer.at} page={page} setPage={setPage} />
          </>
        )}
      </DataPanel>
    </>
  );
}

interface FiltersProps {
  readonly objects: readonly ListedObject[];
  readonly page: ConfigurationPage;
  readonly setPage: (patch: Partial<ConfigurationPage>) => void;
}

function Filters({ objects, page, setPage }: FiltersProps) {
  const refs = useMeshRefs();
  const kinds = [...new Set([...objects.map(({ kind }) => kind), page.kind])]
    .filter((kind) => kind !== '')
    .toSorted();
  const meshes = [...new Set([...objects.flatMap((object) => object.meshes), page.mesh])]
    .filter((mesh) => mesh !== '')
    .map((id) => ({ id, label: refs.get(id)?.label ?? id }));
  return (
    <>
      <Select
        label="Kind"
        labelIs="inline"
        choices={[{ id: '', label: 'All' }, ...kinds.map((kind) => ({ id: kind, label: kind }))]}
        value={page.kind}
        onChange={(kind) => setPage({ kind })}
      />
      <Select
        label="Mesh"
        labelIs="inline"
        choices={[{ id: '', label: 'All' }, ...meshes]}
        value={page.mesh}
        onChange={(mesh) => setPage({ mesh })}
      />
      <ToggleGroup
        label="Which ones"
        choices={[
          { id: 'all', label: 'All' },
          { id: 'findings', label: 'With findings' },
          { id: 'errors', label: 'With errors' },
        ]}
        value={page.show}
        onChange={(show) => setPage({ show })}
      />
    </>
  );
}

interface TableProps extends FiltersProps {
  readonly at: number;
}

function Table({ objects, at, page, setPage }: TableProps) {
  const { view } = useView();
  const { data: checks, error } = useQuery(checksOptions(view.namespaces, view));
  const rows = useMemo(() => objectRows(objects, checks), [objects, checks]);
  const { kind, mesh, show, search } = page;
  const shown = useMemo(
    () => filterObjects(rows, { kind, mesh, show, search }),
    [rows, kind, mesh, show, search],
  );
  // Which of them have findings is not known yet: that none has would be a lie.
  const isWaiting = show !== 'all' && checks === undefined && error === null;
  const columns = useMemo(() => objectColumns(view, at), [view, at]);
  return (
    <>
      {error !== null && checks === undefined && (
        <Notice kind="warning" title="It is not known what is wrong with them">
          {error.message}
        </Notice>
      )}
      {isWaiting ? (
        <Skeleton label="Objects" lines={14} />
      ) : shown.length === 0 ? (
        <NoneMatches rows={rows} setPage={setPage} />
      ) : (
        <>
          <DataTable
            label="Objects"
            columns={columns}
            rows={shown}
            keyOf={({ object }) => object.id}
            sort={{ column: page.sort, descending: page.descending }}
            onSortChange={({ column, descending }) => {
              const sort = CONFIGURATION_COLUMNS.find((id) => id === column);
              if (sort !== undefined) setPage({ sort, descending });
            }}
          />
          <p className={styles.count}>{countOf(shown.length, rows.length)}</p>
        </>
      )}
    </>
  );
}

interface NoneMatchesProps extends Pick<FiltersProps, 'setPage'> {
  readonly rows: readonly ObjectRow[];
}

function NoneMatches({ rows, setPage }: NoneMatchesProps) {
  return (
    <EmptyState
      title={`None of ${formatCount(rows.length)} objects matches`}
      actions={
        <Button onPress={() => setPage({ search: '', kind: '', mesh: '', show: 'all' })}>
          Clear the filter
        </Button>
      }
    />
  );
}

function countOf(shown: number, all: number): string {
  const whole = `${formatCount(all)} ${all === 1 ? 'object' : 'objects'}`;
  return shown === all ? whole : `${formatCount(shown)} of ${whole}`;
}
