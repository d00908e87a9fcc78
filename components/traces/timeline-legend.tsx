import { TIMELINE_KEYS } from '@/components/traces/timeline-keys';
import styles from './timeline-legend.module.css';

/** What the marks mean and which keys work in the timeline. */
export function TimelineLegend() {
  return (
    <div className={styles.legend}>
      <span className={styles.critical}>critical path</span>
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
