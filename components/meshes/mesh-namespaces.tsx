'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { namespacesToShow, oddities, podsInside } from '@/components/meshes/mesh-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { useMeshRefs } from '@/components/shell/use-mesh-refs';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { MeshNamespace } from '@/lib/contract/meshes';
import { meshesCodec } from '@/lib/contract/meshes-url';
import { graphHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { formatCount } from '@/lib/domain/format';
import styles from './meshes.module.css';

/** The namespaces: which mesh each is in, by whose word, and which pods are in none. */
export function MeshNamespaces({ namespaces }: { readonly namespaces: readonly MeshNamespace[] }) {
  const { page, setPage } = usePageState(meshesCodec);
  const { view } = useView();
  const refs = useMeshRefs();
  const shown = namespacesToShow(namespaces, page);
  const columns = useMemo(() => columnsOf(view), [view]);
  const used = new Set(namespaces.flatMap((each) => each.memberships.map(({ mesh }) => mesh)));
  const choices = [...refs.values()].filter(({ id }) => used.has(id) || id === page.mesh);
  return (
    <section aria-label="Namespaces" className={styles.namespaces}>
      <div className={styles.bar}>
        <h2>Namespaces</h2>
        <SearchField
          label="Filter by name"
          value={page.search}
          onChange={(search) => setPage({ search })}
        />
        <Select
          label="Mesh"
          labelIs="inline"
          choices={[{ id: '', label: 'Any' }, ...choices]}
          value={page.mesh}
          onChange={(mesh) => setPage({ mesh })}
        />
        <ToggleGroup
          label="Which namespaces"
          choices={[
            { id: 'all', label: 'All' },
            { id: 'partial', label: 'In part' },
            { id: 'outside', label: 'With pods outside' },
          ]}
          value={page.show}
          onChange={(show) => setPage({ show })}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title={`None of ${formatCount(namespaces.length)} namespaces matches`}
          actions={
            <Button onPress={() => setPage({ search: '', show: 'all', mesh: '' })}>
              Clear the filter
            </Button>
          }
        />
      ) : (
        <DataTable
          label="Namespaces"
          columns={columns}
          rows={shown}
          keyOf={({ name }) => name}
          initialSort={{ column: 'name', descending: false }}
        />
      )}
    </section>
  );
}

function columnsOf(view: View): readonly Column<MeshNamespace>[] {
  return [
    {
      id: 'name',
      header: 'Namespace',
      isRowHeader: true,
      width: '14rem',
      sortBy: ({ name }) => name,
      cell: ({ name }) => (
        <Link href={graphHref({ ...view, namespaces: [name] })} prefetch={false}>
          {name}
        </Link>
      ),
    },
    {
      id: 'meshes',
      header: 'Meshes',
      width: '14rem',
      sortBy: ({ memberships }) => memberships.map(({ mesh }) => mesh).join(),
      cell: ({ memberships }) =>
        memberships.length === 0 ? (
          <span className={styles.muted}>none</span>
        ) : (
          <span className={styles.memberships}>
            {memberships.map(({ mesh }) => (
              <MeshBadge key={mesh} mesh={mesh} />
            ))}
          </span>
        ),
    },
    {
      id: 'pods',
      header: 'Pods in a mesh',
      align: 'end',
      width: '12rem',
      sortBy: (row) => (row.pods === 0 ? undefined : podsInside(row) / row.pods),
      cell: (row) => <Share namespace={row} />,
    },
    {
      id: 'said',
      header: 'Enrolled by',
      isSecondary: true,
      width: '20rem',
      cell: ({ memberships }) => (
        <span className={styles.said}>
          {memberships.flatMap(({ because }) => because ?? []).join(', ') || '—'}
        </span>
      ),
    },
    {
      id: 'odd',
      header: 'Worth a look',
      isSecondary: true,
      sortBy: (row) => oddities(row).length,
      cell: (row) => {
        const found = oddities(row).join(' ');
        return (
          <span className={styles.oddity} title={found}>
            {found}
          </span>
        );
      },
    },
  ];
}

function Share({ namespace }: { readonly namespace: MeshNamespace }) {
  const { pods } = namespace;
  if (pods === 0) return <span className={styles.muted}>no pods</span>;
  const inside = podsInside(namespace);
  return (
    <span className={styles.share}>
      <span aria-hidden="true" className={styles.track}>
        <span className={styles.fill} style={{ width: `${(100 * inside) / pods}%` }} />
      </span>
      {`${formatCount(inside)} of ${formatCount(pods)}`}
    </span>
  );
}
