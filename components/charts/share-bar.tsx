import styles from './share-bar.module.css';

interface ShareBarProps {
  /** 0..1; null or absent draws an empty track. */
  readonly share: number | null | undefined;
}

/** A share of a whole as a bar. The figure stands beside it; this is decoration. */
export function ShareBar({ share }: ShareBarProps) {
  const width = Math.min(1, Math.max(0, share ?? 0)) * 100;
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" className={styles.bar}>
      <rect width="100" height="4" className={styles.track} />
      <rect width={width} height="4" className={styles.fill} />
    </svg>
  );
}
