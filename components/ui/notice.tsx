import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import styles from './notice.module.css';

export type NoticeKind = 'info' | 'warning' | 'danger';

interface NoticeProps {
  readonly kind: NoticeKind;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons or links at its end. */
  readonly actions?: ReactNode;
}

const ICONS = { info: Info, warning: TriangleAlert, danger: CircleAlert } as const;

/** Something to know. A danger is announced at once, the rest when there is a pause. */
export function Notice({ kind, title, children, actions }: NoticeProps) {
  const Icon = ICONS[kind];
  return (
    <div role={kind === 'danger' ? 'alert' : 'status'} className={cx(styles.notice, styles[kind])}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children !== undefined && <div className={styles.body}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
