import type { WeightArithmetic } from '@/lib/domain/split';

/**
 * How the weights of a ServiceSplitter add up: to exactly 100, in hundredths, as 32-bit floats; an absent one
 * is 0. Consul's webhook and its servers refuse everything else.
 */
export const CONSUL_WEIGHTS: WeightArithmetic = {
  kind: 'sum',
  total: 100,
  step: 0.01,
  float32: true,
};
