import Link from 'next/link';
import { ErrorShare } from '@/components/services/error-share';
import type { ServiceRow } from '@/components/services/service-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { Badge } from '@/components/ui/badge';
import type { Column } from '@/components/ui/data-table';
import { HEALTH_WORDS, HealthMark } from '@/components/ui/health-mark';
import type { SERVICES_COLUMNS, ServicesPage } from '@/lib/contract/services-url';
import { nodeHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import { HEALTH_RANK } from '@/components/services/health-rank';
import styles from './services.module.css';

type ServiceColumn = Column<ServiceRow> & { readonly id: (typeof SERVICES_COLUMNS)[number] };

/**
 * The columns of the list of services or workloads.
 *
 * @param isMixed Whether several meshes are among them, so that each is worth naming.
 */
export function serviceColumns(
  view: View,
  by: ServicesPage['by'],
  isMixed: boolean,
): readonly ServiceColumn[] {
  return [
    {
      id: 'health',
      header: 'Health',
      width: '7rem',
      // Of equal health, the busiest first.
      sortBy: ({ node }) => HEALTH_RANK[node.health.status] + busyness(node.requestRate),
      cell: ({ node }) => <HealthMark status={node.health.status} withText />,
    },
    {
      id: 'name',
      header: by === 'service' ? 'Service' : 'Workload',
      isRowHeader: true,
      sortBy: ({ node }) => node.name,
      cell: ({ node }) => (
        <span className={styles.name} title={healthTitle(node.health)}>
          <Link href={nodeHref(node.id, view)} prefetch={false}>
            {node.name}
          </Link>
          {node.meshes.length === 0 && <Badge>no mesh</Badge>}
          {isMixed && node.meshes.map((mesh) => <MeshBadge key={mesh} mesh={mesh} isShort />)}
        </span>
      ),
    },
    {
      id: 'namespace',
      header: 'Namespace',
      width: '11rem',
      isSecondary: true,
      sortBy: ({ node }) => node.namespace,
      cell: ({ node }) => <span className={styles.namespace}>{node.namespace}</span>,
    },
    {
      id: 'rate',
      header: 'Rate',
      align: 'end',
      width: '7.5rem',
      sortBy: ({ node }) => node.requestRate,
      cell: ({ node }) =>
        node.requestRate === undefined && node.bytesPerSecond !== undefined
          ? formatBytesPerSecond(node.bytesPerSecond)
          : formatRate(node.requestRate),
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      width: '6rem',
      sortBy: ({ node }) => node.errorRatio,
      cell: ({ node }) => <ErrorShare ratio={node.errorRatio} />,
    },
    {
      id: 'p95',
      header: 'Slowest p95',
      align: 'end',
      width: '8rem',
      sortBy: ({ p95Ms }) => p95Ms,
      cell: ({ p95Ms }) => formatMs(p95Ms),
    },
    {
      id: 'mtls',
      header: 'mTLS',
      align: 'end',
      width: '6rem',
      isSecondary: true,
      sortBy: ({ mtlsShare }) => mtlsShare,
      cell: ({ mtlsShare }) => formatRatio(mtlsShare),
    },
    {
      id: 'versions',
      header: by === 'service' ? 'Versions' : 'Version',
      width: '10rem',
      isSecondary: true,
      sortBy: ({ versions }) => versions.join(),
      cell: ({ versions }) => (
        <span className={styles.versions}>
          {versions.map((version) => (
            <Badge key={version}>{version}</Badge>
          ))}
        </span>
      ),
    },
  ];
}

/** Between 0 (busiest) and 1 (idle). */
function busyness(requestRate: number | undefined): number {
  return 1 / (1 + (requestRate ?? 0));
}

function healthTitle(health: ServiceRow['node']['health']): string {
  return [HEALTH_WORDS[health.status], ...health.reasons].join('. ');
}
