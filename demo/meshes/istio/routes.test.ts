import { expect, test } from 'vitest';
import { createShop } from './shop';
import { object } from '../../kubernetes/build';
import { destinationRule, route, toSubsets, virtualService } from './objects';
import type { Json, JsonObject } from '../../kubernetes/json';
import type { ServiceRouting } from '../part';
import { istioRoutes as routesOf } from './routes';
import { shopObjects } from './shop-objects';
import { withStandbyVersions } from '../../kubernetes/standby';
import { createObjectStore } from '../../kubernetes/store';
import { workloadObjects } from '../../kubernetes/workload-objects';

const deployment = (name: string, version: string, replicas = 1): JsonObject => {
  const labels = { app: 'cart', version };
  const template = { metadata: { labels } };
  return object(
    'apps/v1',
    'Deployment',
    { namespace: 'shop', name },
    { spec: { replicas, template } },
  );
};

const SERVICE = object(
  'v1',
  'Service',
  { namespace: 'shop', name: 'cart' },
  { spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 8080 }] } },
);
const WORKLOADS = [SERVICE, deployment('cart-v1', 'v1', 3), deployment('cart-v2', 'v2')];
const SUBSETS = destinationRule('shop', 'cart', { v1: 'v1', v2: 'v2' });

function routing(http: readonly Json[], spec: JsonObject = {}): ServiceRouting | undefined {
  const split = virtualService(
    { namespace: 'shop', name: 'cart' },
    { hosts: ['cart'], http, ...spec },
  );
  return routesOf(createObjectStore([...WORKLOADS, SUBSETS, split]))[0];
}

test('weights are relative', () => {
  expect(routing([{ route: toSubsets('cart', ['v1', 3], ['v2', 1]) }])?.rest).toEqual({
    v1: 0.75,
    v2: 0.25,
  });
});

test('a weight that is left out is 0', () => {
  expect(routing([{ route: toSubsets('cart', ['v1', 3], ['v2']) }])?.rest).toEqual({ v1: 1 });
});

test('a lone destination gets everything, whatever its weight', () => {
  expect(routing([{ route: toSubsets('cart', ['v2', 0]) }])?.rest).toEqual({ v2: 1 });
});

test('a rule that matches a header routes only the requests that carry it', () => {
  const match = [{ headers: { 'x-canary': { exact: 'true' } } }];
  const found = routing([
    { match, route: toSubsets('cart', ['v2']) },
    { route: toSubsets('cart', ['v1', 90], ['v2', 10]) },
  ]);
  expect(found).toMatchObject({
    header: { v2: 1 },
    rest: { v1: 0.9, v2: 0.1 },
    weightedBy: 'cart',
  });
});

test('a rule behind one that takes everything is dead', () => {
  const found = routing([
    { route: toSubsets('cart', ['v1']) },
    { route: toSubsets('cart', ['v2']) },
  ]);
  expect(found?.rest).toEqual({ v1: 1 });
});

test('a destination without a subset means all pods', () => {
  expect(routing([{ route: route({ host: 'cart' }) }])?.rest).toEqual({ v1: 0.75, v2: 0.25 });
});

test('a subset that is nowhere defined has no version that exists', () => {
  const found = routing([{ route: toSubsets('cart', ['v1', 50], ['beta', 50]) }]);
  expect(found?.rest).toEqual({ v1: 0.5, 'cart.shop.svc.cluster.local/beta': 0.5 });
});

test('a VirtualService for a gateway alone does not route inside the mesh', () => {
  expect(routing([{ route: toSubsets('cart', ['v1']) }], { gateways: ['edge'] })).toBeUndefined();
});

test('the routes of the demo shop are those that its traffic is described with', () => {
  const shop = withStandbyVersions(createShop({ seed: 7 }), 7);
  const store = createObjectStore([...workloadObjects(shop), ...shopObjects()]);
  const found = new Map(routesOf(store).map((each) => [each.service, each]));
  for (const described of shop.routes) {
    expect(found.get(described.service)).toMatchObject({
      header: described.header,
      rest: described.rest,
    });
  }
  expect(found.get('shop/postgres')?.rest).toEqual({ v1: 0.9, v2: 0.1 });
});
