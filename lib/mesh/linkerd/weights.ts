import type { WeightArithmetic } from '@/lib/domain/split';

/** Weights are handed to proxies as uint32, in ten-thousandths. */
const MAX_WEIGHT = 429_496.729;

/**
 * How the weights of a TrafficSplit add up: relative quantities, of which thousandths count. Targets with 0 are
 * dropped; when all are, requests go to the service itself, which nobody means.
 */
export const TRAFFIC_SPLIT_WEIGHTS: WeightArithmetic = {
  kind: 'relative',
  absent: 0,
  max: MAX_WEIGHT,
  singleTakesAll: false,
  refusesAllZero: true,
  step: 0.001,
};

/** The same for the `dstOverrides` of a ServiceProfile, where a weight has to be above 0. */
export const PROFILE_WEIGHTS: WeightArithmetic = { ...TRAFFIC_SPLIT_WEIGHTS, min: 0.001 };
