import { Badge } from '@/components/ui/badge';
import { countedFindings, troubleOf, type FindingCounts } from '@/lib/domain/finding-counts';
import { counted } from '@/lib/domain/format';
import styles from './finding-badges.module.css';

/** How each severity is coloured. */
export const FINDING_TONES = { error: 'failing', warning: 'degraded', note: 'neutral' } as const;

interface FindingBadgesProps {
  readonly counts: FindingCounts;
}

/** How much is wrong, in words: errors and warnings, and notes where there is nothing else. */
export function FindingBadges({ counts }: FindingBadgesProps) {
  const { error, warning, note } = counts;
  return (
    <span className={styles.badges}>
      {error > 0 && <Badge tone={FINDING_TONES.error}>{counted(error, 'error', 'errors')}</Badge>}{' '}
      {warning > 0 && (
        <Badge tone={FINDING_TONES.warning}>{counted(warning, 'warning', 'warnings')}</Badge>
      )}
      {error + warning === 0 && note > 0 && <Badge>{counted(note, 'note', 'notes')}</Badge>}
    </span>
  );
}

/** How much is wrong, as a number for a small place; nothing when nothing is. */
export function FindingMark({ counts }: FindingBadgesProps) {
  const trouble = troubleOf(counts);
  if (trouble === 0) return null;
  return (
    <Badge tone={counts.error > 0 ? FINDING_TONES.error : FINDING_TONES.warning}>
      <span aria-hidden="true" title={countedFindings(counts)}>
        {trouble}
      </span>
      <span className="visually-hidden">{countedFindings(counts)}</span>
    </Badge>
  );
}
