import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { ServiceSlot } from '@/lib/viz/traces/service-slots';
import styles from './service-mark.module.css';

/** Gives an element with `data-slot` the service's colour as `--service`. */
export const slotClass = cx(styles.slot);

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
