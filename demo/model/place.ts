import { createRandom, seedOf } from './random';

/** The nodes of the demo's cluster. */
export const NODES = ['node-a', 'node-b', 'node-c', 'node-d'] as const;

/** Where a pod runs. */
export interface PodPlace {
  readonly ip: string;
  readonly node: string;
}

/** Where a pod runs, told from its name alone, so that every part of the demo says the same. */
export function placeOf(namespace: string, pod: string): PodPlace {
  const random = createRandom(seedOf(`${namespace}/${pod}`, 0));
  const octet = () => 1 + Math.floor(random() * 253);
  const node = NODES[Math.floor(random() * NODES.length)] ?? NODES[0];
  return { ip: `10.42.${octet()}.${octet()}`, node };
}

/** How unevenly pods share their workload's requests: within a tenth of an equal share. */
export function podShares(pods: readonly string[]): number[] {
  const weights = pods.map((pod) => 0.9 + 0.2 * createRandom(seedOf(pod, 1))());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
