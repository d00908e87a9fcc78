import { formatRatio } from '@/lib/domain/format';
import { ERROR_RATIO } from '@/lib/domain/health';
import styles from './services.module.css';

/** An error ratio, in the colour of trouble from the bounds on that judge health. */
export function ErrorShare({ ratio }: { readonly ratio: number | null | undefined }) {
  return <span className={classOf(ratio ?? 0)}>{formatRatio(ratio)}</span>;
}

function classOf(ratio: number): string | undefined {
  if (ratio >= ERROR_RATIO.failing) return styles.failing;
  return ratio >= ERROR_RATIO.degraded ? styles.degraded : undefined;
}
