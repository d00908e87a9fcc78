'use client';

import { namesText, shownToEverybody, type Panels } from '@/components/shell/embed-words';
import { useTimeZone } from '@/components/shell/time-zone';
import { useView } from '@/components/shell/use-view';
import { Notice } from '@/components/ui/notice';
import { panelNamespaces, type PanelPage } from '@/lib/contract/embed-address';
import type { EmbedLinkMade } from '@/lib/contract/embed-link';
import { formatMoment } from '@/lib/domain/format';
import styles from './embed-reader.module.css';

interface EmbedReaderProps {
  readonly page: PanelPage;
  readonly panels: Panels;
  /** Null for what everybody sees who reaches the panel. */
  readonly made: EmbedLinkMade | null;
}

/** Who will see what in a panel, in sentences. */
export function EmbedReader({ page, panels, made }: EmbedReaderProps) {
  const { view } = useView();
  const wanted = panelNamespaces(page, view);
  const { shown, hidden } = shownToEverybody(wanted, panels.namespaces ?? []);
  const isOfTrace = page.panel === 'trace' || page.panel === 'traces';
  return (
    <section aria-label="What the reader sees" className={styles.reader}>
      <h3 className={styles.heading}>What the reader sees</h3>
      {made === null && hidden.length > 0 && (
        <Notice kind="warning" title={`Not shown: ${hidden.join(', ')}`}>
          {`Panels show ${namesText(panels.namespaces ?? [])} to everybody, and nothing else.`}
        </Notice>
      )}
      <ul className={styles.list}>
        {made === null ? (
          <li>
            Whoever reaches the address, signed in or not, sees{' '}
            <strong>{shown.length === 0 ? 'nothing of this view' : shown.join(', ')}</strong>.
          </li>
        ) : (
          <SignedSays made={made} />
        )}
        {isOfTrace && <li>Of spans in other namespaces, their place and time alone.</li>}
        <li>
          {`Pages of ${panels.ancestors.join(', ')} may frame it. It can be opened by itself, too.`}
        </li>
        <li>It can only be looked at. Links in it open the console, where signing in decides.</li>
      </ul>
    </section>
  );
}

function SignedSays({ made }: { readonly made: EmbedLinkMade }) {
  const timeZone = useTimeZone();
  return (
    <>
      <li>
        Whoever has the address, signed in or not, sees{' '}
        <strong>{made.namespaces.join(', ')}</strong> until{' '}
        <strong>{formatMoment(made.expiresAt, timeZone)}</strong>: this view, and no other.
      </li>
      <li>
        The console reads for them with its own rights, and no more than you may read now. Your name
        and what you sign in with are not in the link.
      </li>
      <li>
        It cannot be called back by itself: replacing the session key ends all links, and sessions.
      </li>
    </>
  );
}
