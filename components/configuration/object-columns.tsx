import Link from 'next/link';
import type { ObjectRow } from '@/components/configuration/object-rows';
import { FindingBadges } from '@/components/shell/finding-badges';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { ownerName } from '@/components/shell/owner-words';
import { Badge } from '@/components/ui/badge';
import type { Column } from '@/components/ui/data-table';
import type { CONFIGURATION_COLUMNS } from '@/lib/contract/configuration-url';
import { objectHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { findingsRank, troubleOf } from '@/lib/domain/finding-counts';
import { formatAge } from '@/lib/domain/format';
import styles from './configuration.module.css';

type ObjectColumn = Column<ObjectRow> & { readonly id: (typeof CONFIGURATION_COLUMNS)[number] };

/**
 * The columns of the list of objects.
 *
 * @param at When the list was made, in epoch milliseconds.
 */
export function objectColumns(view: View, at: number): readonly ObjectColumn[] {
  return [
    {
      id: 'findings',
      header: 'Findings',
      width: '9rem',
      sortBy: ({ findings }) => findingsRank(findings),
      cell: (row) => <Findings findings={row.findings} />,
    },
    {
      id: 'name',
      header: 'Object',
      isRowHeader: true,
      sortBy: ({ object }) => object.name,
      cell: ({ object }) => (
        <span className={styles.name}>
          <Link href={objectHref(object, view)} prefetch={false}>
            {object.name}
          </Link>
          {object.meshes.map((mesh) => (
            <MeshBadge key={mesh} mesh={mesh} isShort />
          ))}
        </span>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: '14rem',
      isSecondary: true,
      sortBy: ({ object }) => object.kind,
      cell: ({ object }) => <span title={object.group}>{object.kind}</span>,
    },
    {
      id: 'namespace',
      header: 'Namespace',
      width: '10rem',
      isSecondary: true,
      sortBy: ({ object }) => object.namespace,
      cell: ({ object }) => (
        <span className={styles.muted}>
          {object.namespace === '' ? 'whole cluster' : object.namespace}
        </span>
      ),
    },
    {
      id: 'references',
      header: 'Refers, referred',
      align: 'end',
      width: '9rem',
      isSecondary: true,
      sortBy: ({ object }) => object.references.to + object.references.from,
      cell: ({ object: { references } }) => (
        <span className={styles.findings}>
          {references.missing > 0 && (
            <Badge tone="failing">{`${references.missing} not there`}</Badge>
          )}
          {`${references.to}, ${references.from}`}
        </span>
      ),
    },
    {
      id: 'owner',
      header: 'Written by',
      width: '12rem',
      isSecondary: true,
      sortBy: ({ object }) => ownerName(object.owner),
      cell: ({ object }) => <span className={styles.muted}>{ownerName(object.owner)}</span>,
    },
    {
      id: 'age',
      header: 'Age',
      align: 'end',
      width: '6rem',
      sortBy: ({ object }) => (object.createdAt === null ? undefined : at - object.createdAt),
      cell: ({ object }) =>
        formatAge(object.createdAt === null ? undefined : at - object.createdAt),
    },
  ];
}

function Findings({ findings }: Pick<ObjectRow, 'findings'>) {
  if (findings === null) return '–';
  if (troubleOf(findings) + findings.note === 0) return <span className={styles.muted}>none</span>;
  return <FindingBadges counts={findings} />;
}
