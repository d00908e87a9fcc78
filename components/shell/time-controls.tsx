'use client';

import { CalendarRange, Pin, X, type LucideIcon } from 'lucide-react';
import { useTimeZone } from '@/components/shell/time-zone';
import { useView } from '@/components/shell/use-view';
import { IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { REFRESH_CHOICES, WINDOW_WORDS, type RefreshChoice } from '@/lib/contract/view-url';
import { WINDOWS } from '@/lib/contract/queries';
import { formatClock, formatMoment } from '@/lib/domain/format';
import type { MomentRange } from '@/lib/domain/moment-range';
import { zoneName } from '@/lib/domain/time-zone';
import styles from './time-controls.module.css';

const REFRESH_WORDS: Readonly<Record<RefreshChoice, string>> = {
  off: 'off',
  '5s': '5 s',
  '10s': '10 s',
  '15s': '15 s',
  '30s': '30 s',
  '1m': '1 min',
};

/**
 * Over which time figures are taken, and how often they are renewed; or the pinned moment; or the
 * stretch of time that was chosen, which stands in for all of them.
 */
export function TimeControls() {
  const { view, setView } = useView();
  const timeZone = useTimeZone();
  if (view.between !== null) {
    return (
      <Pinned
        icon={CalendarRange}
        text={rangeText(view.between, timeZone)}
        undo="Reset the time"
        onUndo={() => setView({ between: null })}
      />
    );
  }
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
        <Pinned
          icon={Pin}
          text={`${formatMoment(view.at, timeZone)} ${zoneName(view.at, timeZone)}`}
          undo="Back to live"
          onUndo={() => setView({ at: null })}
        />
      )}
    </>
  );
}

interface PinnedProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly undo: string;
  readonly onUndo: () => void;
}

function Pinned({ icon: Icon, text, undo, onUndo }: PinnedProps) {
  return (
    <span className={styles.pinned}>
      <Icon aria-hidden="true" />
      {text}
      <IconButton label={undo} size="s" onPress={onUndo}>
        <X aria-hidden="true" />
      </IconButton>
    </span>
  );
}

/** The day is told again only when it is another one. */
function rangeText({ fromMs, toMs }: MomentRange, timeZone: string): string {
  const [from, to] = [formatMoment(fromMs, timeZone), formatMoment(toMs, timeZone)];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} – ${isOneDay ? formatClock(toMs, timeZone) : to} ${zoneName(toMs, timeZone)}`;
}
