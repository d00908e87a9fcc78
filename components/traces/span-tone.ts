import { cx } from '@/components/ui/cx';
import styles from './span-tone.module.css';

/** Gives an element with `data-tone` the colour of a `SpanTone` as `--tone`. */
export const toneClass = cx(styles.tone);
