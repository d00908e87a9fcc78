import { cx } from '@/components/ui/cx';
import type { PracticeScoreDto } from '@/lib/contract/practices';
import styles from './practice-mark.module.css';

type State = PracticeScoreDto['state'];

export const STATE_WORDS: Readonly<Record<State, string>> = {
  met: 'Met',
  partly: 'In part',
  missing: 'Not yet',
  unknown: 'Not known',
  none: 'Nothing to judge',
};

/** How far a practice is followed, by shape, colour and word: full disc, half disc, ring, dashed ring, dash. */
export function PracticeMark({
  state,
  withText = false,
}: {
  readonly state: State;
  readonly withText?: boolean;
}) {
  return (
    <span
      className={cx(styles.mark, styles[state])}
      title={withText ? undefined : STATE_WORDS[state]}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true" className={styles.shape}>
        {shapeOf(state)}
      </svg>
      <span className={withText ? styles.word : 'visually-hidden'}>{STATE_WORDS[state]}</span>
    </span>
  );
}

function shapeOf(state: State) {
  const ring = { cx: 6, cy: 6, r: 4, fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 };
  switch (state) {
    case 'met':
      return <circle cx="6" cy="6" r="4.75" fill="currentColor" />;
    case 'partly':
      return (
        <>
          <circle {...ring} />
          <path d="M6 2a4 4 0 0 1 0 8Z" fill="currentColor" />
        </>
      );
    case 'missing':
      return <circle {...ring} />;
    case 'unknown':
      return <circle {...ring} strokeDasharray="2.2 2" />;
    case 'none':
      return <path d="M3.5 6h5" stroke="currentColor" strokeWidth="1.5" />;
  }
}
