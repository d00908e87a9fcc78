import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { ServiceSlot } from '@/lib/viz/traces/service-slots';
import styles from './service-mark.module.css';

interface ServiceMarkProps {
  readonly slot: ServiceSlot;
  readonly children: ReactNode;
}

/** The name of a service behind a square of its colour. */
export function ServiceMark({ slot, children }: ServiceMarkProps) {
  return (
    <span className={cx(styles.slot, styles.mark)} data-slot={slot}>
      <span className={styles.name}>{children}</span>
    </span>
  );
}
