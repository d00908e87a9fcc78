import type { SplitDto } from '@/lib/contract/splits';

type Target = SplitDto['targets'][number];

/** A target that is a subset of `cart`. */
export function targetFixture(
  subset: string,
  weight: number | null,
  more: Partial<Target> = {},
): Target {
  return {
    host: 'cart',
    subset,
    fqdn: 'cart.shop.svc.cluster.local',
    weight,
    share: null,
    labels: { version: subset },
    version: subset,
    workloads: [`cart-${subset}`],
    resolved: true,
    observed: null,
    ...more,
  };
}

/** A split of `cart` in `shop`, 90 to 10, that may be changed. */
export function splitFixture(more: Partial<SplitDto> = {}): SplitDto {
  return {
    id: 'istio~shop~cart~http~0',
    mesh: 'istio',
    carrier: carrierAt('41'),
    protocol: 'http',
    hosts: ['cart'],
    match: [],
    targets: [targetFixture('v1', 90, { share: 0.9 }), targetFixture('v2', 10, { share: 0.1 })],
    candidates: [],
    arithmetic: {
      kind: 'relative',
      absent: 0,
      max: 2_147_483_647,
      singleTakesAll: true,
      refusesAllZero: true,
    },
    owner: { kind: 'hand' },
    warnings: [],
    writable: { allowed: true, reason: null },
    ...more,
  };
}

/** The object of the fixture in one of its versions. */
export function carrierAt(resourceVersion: string): SplitDto['carrier'] {
  return {
    group: 'networking.istio.io',
    version: 'v1',
    kind: 'VirtualService',
    plural: 'virtualservices',
    namespace: 'shop',
    name: 'cart',
    path: '/spec/http/0/route',
    resourceVersion,
  };
}
