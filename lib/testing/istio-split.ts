import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitIntent } from '@/lib/domain/split';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { splits } from '@/lib/mesh/istio/splits';
import { destinationRule, service, storeOf, virtualService } from '@/lib/testing/kube-objects';

const SUBSETS = { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } };

/** A destination of the host `cart`. */
export const to = (subset: string, weight?: number) => ({
  destination: { host: 'cart', subset },
  ...(weight === undefined ? {} : { weight }),
});

/** A VirtualService whose second HTTP route has these destinations. */
export function objectWith(...route: readonly unknown[]): KubeObject {
  const http = [
    { match: [{ port: 1 }], route: [to('v9')] },
    { timeout: '3s', route },
  ];
  return virtualService('cart', { hosts: ['cart'], http });
}

/** The split over that route, where `cart` has the subsets v1, v2 and v3. */
export function splitOf(object: KubeObject): Split {
  const found = splits(
    storeOf(
      [VIRTUAL_SERVICE, [object]],
      [DESTINATION_RULE, [destinationRule('cart', SUBSETS)]],
      [SERVICES, [service('cart')]],
    ),
  ).find(({ carrier }) => carrier.path === '/spec/http/1/route');
  if (found === undefined) throw new Error('the object holds no split');
  return found;
}

/** An intent over subsets of `cart`. */
export function intentOf(
  targets: readonly (readonly [string, number | null])[],
  resourceVersion = '41',
): SplitIntent {
  return {
    resourceVersion,
    targets: targets.map(([subset, weight]) => ({ host: 'cart', subset, weight })),
  };
}
