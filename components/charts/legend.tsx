'use client';

import { toneClass } from '@/components/charts/tone-class';
import { formatUnit, type Unit } from '@/lib/domain/format';
import { valueAt, type ChartSeries } from '@/lib/viz/charts/time-scene';
import type { Tone } from '@/lib/viz/charts/tones';
import styles from './legend.module.css';

interface LegendProps {
  readonly series: readonly ChartSeries[];
  readonly tones: ReadonlyMap<string, Tone>;
  readonly unit: Unit;
  /** The moment pointed at; the newest value is shown while there is none. */
  readonly time: number | null;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (name: string) => void;
}

/** The lines by name with a value each; a press hides a line or shows it again. */
export function Legend({ series, tones, unit, time, hidden, onToggle }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {series.map((line) => (
        <li key={line.name}>
          <button
            type="button"
            aria-pressed={!hidden.has(line.name)}
            className={styles.entry}
            onClick={() => onToggle(line.name)}
          >
            <svg viewBox="0 0 14 4" aria-hidden="true" className={styles.swatch}>
              <path d="M1 2h12" className={toneClass(tones.get(line.name))} />
            </svg>
            <span className={styles.name}>{line.name}</span>
            <span className={styles.value}>
              {formatUnit(time === null ? newest(line) : valueAt(line, time), unit)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function newest({ points }: ChartSeries): number | null {
  return points.findLast(([, value]) => value !== null)?.[1] ?? null;
}
