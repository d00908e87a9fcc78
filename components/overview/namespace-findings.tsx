import Link from 'next/link';
import { FindingBadges, FindingMark } from '@/components/shell/finding-badges';
import { configurationHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { troubleOf, type FindingCounts } from '@/lib/domain/finding-counts';
import styles from './namespace-findings.module.css';

interface NamespaceFindingsProps {
  readonly namespace: string;
  /** Null while that is not known. */
  readonly counts: FindingCounts | null;
  readonly view: View;
  /** As a number, for a small place. */
  readonly isShort?: boolean;
}

/** What is wrong with the objects of a namespace, as a way to them; nothing when nothing is or it is not known. */
export function NamespaceFindings({
  namespace,
  counts,
  view,
  isShort = false,
}: NamespaceFindingsProps) {
  if (counts === null || troubleOf(counts) === 0) return null;
  const scoped = { ...view, namespaces: [namespace] };
  return (
    <Link
      href={configurationHref(scoped, { show: 'findings' })}
      prefetch={false}
      className={styles.link}
    >
      {isShort ? <FindingMark counts={counts} /> : <FindingBadges counts={counts} />}{' '}
      <span className="visually-hidden">{`in the configuration of ${namespace}`}</span>
    </Link>
  );
}
