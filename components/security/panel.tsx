'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import styles from './security.module.css';

interface PanelProps {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is open beside the table. */
export function Panel({ kind, title, onClose, children }: PanelProps) {
  return (
    <aside aria-label={`${kind}: ${title}`} className={styles.panel}>
      <header className={styles.panelHead}>
        <div>
          <p className={styles.muted}>{kind}</p>
          <h2>{title}</h2>
        </div>
        <IconButton label="Close" size="s" onPress={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}

/** A part of the panel under a heading. */
export function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
