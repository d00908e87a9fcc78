import styles from './skeleton.module.css';

interface SkeletonProps {
  /** What is being loaded. */
  readonly label: string;
  /** Lines of text to stand in for. */
  readonly lines?: number;
  /** `block`: one box as large as its container (a chart, a graph). */
  readonly shape?: 'lines' | 'block';
}

/** Stands where something is loading, at the size it will have. */
export function Skeleton({ label, lines = 4, shape = 'lines' }: SkeletonProps) {
  return (
    <div role="status" className={shape === 'block' ? styles.block : styles.lines}>
      <span className="visually-hidden">{`${label}: loading`}</span>
      {shape === 'lines' &&
        Array.from({ length: lines }, (_, line) => <span key={line} className={styles.line} />)}
    </div>
  );
}
