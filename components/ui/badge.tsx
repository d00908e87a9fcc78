import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import styles from './badge.module.css';

interface BadgeProps {
  readonly tone?: 'neutral' | 'accent' | 'healthy' | 'degraded' | 'failing';
  readonly children: ReactNode;
}

/** A word about a thing: a version, a mesh, a protocol. */
export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={cx(styles.badge, styles[tone])}>{children}</span>;
}
