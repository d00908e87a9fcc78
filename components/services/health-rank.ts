import type { HealthStatus } from '@/lib/domain/health';

/** Worst first, for sorting columns. */
export const HEALTH_RANK: Readonly<Record<HealthStatus, number>> = {
  failing: 0,
  degraded: 1,
  healthy: 2,
  idle: 3,
  unknown: 4,
};
