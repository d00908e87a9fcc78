import { MeshBadge } from '@/components/shell/mesh-badge';
import { ModeBadge } from '@/components/shell/mode-badge';
import { modesOf } from '@/components/shell/security-words';
import { isTroubled } from '@/components/security/security-rows';
import type { Column } from '@/components/ui/data-table';
import type { WorkloadPosture } from '@/lib/contract/security';
import { ABSENT, formatCount, formatRatio } from '@/lib/domain/format';
import styles from './security.module.css';

/** What the panel beside the table tells too. */
const IN_PANEL: readonly string[] = ['mesh', 'plaintext'];

/** The columns of the workloads; `onOpen` shows one beside the table, which then has fewer. */
export function workloadColumns(
  onOpen: (node: string) => void,
  isPanelOpen: boolean,
): readonly Column<WorkloadPosture>[] {
  const columns = allColumns(onOpen);
  return isPanelOpen ? columns.filter(({ id }) => !IN_PANEL.includes(id)) : columns;
}

function allColumns(onOpen: (node: string) => void): readonly Column<WorkloadPosture>[] {
  return [
    {
      id: 'name',
      header: 'Workload',
      isRowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ node, name }) => (
        <button type="button" className={styles.open} onClick={() => onOpen(node)}>
          {name}
        </button>
      ),
    },
    {
      id: 'namespace',
      header: 'Namespace',
      width: '9rem',
      sortBy: ({ namespace, name }) => `${namespace}/${name}`,
      cell: ({ namespace }) => namespace,
    },
    {
      id: 'mesh',
      header: 'Mesh',
      isSecondary: true,
      width: '9.5rem',
      sortBy: ({ mesh }) => mesh ?? '',
      cell: ({ mesh }) =>
        mesh === null ? <span className={styles.muted}>none</span> : <MeshBadge mesh={mesh} />,
    },
    {
      id: 'mode',
      header: 'Takes',
      width: '8.5rem',
      sortBy: (row) => modesOf(row)[0],
      cell: (row) => (
        <span className={styles.badges}>
          {modesOf(row).map((mode) => (
            <ModeBadge key={mode} mode={mode} />
          ))}
          {row.ports.length === 0 && ABSENT}
        </span>
      ),
    },
    {
      id: 'encrypted',
      header: 'Encrypted',
      align: 'end',
      width: '7.5rem',
      sortBy: ({ encryptedShare }) => encryptedShare,
      cell: ({ encryptedShare }) => formatRatio(encryptedShare),
    },
    {
      id: 'plaintext',
      header: 'Plaintext callers',
      align: 'end',
      isSecondary: true,
      width: '9.5rem',
      sortBy: ({ plaintext }) => plaintext.length,
      cell: plaintextWords,
    },
    {
      id: 'trouble',
      header: 'Worth a look',
      isSecondary: true,
      width: '13rem',
      sortBy: (row) => (isTroubled(row) ? -1 : 0) * (row.denied + row.conflicts.length),
      cell: (row) => <Trouble row={row} />,
    },
  ];
}

/** Where nobody is known to call in plain text, that nobody does is said only of calls that are known. */
function plaintextWords({ plaintext, callers, encryptedShare }: WorkloadPosture): string {
  const isKnown = plaintext.length > 0 || encryptedShare !== undefined;
  if (callers === 0 || !isKnown) return ABSENT;
  return `${formatCount(plaintext.length)} of ${formatCount(callers)}`;
}

function Trouble({ row }: { readonly row: WorkloadPosture }) {
  const words = [
    ...(row.denied > 0 ? [`${formatCount(row.denied)} denied, and flowing`] : []),
    ...(row.conflicts.length > 0 ? [`${formatCount(row.conflicts.length)} do not fit`] : []),
  ];
  return words.length > 0 ? (
    <span className={styles.trouble}>{words.join(', ')}</span>
  ) : (
    <span className={styles.muted}>
      {row.undecided > 0 ? `${formatCount(row.undecided)} not decided` : ''}
    </span>
  );
}
