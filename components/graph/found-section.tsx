import Link from 'next/link';
import { PanelSection } from '@/components/graph/side-panel';
import type { FoundAt } from '@/components/graph/use-graph-findings';
import { FindingBadges } from '@/components/shell/finding-badges';
import { FindingList } from '@/components/shell/finding-list';
import styles from './side-panel.module.css';

interface FoundSectionProps {
  /** Null where nothing was found, or while it is not known. */
  readonly found: FoundAt | null;
  /** Where all of it is. */
  readonly allAt: string;
}

const MOST = 5;

/** What is wrong with the objects that apply to what is selected; nothing when nothing is. */
export function FoundSection({ found, allAt }: FoundSectionProps) {
  if (found === null) return null;
  const { counts, worst } = found;
  const rest = counts.error + counts.warning + counts.note - Math.min(MOST, worst.length);
  return (
    <PanelSection title="Findings in its configuration">
      <FindingBadges counts={counts} />
      <FindingList
        label="Findings in its configuration"
        findings={worst.slice(0, MOST)}
        withObject
      />
      {rest > 0 && (
        <p className={styles.none}>
          <Link href={allAt} prefetch={false} className={styles.more}>{`and ${rest} more`}</Link>
        </p>
      )}
    </PanelSection>
  );
}
