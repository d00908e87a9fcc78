'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { freshnessOf, type Freshness } from '@/components/shell/freshness';
import { useView } from '@/components/shell/use-view';
import { IconButton } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { pollMs } from '@/lib/contract/view-url';
import { formatAge } from '@/lib/domain/format';
import styles from './data-age.module.css';

/** After so many missed refreshes the figures count as old, failure or not. */
const MISSED_REFRESHES = 3;

/** How old the figures on the page are, a mark when they no longer renew, and a button to renew. */
export function DataAge() {
  const client = useQueryClient();
  const { view } = useView();
  const freshness = useFreshness(client);
  const { age, isStale } = ageOf(freshness, useNow(), pollMs(view));

  return (
    <div className={styles.age}>
      <span className={cx(styles.text, isStale && styles.stale)}>
        {isStale && <TriangleAlert aria-hidden="true" />}
        {age === null
          ? 'No figures yet'
          : `${isStale ? 'Stale, ' : ''}updated ${formatAge(age)} ago`}
      </span>
      {/* The age itself is not announced: it changes each second. */}
      <span role="status" className="visually-hidden">
        {isStale ? 'The figures are not updating' : ''}
      </span>
      <IconButton
        label="Refresh now"
        size="s"
        onPress={() => void client.refetchQueries({ type: 'active' })}
      >
        <RefreshCw
          aria-hidden="true"
          className={freshness.isFetching ? styles.fetching : undefined}
        />
      </IconButton>
    </div>
  );
}

function ageOf({ updatedAt, isFailing }: Freshness, now: number | null, poll: number | false) {
  const age = updatedAt === null || now === null ? null : Math.max(0, now - updatedAt);
  const isLate = age !== null && poll !== false && age > poll * MISSED_REFRESHES;
  return { age, isStale: isFailing || isLate };
}

function useFreshness(client: QueryClient): Freshness {
  const snapshot = useSyncExternalStore(
    (onChange) => client.getQueryCache().subscribe(onChange),
    // A string, so that an equal state is an equal snapshot.
    () => {
      const { updatedAt, isFetching, isFailing } = freshnessOf(client);
      return [updatedAt ?? '', isFetching, isFailing].join('|');
    },
    () => '',
  );
  const [updatedAt = '', isFetching, isFailing] = snapshot.split('|');
  return {
    updatedAt: updatedAt === '' ? null : Number(updatedAt),
    isFetching: isFetching === 'true',
    isFailing: isFailing === 'true',
  };
}

function useNow(): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return now;
}
