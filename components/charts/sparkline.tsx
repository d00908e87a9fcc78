'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { layoutSpark } from '@/lib/viz/charts/spark-scene';
import type { Point } from '@/lib/viz/charts/time-scene';
import styles from './sparkline.module.css';

interface SparklineProps {
  readonly points: readonly Point[];
  /** `trouble` for errors above the bound; else it stays calm. */
  readonly tone?: 'calm' | 'degraded' | 'failing';
}

const SIZE = { width: 96, height: 24 } as const;

/** The shape of the last half hour. The figure beside it is what is read; this is decoration. */
export function Sparkline({ points, tone = 'calm' }: SparklineProps) {
  const scene = useMemo(() => layoutSpark(points, SIZE), [points]);
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={cx(styles.spark, styles[tone])}
    >
      <path d={scene.area} className={styles.area} />
      <path d={scene.line} className={styles.line} />
    </svg>
  );
}
