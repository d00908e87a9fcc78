import { describe, expect, it } from 'vitest';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { PODS } from '@/lib/mesh/core-kinds';
import {
  GRPC_ROUTE,
  HTTP_ROUTE,
  REFERENCE_GRANT,
  TCP_ROUTE,
  TLS_ROUTE,
} from '@/lib/mesh/gateway-api/kinds';
import { splits } from '@/lib/mesh/gateway-api/splits';
import { pod, storeOf, virtualService } from '@/lib/testing/kube-objects';
import { backend, CART_WORLD, routeObject, toService } from '@/lib/testing/routes';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

type Lists = readonly (readonly [Pick<ResourceKind, 'group' | 'plural'>, readonly KubeObject[]])[];

const read = (kind: ResourceKind, routes: readonly KubeObject[], ...more: Lists) =>
  splits(storeOf(...CART_WORLD, [kind, routes], ...more));

const both = [backend('cart-v1', 90), backend('cart-v2', 10)];
const route = (kind: ResourceKind, spec: object, metadata = {}, status?: unknown) =>
  routeObject(kind, 'cart', { parentRefs: [toService('cart')], ...spec }, metadata, status);
const http = (rule: object = {}, metadata = {}, status?: unknown) =>
  route(HTTP_ROUTE, { rules: [{ backendRefs: both, ...rule }] }, metadata, status);
const codes = (routes: readonly KubeObject[], ...more: Lists) =>
  read(HTTP_ROUTE, routes, ...more).flatMap(({ warnings }) => warnings.map(({ code }) => code));

