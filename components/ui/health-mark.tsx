import type { Health } from '@/lib/contract/common';
import { cx } from '@/components/ui/cx';
import styles from './health-mark.module.css';

export type HealthStatus = Health['status'];

export const HEALTH_WORDS: Readonly<Record<HealthStatus, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  failing: 'Failing',
  idle: 'Idle',
  unknown: 'Unknown',
};

interface HealthMarkProps {
  readonly status: HealthStatus;
  /** Shows the word beside the mark; else it is there for screen readers only. */
  readonly withText?: boolean;
}

/** Health by shape, colour and word: disc, triangle, square, ring, dashed ring. */
export function HealthMark({ status, withText = false }: HealthMarkProps) {
  return (
    <span className={cx(styles.mark, styles[status])}>
      <svg viewBox="0 0 12 12" aria-hidden="true" className={styles.shape}>
        {shapeOf(status)}
      </svg>
      <span className={withText ? styles.word : 'visually-hidden'}>{HEALTH_WORDS[status]}</span>
    </span>
  );
}

function shapeOf(status: HealthStatus) {
  switch (status) {
    case 'healthy':
      return <circle cx="6" cy="6" r="4" fill="currentColor" />;
    case 'degraded':
      return <path d="M6 1.2 11.3 10.6H.7Z" fill="currentColor" />;
    case 'failing':
      return <path d="M1.4 1.4h9.2v9.2H1.4Z" fill="currentColor" />;
    case 'idle':
      return <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.6" />;
    case 'unknown':
      return (
        <circle
          cx="6"
          cy="6"
          r="3.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray="2.2 2"
        />
      );
  }
}
