import type { WeightArithmetic } from '@/lib/domain/split';

export const ISTIO = {
  kind: 'relative',
  absent: 0,
  max: 2 ** 31 - 1,
  singleTakesAll: true,
  refusesAllZero: true,
} as const satisfies WeightArithmetic;
export const GATEWAY_API = {
  kind: 'relative',
  absent: 1,
  max: 1_000_000,
  singleTakesAll: false,
  refusesAllZero: false,
} as const satisfies WeightArithmetic;
export const CONSUL = {
  kind: 'sum',
  total: 100,
  step: 0.01,
  float32: true,
} as const satisfies WeightArithmetic;
/** Thousandths, and no target without traffic. */
export const ABOVE_ZERO = {
  ...ISTIO,
  max: 400_000,
  step: 0.001,
  min: 0.001,
} as const satisfies WeightArithmetic;
