import type { Tone } from '@/lib/viz/charts/tones';
import { cx } from '@/components/ui/cx';
import styles from './tones.module.css';

/** The class that gives a line or a swatch its colour and dash. */
export function toneClass(tone: Tone | undefined): string {
  if (tone === undefined) return cx(styles.viz1);
  return cx(tone.kind === 'series' ? styles[`viz${tone.color}`] : styles[tone.kind]);
}
