'use client';

import { Pin, X } from 'lucide-react';
import { useView } from '@/components/shell/use-view';
import { IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { REFRESH_CHOICES, WINDOW_WORDS, type RefreshChoice } from '@/lib/contract/view-url';
import { WINDOWS } from '@/lib/contract/queries';
import { formatMoment } from '@/lib/domain/format';
import { useHydrated } from '@/components/ui/use-hydrated';
import styles from './time-controls.module.css';

const REFRESH_WORDS: Readonly<Record<RefreshChoice, string>> = {
  off: 'off',
  '5s': '5 s',
  '10s': '10 s',
  '15s': '15 s',
  '30s': '30 s',
  '1m': '1 min',
};

/** Over which time figures are taken, and how often they are renewed; or the pinned moment. */
export function TimeControls() {
  const { view, setView } = useView();
  return (
    <>
      <Select
        label="Last"
        labelIs="inline"
        choices={WINDOWS.map((id) => ({ id, label: WINDOW_WORDS[id] }))}
        value={view.window}
        onChange={(next) => setView({ window: next })}
      />
      {view.at === null ? (
        <Select
          label="Refresh"
          labelIs="inline"
          choices={REFRESH_CHOICES.map((id) => ({ id, label: REFRESH_WORDS[id] }))}
          value={view.refresh}
          onChange={(refresh) => setView({ refresh })}
        />
      ) : (
        <PinnedMoment at={view.at} onUnpin={() => setView({ at: null })} />
      )}
    </>
  );
}

function PinnedMoment({ at, onUnpin }: { readonly at: number; readonly onUnpin: () => void }) {
  // The server does not know the viewer's time zone.
  const timeZone = useHydrated() ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
  return (
    <span className={styles.pinned}>
      <Pin aria-hidden="true" />
      {formatMoment(at, timeZone)}
      <IconButton label="Back to live" size="s" onPress={onUnpin}>
        <X aria-hidden="true" />
      </IconButton>
    </span>
  );
}
