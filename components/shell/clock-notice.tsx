'use client';

import { useQuery } from '@tanstack/react-query';
import { Notice } from '@/components/ui/notice';
import { statusOptions } from '@/lib/client/status';
import { formatAge } from '@/lib/domain/format';
import styles from './session-notice.module.css';

/** What a clock may be off before it is said. */
const WORTH_SAYING_MS = 30_000;

/** Says which clocks are wrong, for then nothing that is told of the last minutes can be trusted. */
export function ClockNotice() {
  const { data, dataUpdatedAt } = useQuery(statusOptions());
  if (data === undefined) return null;
  const own = ownClock(dataUpdatedAt - data.now);
  const sources = data.warnings.filter(({ code }) => code === 'clock-skew');
  const messages = [...(own === null ? [] : [own]), ...sources.map(({ message }) => message)];
  if (messages.length === 0) return null;
  return (
    <div className={styles.place}>
      <Notice kind="warning" title="Clocks do not agree">
        {messages.join(' ')}
      </Notice>
    </div>
  );
}

/** @param aheadMs Of this computer before the console. */
function ownClock(aheadMs: number): string | null {
  if (Math.abs(aheadMs) <= WORTH_SAYING_MS) return null;
  const off = `${formatAge(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
  return `This computer’s clock is ${off} the console’s. Charts and searches go by the console’s.`;
}
