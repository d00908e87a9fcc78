'use client';

import { useQuery } from '@tanstack/react-query';
import { Notice } from '@/components/ui/notice';
import { statusOptions } from '@/lib/client/status';
import { clockInWords } from '@/lib/domain/clock-words';
import styles from './session-notice.module.css';

/** Says which clocks are wrong, for then nothing that is told of the last minutes can be trusted. */
export function ClockNotice() {
  const { data, dataUpdatedAt } = useQuery(statusOptions());
  if (data === undefined) return null;
  const off = clockInWords(dataUpdatedAt - data.now);
  const sources = data.warnings.filter(({ code }) => code === 'clock-skew');
  const messages = [
    ...(off === null
      ? []
      : [
          `This computer’s clock is ${off} the console’s. Charts and searches go by the console’s.`,
        ]),
    ...sources.map(({ message }) => message),
  ];
  if (messages.length === 0) return null;
  return (
    <div className={styles.place}>
      <Notice kind="warning" title="Clocks do not agree">
        {messages.join(' ')}
      </Notice>
    </div>
  );
}