describe('the splits of Gateway API', () => {
  it.each([
    [HTTP_ROUTE, 'http'],
    [GRPC_ROUTE, 'grpc'],
    [TLS_ROUTE, 'tls'],
    [TCP_ROUTE, 'tcp'],
  ] as const)('are read of %o', (kind, protocol) => {
    const [split] = read(kind, [route(kind, { rules: [{ backendRefs: both }] })]);
    expect(split).toMatchObject({
      mesh: 'gateway-api',
      id: `gateway-api~${kind.plural}~shop~cart~0`,
      protocol,
      hosts: ['cart'],
      match: [],
      targets: [
        { host: 'cart-v1', share: 0.9, workloads: ['cart-v1'], version: 'v1' },
        { host: 'cart-v2', share: 0.1, workloads: ['cart-v2'], version: 'v2' },
      ],
    });
  });

  it('count a weight that is left out as 1', () => {
    const [split] = read(HTTP_ROUTE, [
      http({ backendRefs: [backend('cart-v1', 3), backend('cart-v2')] }),
    ]);
    expect(split?.targets.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });

  it('give an only backend of weight 0 nothing', () => {
    const [split] = read(HTTP_ROUTE, [http({ backendRefs: [backend('cart-v1', 0)] })]);
    expect(split?.targets[0]?.share).toBeNull();
    expect(split?.arithmetic).toMatchObject({ singleTakesAll: false, refusesAllZero: true });
  });

  it('give it everything where the proxies that serve it do not look', () => {
    const served = pod('cart-v1-x', {
      labels: { app: 'cart', version: 'v1' },
      containers: [{ name: 'linkerd-proxy' }],
    });
    const [split] = read(
      HTTP_ROUTE,
      [http({ backendRefs: [backend('cart-v1', 0)] })],
      [PODS, [served]],
    );
    expect(split?.targets[0]?.share).toBe(1);
  });

  it('are for callers of one namespace where the route is not beside its Service', () => {
    const consumer = routeObject(
      HTTP_ROUTE,
      'cart',
      {
        parentRefs: [toService('cart', { namespace: 'shop' })],
        rules: [{ backendRefs: [backend('a', 1), backend('b', 1)] }],
      },
      { namespace: 'web' },
    );
    const [split] = read(HTTP_ROUTE, [consumer]);
    expect(split).toMatchObject({ hosts: ['cart.shop'], match: ['caller is in namespace web'] });
  });

  it('are for what comes through a gateway under its host names', () => {
    const parentRefs = [{ name: 'edge', sectionName: 'https' }];
    const [split] = read(HTTP_ROUTE, [
      routeObject(HTTP_ROUTE, 'cart', {
        parentRefs,
        hostnames: ['cart.example'],
        rules: [{ matches: [{ path: { value: '/buy' } }], backendRefs: both }],
      }),
    ]);
    expect(split).toMatchObject({
      hosts: ['cart.example'],
      match: ['through Gateway edge, listener https and path is /buy or below it'],
    });
  });
});

describe('warnings of routes', () => {
  const twin = routeObject(HTTP_ROUTE, 'other', {
    parentRefs: [toService('cart')],
    rules: [{ backendRefs: both }],
  });
  const away = { backendRefs: [backend('cart-v1', 1), backend('db', 1, { namespace: 'data' })] };
  const grant = (to: object) => ({
    ...routeObject(REFERENCE_GRANT, 'g', {
      from: [{ group: HTTP_ROUTE.group, kind: 'HTTPRoute', namespace: 'shop' }],
      to: [to],
    }),
    metadata: { name: 'g', namespace: 'data' },
  });
  const condition = (type: string, status: string, observedGeneration = 1) => ({
    parents: [
      {
        controllerName: 'example.com/controller',
        conditions: [
          { type, status, reason: 'Because', message: 'it says so', observedGeneration },
        ],
      },
    ],
  });

  it('are none where nothing is wrong', () => {
    expect(codes([http()])).toEqual([]);
  });

  it('tell of another route on the same Service', () => {
    expect(codes([http({ matches: [{ method: 'GET' }] }), twin])).toEqual([
      'shared-parent',
      'shared-parent',
    ]);
  });

  it('tell of a rule that an older route takes everything from', () => {
    const aged = (name: string, creationTimestamp: string, port?: number) =>
      routeObject(
        HTTP_ROUTE,
        name,
        {
          parentRefs: [toService('cart', port === undefined ? {} : { port })],
          rules: [{ backendRefs: both }],
        },
        { creationTimestamp },
      );
    const [old, young] = [aged('old', '2026-01-01T00:00:00Z'), aged('a', '2026-02-01T00:00:00Z')];
    expect(codes([old, young])).toEqual(['shared-parent', 'shadowed']);
    expect(
      codes([aged('old', '2026-01-01T00:00:00Z', 80), aged('a', '2026-02-01T00:00:00Z', 81)]),
    ).not.toContain('shadowed');
  });

  it('tell of a route whose kind another one goes before', () => {
    const grpc = route(GRPC_ROUTE, { rules: [{ backendRefs: both }] });
    expect(codes([http()], [GRPC_ROUTE, [grpc]])).toEqual(['shared-parent', 'shadowed']);
  });

  it('tell of a route that no controller took up', () => {
    expect(codes([http({}, {}, null)])).toEqual(['not-accepted']);
    expect(codes([http({}, {}, { parents: [] })])).toEqual(['not-accepted']);
  });

  it('tell of an older kind that is obeyed instead', () => {
    const older = virtualService('cart', { hosts: ['cart'] });
    expect(codes([http()], [VIRTUAL_SERVICE, [older]])).toEqual(['overridden']);
    const atGateway = virtualService('cart', { hosts: ['cart'], gateways: ['edge'] });
    expect(codes([http()], [VIRTUAL_SERVICE, [atGateway]])).toEqual([]);
  });

  it('tell of a rule that nothing reaches', () => {
    const rule = { matches: [{ method: 'GET' }], backendRefs: both };
    const found = codes([route(HTTP_ROUTE, { rules: [rule, rule] })]);
    expect(found).toContain('unreachable');
  });

  it('tell of a backend elsewhere that nobody granted', () => {
    expect(codes([http(away)])).toContain('not-granted');
    const granted = grant({ group: '', kind: 'Service' });
    expect(codes([http(away)], [REFERENCE_GRANT, [granted]])).not.toContain('not-granted');
    const other = grant({ group: '', kind: 'Service', name: 'cache' });
    expect(codes([http(away)], [REFERENCE_GRANT, [other]])).toContain('not-granted');
  });

  it.each([
    ['Accepted', 'False', ['not-accepted']],
    ['ResolvedRefs', 'False', ['not-accepted']],
    ['PartiallyInvalid', 'True', ['not-accepted']],
    ['PartiallyInvalid', 'False', []],
    ['Accepted', 'True', []],
    ['Programmed', 'False', []],
  ] as const)('tell what a controller says: %s is %s', (type, status, found) => {
    expect(codes([http({}, {}, condition(type, status))])).toEqual(found);
  });

  it('tell nothing of what was said of an older version', () => {
    const old = http({}, { generation: 3 }, condition('Accepted', 'False', 2));
    expect(codes([old])).toEqual([]);
  });
});
