import { EDGE_DASHES } from '@/lib/viz/graph/paint-edge';
import { HEALTH_WORDS, HealthMark, type HealthStatus } from '@/components/ui/health-mark';
import { cx } from '@/components/ui/cx';
import { reportingMeshes } from '@/components/graph/reporting-meshes';
import { KIND_WORDS } from '@/components/graph/words';
import { MeshBadge } from '@/components/shell/mesh-badge';
import type { Graph } from '@/lib/contract/graph';
import type { EdgeLabel } from '@/lib/contract/graph-url';
import styles from './graph-legend.module.css';

const STATUSES: readonly HealthStatus[] = ['healthy', 'degraded', 'failing', 'idle', 'unknown'];
const KINDS = ['workload', 'service', 'app', 'external', 'unknown', 'box'] as const;

interface GraphLegendProps {
  readonly graph: Graph;
  /** What stands at the edges. */
  readonly label: EdgeLabel;
}

/** What shapes, strokes, marks and letters mean. */
export function GraphLegend({ graph, label }: GraphLegendProps) {
  const meshes = reportingMeshes(graph);
  return (
    <section aria-label="Legend" className={styles.legend}>
      <h2 className={styles.heading}>Nodes</h2>
      <ul className={styles.list}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <svg viewBox="0 0 34 18" aria-hidden="true" className={styles.shape}>
              <Outline kind={kind} />
            </svg>
            {kind === 'box' ? 'Closed namespace' : KIND_WORDS[kind]}
          </li>
        ))}
        {(['failing', 'degraded'] as const).map((tone) => (
          <li key={tone}>
            <svg viewBox="0 0 34 18" aria-hidden="true" className={styles.shape}>
              <path d="M12 3V15" className={styles[tone]} />
              <path d="M12 3 22 7 12 11Z" className={cx(styles[tone], styles.flag)} />
            </svg>
            {tone === 'failing' ? 'Errors in its configuration' : 'Warnings in its configuration'}
          </li>
        ))}
      </ul>
      <h2 className={styles.heading}>Calls</h2>
      <ul className={styles.list}>
        {STATUSES.map((status) => (
          <li key={status}>
            <svg viewBox="0 0 34 18" aria-hidden="true" className={styles.shape}>
              <path
                d="M1 9H33"
                strokeDasharray={EDGE_DASHES[status].join(' ')}
                className={styles[status]}
              />
            </svg>
            <HealthMark status={status} />
            <span aria-hidden="true">{HEALTH_WORDS[status]}</span>
          </li>
        ))}
        <li>
          <svg viewBox="0 0 34 18" aria-hidden="true" className={styles.shape}>
            <path d="M1 5H33" strokeWidth="1" className={styles.healthy} />
            <path d="M1 12H33" strokeWidth="4.5" className={styles.healthy} />
          </svg>
          Wider is more traffic
        </li>
      </ul>
      {meshes.length > 1 && (
        <>
          <h2 className={styles.heading}>Meshes that tell of it</h2>
          <ul className={styles.list}>
            {meshes.map(({ id }) => (
              <li key={id}>
                <MeshBadge mesh={id} />
              </li>
            ))}
          </ul>
        </>
      )}
      {label === 'mtls' && (
        <>
          <h2 className={styles.heading}>Who can know of mutual TLS</h2>
          <ul className={styles.sentences}>
            {meshes
              .filter(({ mtlsKnownBy }) => mtlsKnownBy !== '')
              .map(({ id, label: name, mtlsKnownBy }) => (
                <li key={id}>{meshes.length > 1 ? `${name}: ${mtlsKnownBy}` : mtlsKnownBy}</li>
              ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Outline({ kind }: { readonly kind: (typeof KINDS)[number] }) {
  switch (kind) {
    case 'workload':
      return <rect x="1" y="2" width="32" height="14" rx="3" />;
    case 'service':
      return <path d="M1 9 6 2H28L33 9 28 16H6Z" />;
    case 'app':
      return (
        <>
          <rect x="4" y="4" width="29" height="13" rx="3" />
          <rect x="1" y="1" width="29" height="13" rx="3" />
        </>
      );
    case 'external':
      return <rect x="1" y="2" width="32" height="14" rx="7" />;
    case 'unknown':
      return <rect x="1" y="2" width="32" height="14" rx="7" strokeDasharray="3 2.5" />;
    case 'box':
      return (
        <>
          <rect x="4" y="4" width="29" height="13" rx="3" />
          <rect x="1" y="1" width="29" height="13" rx="3" />
          <path d="M6 7.5h3M11 7.5h3" />
        </>
      );
  }
}
