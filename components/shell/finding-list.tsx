'use client';

import Link from 'next/link';
import { FINDING_TONES } from '@/components/shell/finding-badges';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import type { FindingDto } from '@/lib/contract/checks';
import { objectHref } from '@/lib/contract/urls';
import styles from './finding-list.module.css';

interface FindingListProps {
  readonly label: string;
  readonly findings: readonly FindingDto[];
  /** Where they are of several objects: says of which each is, as a link to its page. */
  readonly withObject?: boolean;
}

/** What was found, each with the way to its place in the object. */
export function FindingList({ label, findings, withObject = false }: FindingListProps) {
  return (
    <ul className={styles.findings} aria-label={label}>
      {findings.map((finding, i) => (
        <Found key={i} finding={finding} withObject={withObject} />
      ))}
    </ul>
  );
}

interface FoundProps {
  readonly finding: FindingDto;
  readonly withObject: boolean;
}

function Found({ finding, withObject }: FoundProps) {
  const { view } = useView();
  const { code, severity, message, object, path } = finding;
  const words = `${object.kind} ${object.name}`;
  return (
    <li className={styles.finding}>
      <Badge tone={FINDING_TONES[severity]}>{code}</Badge>
      <span className="visually-hidden">{severity}</span>
      {withObject && (
        <Link href={objectHref(object, view)} prefetch={false} className={styles.object}>
          {words}
        </Link>
      )}
      <span>{message}</span>
      <Link
        href={objectHref(object, view, { mark: path })}
        prefetch={false}
        className={styles.place}
        aria-label={`${code} at ${path === '' ? 'the whole object' : path}${withObject ? ` of ${words}` : ''}`}
      >
        {path === '' ? 'the whole object' : path}
      </Link>
    </li>
  );
}
