import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './embed-frame.module.css';

interface EmbedFrameProps {
  readonly title: string;
  /** The same view in the console. */
  readonly href: string;
  readonly children: ReactNode;
}

/** A panel in a frame of another page: a line that leads to the console in a new tab, and the view. */
export function EmbedFrame({ title, href, children }: EmbedFrameProps) {
  return (
    <main className={styles.frame}>
      <header className={styles.header}>
        <h1 className={styles.title}>{title}</h1>
        <a href={href} target="_blank" rel="noopener noreferrer" className={styles.link}>
          Open in Alidade
          <ExternalLink aria-hidden="true" className={styles.icon} />
        </a>
      </header>
      {children}
    </main>
  );
}
