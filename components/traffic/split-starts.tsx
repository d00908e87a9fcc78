'use client';

import { useState } from 'react';
import { ApplyDraft } from '@/components/shell/apply-draft';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { SplitStartDto } from '@/lib/contract/splits';
import styles from './split-starts.module.css';

interface SplitStartsProps {
  readonly starts: readonly SplitStartDto[];
}

/** Services that have subsets and no object with weights: each is offered the one that changes nothing yet. */
export function SplitStarts({ starts }: SplitStartsProps) {
  // What was just created is offered no more; its dialog stays until it is closed.
  const [open, setOpen] = useState<SplitStartDto | null>(null);
  if (starts.length === 0 && open === null) return null;
  return (
    <section aria-label="Services without a split" className={styles.starts}>
      {starts.length > 0 && <h2 className={styles.heading}>Without a split yet</h2>}
      <ul className={styles.rows}>
        {starts.map((start) => (
          <li key={start.draft.id} className={styles.row}>
            <span className={styles.host}>
              {start.host} <span className={styles.muted}>{start.namespace}</span>
            </span>
            <span className={styles.badge}>
              <MeshBadge mesh={start.mesh} isShort />
            </span>
            <span className={styles.muted}>
              {`All to ${start.present}, of ${start.names.join(', ')}`}
            </span>
            <Button size="s" onPress={() => setOpen(start)}>
              Start a split…
            </Button>
          </li>
        ))}
      </ul>
      {open !== null && (
        <Dialog
          title={`Start a split of ${open.host}`}
          isOpen
          size="l"
          onClose={() => setOpen(null)}
        >
          <div className={styles.dialog}>
            <p>{open.note}</p>
            <ApplyDraft draft={open.draft} />
          </div>
        </Dialog>
      )}
    </section>
  );
}
