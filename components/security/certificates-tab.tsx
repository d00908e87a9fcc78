'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { certificatesToShow } from '@/components/security/security-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { useView } from '@/components/shell/use-view';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import type { CertificateDto, Security } from '@/lib/contract/security';
import { nodeHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { formatAge, formatCount } from '@/lib/domain/format';
import styles from './security.module.css';

interface CertificatesTabProps {
  readonly answer: Security;
  readonly search: string;
}

/** When the proxies' certificates run out, of the meshes whose metrics tell. */
export function CertificatesTab({ answer, search }: CertificatesTabProps) {
  const { view } = useView();
  const { certificates, at } = answer;
  const columns = useMemo(() => columnsOf(view, at), [view, at]);
  const shown = useMemo(() => certificatesToShow(certificates, search), [certificates, search]);
  if (certificates.length === 0) {
    return (
      <EmptyState title="No certificate is told of">
        Of the meshes that Alidade knows, the proxies of some tell when their certificates run out.
        Those of the chosen namespaces do not.
      </EmptyState>
    );
  }
  if (shown.length === 0) return <EmptyState title="No certificate matches" />;
  return (
    <DataTable
      label="Certificates"
      columns={columns}
      rows={shown}
      keyOf={({ mesh, node }) => `${mesh} ${node}`}
      initialSort={{ column: 'left', descending: false }}
    />
  );
}

function columnsOf(view: View, at: number): readonly Column<CertificateDto>[] {
  return [
    {
      id: 'workload',
      header: 'Workload',
      isRowHeader: true,
      sortBy: ({ workload }) => workload,
      cell: ({ node, workload }) => (
        <Link href={nodeHref(node, view)} prefetch={false}>
          {workload}
        </Link>
      ),
    },
    {
      id: 'namespace',
      header: 'Namespace',
      width: '10rem',
      sortBy: ({ namespace }) => namespace,
      cell: ({ namespace }) => namespace,
    },
    {
      id: 'mesh',
      header: 'Mesh',
      isSecondary: true,
      width: '10rem',
      sortBy: ({ mesh }) => mesh,
      cell: ({ mesh }) => <MeshBadge mesh={mesh} />,
    },
    {
      id: 'proxies',
      header: 'Proxies',
      align: 'end',
      isSecondary: true,
      width: '7rem',
      sortBy: ({ proxies }) => proxies,
      cell: ({ proxies }) => formatCount(proxies),
    },
    {
      id: 'left',
      header: 'First runs out in',
      align: 'end',
      width: '11rem',
      sortBy: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) =>
        expiresAt <= at ? (
          <span className={styles.trouble}>run out</span>
        ) : (
          formatAge(expiresAt - at)
        ),
    },
  ];
}
