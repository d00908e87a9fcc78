'use client';

import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { seriesClass } from '@/components/traffic/series-class';
import { targetName } from '@/components/traffic/split-draft';
import { conditionOf, type SplitGroup } from '@/components/traffic/split-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { ownerName, ownerWarning } from '@/components/shell/owner-words';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import type { SplitDto } from '@/lib/contract/splits';
import { formatRatio } from '@/lib/domain/format';
import styles from './split-list.module.css';

interface SplitListProps {
  readonly groups: readonly SplitGroup[];
  readonly selectedId: string | null;
  /** Ids of splits with edits that were not applied. */
  readonly edited: ReadonlySet<string>;
  readonly hrefOf: (id: string) => string;
  readonly onSelect: (id: string) => void;
}

/** All splits under the hosts that their callers address. Each is a link. */
export function SplitList({ groups, ...rows }: SplitListProps) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // A link may open a split far down the list.
    const { current } = list;
    const row = current?.querySelector<HTMLElement>('[aria-current]');
    // Only the list: scrolling the row into view would scroll the page too.
    if (!current || !row) return;
    const below = row.getBoundingClientRect().top - current.getBoundingClientRect().top;
    current.scrollTop += below - current.clientHeight / 2;
  }, []);
  return (
    <nav ref={list} aria-label="Splits" className={styles.list}>
      {groups.map(({ namespace, host, splits }) => (
        <section key={`${namespace} ${host}`} className={styles.group}>
          <h2 className={styles.heading}>
            <span className={styles.host}>{host}</span>
            <span className={styles.namespace}>{namespace}</span>
          </h2>
          <ul>
            {splits.map((split) => (
              <li key={split.id}>
                <Row split={split} {...rows} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

type RowProps = Omit<SplitListProps, 'groups'> & { readonly split: SplitDto };

function Row({ split, selectedId, edited, hrefOf, onSelect }: RowProps) {
  const { id, targets, owner, warnings, routeName } = split;
  const troubles = warnings.filter(({ code }) => code !== 'shared-telemetry');
  return (
    <a
      href={hrefOf(id)}
      aria-current={id === selectedId ? 'true' : undefined}
      className={styles.row}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onSelect(id);
      }}
    >
      <span className={styles.condition}>
        {conditionOf(split)}
        {routeName !== undefined && <span className={styles.route}>{routeName}</span>}
      </span>
      <span className={styles.shares}>
        {targets.map((target, i) => (
          <span key={i} className={styles.share}>
            <span aria-hidden="true" className={cx(styles.dot, seriesClass(i))} />
            {`${targetName(target)} ${formatRatio(target.share)}`}
          </span>
        ))}
      </span>
      <span className={styles.marks}>
        <MeshBadge mesh={split.mesh} isShort />
        {edited.has(id) && <Badge tone="accent">Edited</Badge>}
        {ownerWarning(owner, 'the weights') !== null && (
          <Badge>{ownerName({ kind: owner.kind })}</Badge>
        )}
        {troubles.length > 0 && (
          <Badge tone="degraded">
            <TriangleAlert aria-hidden="true" className={styles.icon} />
            {troubles.length === 1 ? '1 warning' : `${troubles.length} warnings`}
          </Badge>
        )}
      </span>
    </a>
  );
}
