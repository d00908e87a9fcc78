'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Account } from '@/components/shell/account';
import { Brand } from '@/components/shell/brand';
import { ClockNotice } from '@/components/shell/clock-notice';
import { DataAge } from '@/components/shell/data-age';
import { NamespacePicker } from '@/components/shell/namespace-picker';
import { Nav } from '@/components/shell/nav';
import { SessionNotice } from '@/components/shell/session-notice';
import { SourceIndicator } from '@/components/shell/source-indicator';
import { TimeControls } from '@/components/shell/time-controls';
import { useSessionRenewal } from '@/components/shell/use-session-renewal';
import { useView } from '@/components/shell/use-view';
import { overviewHref } from '@/lib/contract/urls';
import styles from './shell.module.css';

/** What surrounds every page of the console. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { view } = useView();
  useSessionRenewal();
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.side}>
        <Link href={overviewHref(view)} prefetch={false} className={styles.home}>
          <Brand />
        </Link>
        <Nav />
      </header>
      <section className={styles.bar} aria-label="View">
        <div className={styles.scope}>
          <NamespacePicker />
          <TimeControls />
          <DataAge />
        </div>
        <div className={styles.state}>
          <SourceIndicator />
          <Account />
        </div>
        <SessionNotice />
        <ClockNotice />
      </section>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
