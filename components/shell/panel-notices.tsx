import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure } from '@/components/ui/disclosure';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import styles from './panel-notices.module.css';

interface PanelNoticesProps {
  readonly answer: {
    readonly sources: readonly SourceStatus[];
    readonly warnings: readonly Warning[];
  };
  /** The notices in full. */
  readonly children: ReactNode;
}

/** What makes the answer of a panel less than whole, in one line: a panel has no room for more at first. */
export function PanelNotices({ answer: { sources, warnings }, children }: PanelNoticesProps) {
  const isTroubled = sources.some(({ state }) => state !== 'ok' && state !== 'off');
  if (!isTroubled && warnings.length === 0) return null;
  return (
    <div className={styles.notices}>
      <Disclosure
        summary={
          <span className={styles.summary}>
            <TriangleAlert aria-hidden="true" className={styles.icon} />
            Not the whole picture
          </span>
        }
      >
        {children}
      </Disclosure>
    </div>
  );
}
