'use client';

import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useConsoleHref } from '@/components/shell/console-origin';
import { useEmbed } from '@/components/shell/use-embed';
import { PanelView } from '@/components/shell/use-links';
import styles from './embed-frame.module.css';

interface EmbedFrameProps {
  readonly title: string;
  /** The path of the same view in the console. */
  readonly href: string;
  readonly children: ReactNode;
}

/** A panel in a frame of another page: a line that leads to the console in a new tab, and the view. */
export function EmbedFrame({ title, href, children }: EmbedFrameProps) {
  const { view } = useEmbed();
  const hrefOf = useConsoleHref();
  return (
    <PanelView value={view}>
      <main className={styles.frame}>
        <header className={styles.header}>
          <h1 className={styles.title} title={title}>
            {title}
          </h1>
          <a href={hrefOf(href)} target="_blank" rel="noopener noreferrer" className={styles.link}>
            Open in Alidade
            <ExternalLink aria-hidden="true" className={styles.icon} />
          </a>
        </header>
        {children}
      </main>
    </PanelView>
  );
}
