'use client';

import { X } from 'lucide-react';
import { Children, type ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { HealthMark } from '@/components/ui/health-mark';
import type { Health } from '@/lib/contract/common';
import styles from './side-panel.module.css';

interface SidePanelProps {
  readonly kind: string;
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly health: Health;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is selected, with its figures. */
export function SidePanel({ kind, title, subtitle, health, onClose, children }: SidePanelProps) {
  return (
    <section aria-label={`Selected: ${title}`} className={styles.panel}>
      <header className={styles.header}>
        <p className={styles.kind}>{kind}</p>
        <h2 className={styles.title}>{title}</h2>
        {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        <HealthMark status={health.status} withText />
        {health.reasons.length > 0 && (
          <ul className={styles.reasons}>
            {health.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        <div className={styles.close}>
          <IconButton label="Close" size="s" onPress={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      {children}
    </section>
  );
}

interface PanelSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of the panel under a heading. */
export function PanelSection({ title, children }: PanelSectionProps) {
  return (
    <div className={styles.section}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  /** How sure it is, and who says so. */
  readonly notes?: readonly (string | undefined)[];
}

/** One figure with where it comes from. */
export function Figure({ name, value, notes = [] }: FigureProps) {
  const said = notes.filter((note) => note !== undefined && note !== '');
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {said.map((note) => (
          <span key={note} className={styles.note}>
            {note}
          </span>
        ))}
      </dd>
    </div>
  );
}

/** A list of figures. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}

/** Links and buttons, side by side. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return Children.count(children) === 0 ? null : <div className={styles.actions}>{children}</div>;
}

interface NeighboursProps {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly note: string;
    readonly status: Health['status'];
  }[];
  readonly onSelect: (id: string) => void;
}

const MOST_NEIGHBOURS = 8;

/** What stands at the other end of calls, the busiest first; a press goes there. */
export function Neighbours({ title, none, rows, onSelect }: NeighboursProps) {
  const rest = rows.length - MOST_NEIGHBOURS;
  return (
    <PanelSection title={rows.length === 0 ? title : `${title} (${String(rows.length)})`}>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <ul className={styles.neighbours}>
          {rows.slice(0, MOST_NEIGHBOURS).map(({ id, name, note, status }) => (
            <li key={id}>
              <button type="button" className={styles.neighbour} onClick={() => onSelect(id)}>
                <HealthMark status={status} />
                <span className={styles.name}>{name}</span>
                <span className={styles.amount}>{note}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <p className={styles.none}>{`and ${String(rest)} more, in the list`}</p>}
    </PanelSection>
  );
}
