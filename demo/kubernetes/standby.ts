import { podNames } from '../model/random';
import type { DemoTopology, DemoWorkload } from '../model/types';

/** Second versions that wait beside the first, so that weight can be moved to them. */
const STANDBY = [
  ...['shop/payments', 'shop/inventory', 'shop/recommendation', 'shop/postgres'],
  ...['warehouse/stock', 'analytics/reports', 'analytics/collector', 'staging/checkout'],
];

/** A version that is a little faster than the first, and as prone to fail. */
const FASTER = 0.85;

function secondVersion(first: DemoWorkload, seed: number): DemoWorkload {
  const name = `${first.name}-v2`;
  const behaviour = { ...first.behaviour, medianMs: first.behaviour.medianMs * FASTER };
  return { ...first, name, version: 'v2', pods: podNames(name, 1, seed), behaviour };
}

/** The shop with the second versions that its VirtualServices name. */
export function withStandbyVersions(shop: DemoTopology, seed: number): DemoTopology {
  const seconds = shop.workloads
    .filter(({ namespace, name }) => STANDBY.includes(`${namespace}/${name}`))
    .map((first) => secondVersion(first, seed));
  return { ...shop, workloads: [...shop.workloads, ...seconds] };
}
