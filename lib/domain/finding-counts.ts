import { SEVERITIES, type Finding, type Severity } from '@/lib/domain/finding';
import { counted } from '@/lib/domain/format';

/** How many findings there are of each severity. */
export type FindingCounts = Readonly<Record<Severity, number>>;

/** Counts findings by severity. */
export function countFindings(findings: readonly Pick<Finding, 'severity'>[]): FindingCounts {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

/** Findings by severity, the worst first; of equal severity in the order in which they were given. */
export function worstFirst<T extends Pick<Finding, 'severity'>>(
  findings: readonly T[],
): readonly T[] {
  return SEVERITIES.flatMap((severity) => findings.filter((each) => each.severity === severity));
}

/** How many things are wrong; notes are not. */
export function troubleOf({ error, warning }: FindingCounts): number {
  return error + warning;
}

/** What to sort by, worst first: errors, then warnings, then notes; what is not known (null) comes last. */
export function findingsRank(counts: FindingCounts | null): number | undefined {
  if (counts === null) return undefined;
  return -(counts.error * 1e6 + counts.warning * 1e3 + counts.note);
}

/** `2 errors, 1 warning`; empty when nothing is wrong. */
export function countedFindings({
  error,
  warning,
}: Pick<FindingCounts, 'error' | 'warning'>): string {
  const words = [
    ...(error > 0 ? [counted(error, 'error', 'errors')] : []),
    ...(warning > 0 ? [counted(warning, 'warning', 'warnings')] : []),
  ];
  return words.join(', ');
}
