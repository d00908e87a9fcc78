import type { GroupMemory } from './aggregate';
import type { SignatureCache } from './binary';
import type { HistogramKeys } from './histogram-quantile';
import type { RelabelCache } from './label-functions';

/** What one place in a query remembers from moment to moment: labels stay, only values change. */
export interface NodeMemory {
  readonly groups: GroupMemory;
  readonly signatures: SignatureCache;
  readonly histogramKeys: HistogramKeys;
  readonly relabelled: RelabelCache;
}

export function createNodeMemory(): NodeMemory {
  return {
    groups: { keys: new WeakMap(), metrics: new Map() },
    signatures: new WeakMap(),
    histogramKeys: new WeakMap(),
    relabelled: new WeakMap(),
  };
}
