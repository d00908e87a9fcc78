import type { ReactNode } from 'react';
import styles from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** Beside the title: marks and badges. */
  readonly marks?: ReactNode;
  /** A line above the title, such as the way back. */
  readonly above?: ReactNode;
  /** Controls of the page, at the end. */
  readonly children?: ReactNode;
}

/** The heading of a page, the only `h1`, with the controls of the page beside it. */
export function PageHeader({ title, marks, above, children }: PageHeaderProps) {
  return (
    <div className={styles.header}>
      <div className={styles.heading}>
        {above !== undefined && <div className={styles.above}>{above}</div>}
        <div className={styles.title}>
          <h1>{title}</h1>
          {marks}
        </div>
      </div>
      {children !== undefined && <div className={styles.controls}>{children}</div>}
    </div>
  );
}
