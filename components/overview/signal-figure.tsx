import { Sparkline } from '@/components/charts/sparkline';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import { ERROR_RATIO } from '@/lib/domain/health';
import type { Point } from '@/lib/viz/charts/time-scene';
import styles from './signal-figure.module.css';

export interface SignalFigureProps {
  readonly label: string;
  readonly value: string;
  readonly points: readonly Point[] | undefined;
  readonly tone?: 'calm' | 'degraded' | 'failing';
}

/** A golden signal: its figure now, and its shape over the last half hour. */
export function SignalFigure({ label, value, points, tone = 'calm' }: SignalFigureProps) {
  return (
    <div className={styles.figure}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.spark} aria-hidden="true">
        <Sparkline points={points ?? []} tone={tone} />
      </dd>
    </div>
  );
}

/** How the errors of a namespace are coloured: by the same bounds that judge its health. */
export function errorTone({
  errorRatio,
}: Pick<NamespaceSummary, 'errorRatio'>): 'calm' | 'degraded' | 'failing' {
  const ratio = errorRatio ?? 0;
  if (ratio >= ERROR_RATIO.failing) return 'failing';
  return ratio >= ERROR_RATIO.degraded ? 'degraded' : 'calm';
}
