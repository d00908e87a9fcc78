import { describe, expect, it } from 'vitest';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { ruleSplit } from '@/lib/mesh/routes/rule-split';
import { rulesOf } from '@/lib/mesh/routes/rules';
import { indexWorkloads } from '@/lib/mesh/workload-index';
import { backend, routeObject, storeWithRoutes } from '@/lib/testing/routes';

const KIND: ResourceKind = {
  group: 'routes.example',
  plural: 'exampleroutes',
  kind: 'ExampleRoute',
  versions: ['v2'],
};
const CART = 'cart.shop.svc.cluster.local';

function splitOf(
  rule: object,
  options: { soleBackendTakesAll?: boolean; services?: string[] } = {},
) {
  const route: KubeObject = routeObject(KIND, 'cart', { rules: [rule] });
  const [first] = rulesOf(route, 'http');
  if (first === undefined) throw new Error('the route has no rule');
  return ruleSplit({
    mesh: 'example',
    kind: KIND,
    route,
    rule: first,
    protocol: 'http',
    audience: {
      hosts: ['cart'],
      match: ['caller is in namespace web'],
      services: options.services ?? [CART],
    },
    soleBackendTakesAll: options.soleBackendTakesAll ?? false,
    index: indexWorkloads(storeWithRoutes()),
  });
}

const codes = (rule: object) => splitOf(rule)?.warnings.map(({ code }) => code);

describe('ruleSplit', () => {
  it('reads a rule of whatever kind with everything behind its backends', () => {
    const matches = [{ path: { type: 'Exact', value: '/buy' } }];
    const split = splitOf({
      name: 'canary',
      matches,
      backendRefs: [backend('cart-v1', 9), backend('cart-v2')],
    });
    expect(split).toMatchObject({
      id: 'example~exampleroutes~shop~cart~0',
      mesh: 'example',
      routeName: 'canary',
      match: ['caller is in namespace web and path is /buy'],
      carrier: {
        group: 'routes.example',
        version: 'v2',
        kind: 'ExampleRoute',
        path: '/spec/rules/0/backendRefs',
        resourceVersion: '41',
      },
      owner: { kind: 'hand' },
      warnings: [],
    });
    expect(split?.targets).toEqual([
      {
        host: 'cart-v1',
        port: 80,
        fqdn: 'cart-v1.shop.svc.cluster.local',
        weight: 9,
        share: 0.9,
        labels: { app: 'cart', version: 'v1' },
        version: 'v1',
        workloads: ['cart-v1'],
        resolved: true,
      },
      expect.objectContaining({ host: 'cart-v2', weight: null, share: 0.1 }),
    ]);
  });

  it('writes a namespace that stands there, and one that does not not', () => {
    const split = splitOf({
      backendRefs: [backend('cart-v1', 1), backend('cart', 1, { namespace: 'other' })],
    });
    expect(split?.targets.map(({ host, fqdn }) => [host, fqdn])).toEqual([
      ['cart-v1', 'cart-v1.shop.svc.cluster.local'],
      ['cart.other', 'cart.other.svc.cluster.local'],
    ]);
    expect(split?.warnings).toEqual([]);
  });

  it.each([
    { soleBackendTakesAll: true, share: 1, warned: [] },
    { soleBackendTakesAll: false, share: null, warned: ['all-zero'] },
  ])('gives an only backend of weight 0 $share: $soleBackendTakesAll', (row) => {
    const split = splitOf({ backendRefs: [backend('cart-v1', 0)] }, row);
    expect(split?.targets.map(({ share }) => share)).toEqual([row.share]);
    expect(split?.warnings.map(({ code }) => code)).toEqual(row.warned);
  });

  it.each([
    { backendRefs: [], because: 'there are no backends' },
    { filters: [{ type: 'RequestRedirect' }], because: 'it redirects' },
    { backendRefs: [backend('cart', 1)], because: 'the backend stands for every version' },
    { backendRefs: [backend('web', 1)], because: 'there is nothing else of its kind' },
    { backendRefs: [backend('gone', 1)], because: 'the one backend is nowhere' },
  ])('is no choice when $because', ({ because, ...rule }) => {
    expect(because).not.toBe('');
    expect(splitOf(rule)).toBeNull();
  });
});

describe('candidates', () => {
  const hosts = (rule: object, services?: string[]) =>
    splitOf(rule, services === undefined ? {} : { services })?.candidates.map(({ host }) => host);

  it('are the Services beside the backend that select other pods of the parent', () => {
    expect(hosts({ backendRefs: [backend('cart-v2', 1)] })).toEqual(['cart-v1', 'cart-v3']);
  });

  it('widen a split too', () => {
    const backendRefs = [backend('cart-v1', 1), backend('cart-v3', 1)];
    expect(hosts({ backendRefs })).toEqual(['cart-v2']);
  });

  it('are written with a namespace where the backend is', () => {
    const backendRefs = [backend('cart-v1', 1, { namespace: 'shop' })];
    expect(hosts({ backendRefs })).toEqual(['cart-v2.shop', 'cart-v3.shop']);
  });

  it('are none where no parent says which pods belong together', () => {
    const backendRefs = [backend('cart-v1', 1), backend('cart-v2', 1)];
    expect(hosts({ backendRefs }, [])).toEqual([]);
  });

  it('are none for a port that the others do not serve', () => {
    const backendRefs = [backend('cart-v1', 1, { port: 81 }), backend('cart-v2', 1)];
    expect(hosts({ backendRefs })).toEqual([]);
  });
});

describe('warnings about backends', () => {
  it.each([
    { backends: [backend('cart-v1', 1), backend('gone', 1)], warned: ['dangling-target'] },
    {
      backends: [backend('cart-v1', 1), { name: 'cart-v2', weight: 1 }],
      warned: ['port-needed'],
    },
    {
      backends: [backend('cart-v1', 1), backend('cart-v2', 1, { port: 81 })],
      warned: ['unknown-port'],
    },
    {
      backends: [backend('cart-v1', 1), backend('b', 1, { group: 'x.example', kind: 'Bucket' })],
      warned: ['other-kind'],
    },
    { backends: [backend('cart-v1', 1), backend('cart-v1', 1)], warned: ['same-backend'] },
    { backends: [backend('cart-v1', 0), backend('cart-v2', 0)], warned: ['all-zero'] },
    { backends: [backend('cart-v1', 1), null], warned: ['dangling-target'] },
  ])('says $warned', ({ backends, warned }) => {
    expect(codes({ backendRefs: backends })).toEqual(warned);
  });
});
