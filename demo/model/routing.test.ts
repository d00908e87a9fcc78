import { expect, test } from 'vitest';
import { servicesOf, workloadOf } from './build-topology';
import { indexRoutes, routeFor, shareCalls } from './routing';
import type { DemoRoute, DemoTopology } from './types';

const WORKLOADS = [
  workloadOf({ at: 'shop/web' }, 'istio', 1),
  workloadOf({ at: 'shop/batch' }, 'linkerd', 1),
  workloadOf({ at: 'shop/cron' }, null, 1),
  workloadOf({ at: 'shop/cart-v1', service: 'cart' }, 'istio', 1),
  workloadOf({ at: 'shop/cart-v2', service: 'cart', version: 'v2' }, 'istio', 1),
];
const CALLERS = ['shop/web', 'shop/batch', 'shop/cron'];

function sharesOfV2(routes: readonly DemoRoute[]): readonly (number | undefined)[] {
  const topology: DemoTopology = {
    namespaces: [],
    services: servicesOf(WORKLOADS),
    workloads: WORKLOADS,
    calls: CALLERS.map((from) => ({ from, to: 'shop/cart', requestRate: 1 })),
    routes,
  };
  return shareCalls(topology, routes).map(({ byWorkload }) => byWorkload.get('cart-v2'));
}

test('a route is obeyed by the callers of its meshes; to the others the pods are alike', () => {
  const route = { service: 'shop/cart', header: {}, rest: { v1: 0.9, v2: 0.1 } };
  expect(sharesOfV2([{ ...route, callers: ['istio', 'ambient'] }])).toEqual([0.1, 0.5, 0.5]);
  expect(sharesOfV2([route])).toEqual([0.1, 0.1, 0.1]);
});

test('of several routes for the same callers the first holds', () => {
  const route = (weight: number, ...callers: NonNullable<DemoRoute['callers']>) => ({
    ...{ service: 'shop/cart', header: {}, rest: { v1: 1 - weight, v2: weight } },
    ...(callers.length > 0 && { callers }),
  });
  const index = indexRoutes([route(0.1, 'istio'), route(0.2, 'istio', 'linkerd'), route(0.3)]);
  const v2 = (mesh: 'istio' | 'linkerd' | null) => routeFor(index, 'shop/cart', mesh)?.rest['v2'];
  expect([v2('istio'), v2('linkerd'), v2(null)]).toEqual([0.1, 0.2, 0.3]);
});
