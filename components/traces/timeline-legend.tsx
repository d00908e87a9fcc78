import { toneClass } from '@/components/traces/span-tone';
import { TIMELINE_KEYS } from '@/components/traces/timeline-keys';
import type { TraceModel } from '@/components/traces/trace-model';
import { cx } from '@/components/ui/cx';
import type { Colouring } from '@/lib/contract/trace-url';
import { formatDuration } from '@/lib/domain/duration';
import { toneMeanings } from '@/lib/viz/traces/span-tones';
import styles from './timeline-legend.module.css';

interface TimelineLegendProps {
  readonly model: TraceModel;
  readonly color: Colouring;
}

/** So many colours fit beneath a timeline; the filter of services has them all. */
const MOST_SHOWN = 12;

/** What the colours and marks mean, and which keys work in the timeline. */
export function TimelineLegend({ model, color }: TimelineLegendProps) {
  const { trace, slots, selfUs } = model;
  const services = trace.services.map(({ name }, index) => ({ name, slot: slots[index] ?? 1 }));
  const longest = selfUs.reduce((most, us) => Math.max(most, us), 0);
  const meanings = toneMeanings(color, services, formatDuration(longest));
  const more = meanings.length - MOST_SHOWN;
  return (
    <div className={styles.legend}>
      <ul className={styles.colours} aria-label="Colours">
        {meanings.slice(0, MOST_SHOWN).map(({ tone, means }) => (
          <li key={`${tone} ${means}`} className={cx(toneClass, styles.colour)} data-tone={tone}>
            {means}
          </li>
        ))}
        {more > 0 && <li>{`and ${more} more`}</li>}
        <li className={styles.critical}>critical path</li>
      </ul>
      <span className={styles.keys}>
        {TIMELINE_KEYS.map(({ keys, does }) => (
          <span key={does} className={styles.key}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            {does}
          </span>
        ))}
      </span>
    </div>
  );
}
