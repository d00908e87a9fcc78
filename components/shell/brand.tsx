import type { SVGProps } from 'react';
import styles from './brand.module.css';

/** The mark (a sighting rule over a quarter circle) and the name. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 24 24" aria-hidden="true" className={styles.mark}>
        <path d="M4 20A16 16 0 0 1 20 4" className={styles.arc} />
        <path d="M4 20 18.5 8.5" className={styles.rule} />
        <circle cx="4.5" cy="19.5" r="2.5" className={styles.pivot} />
        <circle cx="19" cy="8" r="2" className={styles.pivot} />
      </svg>
      <span>Alidade</span>
    </span>
  );
}

/** Bars of a trace. */
export function GanttIcon(props: SVGProps<SVGSVGElement>) {
  return (
    <svg
      {...props}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M4 6h12M8 12h9M13 18h7" />
    </svg>
  );
}
