import type { ReactNode } from 'react';
import styles from './message-page.module.css';

interface MessagePageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions: ReactNode;
}

/** A page that has nothing but a message. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <div className={styles.message}>
      <h1>{title}</h1>
      <p>{children}</p>
      <div className={styles.actions}>{actions}</div>
    </div>
  );
}
