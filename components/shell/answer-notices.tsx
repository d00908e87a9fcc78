import { SOURCE_NAMES } from '@/components/shell/source-indicator';
import { Notice } from '@/components/ui/notice';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import { formatAge } from '@/lib/domain/format';
import styles from './answer-notices.module.css';

interface AnswerNoticesProps {
  readonly answer: {
    readonly sources: readonly SourceStatus[];
    readonly warnings: readonly Warning[];
  };
}

/** What makes an answer less than whole: sources in trouble, then the warnings that came with it. */
export function AnswerNotices({ answer: { sources, warnings } }: AnswerNoticesProps) {
  const troubled = sources.filter(({ state }) => state !== 'ok' && state !== 'off');
  if (troubled.length === 0 && warnings.length === 0) return null;
  return (
    <div className={styles.notices}>
      {troubled.map(({ name, state, ageMs, reason }) => (
        <Notice
          key={name}
          kind={state === 'down' ? 'danger' : 'warning'}
          title={titleOf(name, state, ageMs)}
        >
          {reason}
        </Notice>
      ))}
      {warnings.map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind="warning">
          {message}
        </Notice>
      ))}
    </div>
  );
}

function titleOf(
  name: SourceStatus['name'],
  state: SourceStatus['state'],
  ageMs: number | null,
): string {
  const source = SOURCE_NAMES[name];
  if (state === 'partial') return `${source} answers in part: some figures are missing`;
  if (state === 'down') return `${source} does not answer: what it knows is missing`;
  return `${source} does not answer: its figures are ${ageMs === null ? 'old' : `${formatAge(ageMs)} old`}`;
}
