import { Clock } from 'lucide-react';
import type { TraceModel } from '@/components/traces/trace-model';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { ClockChoice } from '@/lib/contract/trace-url';
import { formatDuration } from '@/lib/domain/duration';
import styles from './clock-notice.module.css';

interface ClockNoticeProps {
  readonly model: TraceModel;
  readonly onChoose: (clocks: ClockChoice) => void;
}

const CHOICES = [
  { id: 'corrected', label: 'Corrected' },
  { id: 'reported', label: 'As reported' },
] as const;

/** Says that clocks are off, and lets times be shown as they were reported. */
export function ClockNotice({ model: { skew, clocks }, onChoose }: ClockNoticeProps) {
  if (skew.clocks === 0) return null;
  const most = formatDuration(skew.mostUs);
  const [whose, off] =
    skew.clocks === 1
      ? ['Its', `One clock is off by ${most}`]
      : ['Their', `${skew.clocks} clocks are off by up to ${most}`];
  return (
    <div className={styles.notice}>
      <Clock aria-hidden="true" />
      <p>
        {`${off}, as calls that lie outside of their callers show. `}
        {clocks === 'corrected'
          ? `${whose} spans were moved, by the amount marked on them.`
          : 'Times are as they were reported.'}
      </p>
      <ToggleGroup label="Clocks" choices={CHOICES} value={clocks} onChange={onChoose} />
    </div>
  );
}

/** By how much a span was moved: `+1.2 ms`, `−340 µs`. */
export function movedText(movedUs: number): string {
  return movedUs > 0 ? `+${formatDuration(movedUs)}` : formatDuration(movedUs);
}
