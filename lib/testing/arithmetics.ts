import type { WeightArithmetic } from '@/lib/domain/split';

export const ISTIO: WeightArithmetic = {
  kind: 'relative',
  absent: 0,
  max: 2 ** 31 - 1,
  singleTakesAll: true,
  refusesAllZero: true,
};
export const GATEWAY_API: WeightArithmetic = {
  kind: 'relative',
  absent: 1,
  max: 1_000_000,
  singleTakesAll: false,
  refusesAllZero: false,
};
export const CONSUL: WeightArithmetic = { kind: 'sum', total: 100, step: 0.01 };
/** Thousandths, and no target without traffic. */
export const ABOVE_ZERO: WeightArithmetic = { ...ISTIO, max: 400_000, step: 0.001, min: 0.001 };
