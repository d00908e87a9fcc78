import { describe, expect, it } from 'vitest';
import { VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { splits } from '@/lib/mesh/app-mesh/splits';
import { DEPLOYMENTS, SERVICES } from '@/lib/mesh/core-kinds';
import {
  appMeshObject,
  film,
  node,
  router,
  routerFront,
  target,
} from '@/lib/testing/app-mesh-objects';
import { deployment, service, storeOf } from '@/lib/testing/kube-objects';
import type { KubeObject } from '@/lib/domain/kube-object';

const V1 = { app: 'film', version: 'v1' };
const V2 = { app: 'film', version: 'v2' };

function read(routers: readonly KubeObject[], nodes = [node('film-v1', V1), node('film-v2', V2)]) {
  return splits(
    storeOf(
      [VIRTUAL_ROUTER, routers],
      [VIRTUAL_NODE, nodes],
      [VIRTUAL_SERVICE, [routerFront('film')]],
      [SERVICES, [service('film')]],
      [DEPLOYMENTS, [deployment('film-v1', V1), deployment('film-v2', V2)]],
    ),
  );
}

const codesOf = (routers: readonly KubeObject[], nodes?: readonly KubeObject[]) =>
  read(routers, nodes === undefined ? undefined : [...nodes]).flatMap(({ warnings }) =>
    warnings.map(({ code }) => code),
  );

describe('the splits of a VirtualRouter', () => {
  it('are its routes with several targets, with what they lead to', () => {
    const [split, ...others] = read([film(target('film-v1', 4), target('film-v2', 1))]);
    expect(others).toEqual([]);
    expect(split).toMatchObject({
      id: 'app-mesh~shop~film~0~httpRoute',
      protocol: 'http',
      routeName: 'all',
      hosts: ['film.shop.svc.cluster.local'],
      match: [],
      carrier: { kind: 'VirtualRouter', path: '/spec/routes/0/httpRoute/action/weightedTargets' },
      targets: [
        { host: 'film-v1', weight: 4, share: 0.8, workloads: ['film-v1'], version: 'v1' },
        { host: 'film-v2', weight: 1, share: 0.2, workloads: ['film-v2'], version: 'v2' },
      ],
    });
  });

  it.each([
    ['httpRoute', 'http'],
    ['http2Route', 'http'],
    ['grpcRoute', 'grpc'],
    ['tcpRoute', 'tcp'],
  ] as const)('may be in %s', (field, protocol) => {
    const targets = [target('film-v1', 50), target('film-v2', 50)];
    const [split] = read([
      router([{ name: 'r', [field]: { action: { weightedTargets: targets } } }]),
    ]);
    expect(split).toMatchObject({ protocol, id: `app-mesh~shop~film~0~${field}` });
    expect(split?.carrier.path).toBe(`/spec/routes/0/${field}/action/weightedTargets`);
  });

  it('give all to one target, whose other versions are candidates', () => {
    const [split] = read([film(target('film-v1', 100))]);
    expect(split?.targets).toMatchObject([{ host: 'film-v1', share: 1 }]);
    expect(split?.candidates).toMatchObject([{ host: 'film-v2', version: 'v2', share: 0 }]);
  });

  it('send nothing where a lone target has the weight 0', () => {
    const [split] = read([film(target('film-v1', 0))]);
    expect(split?.targets[0]?.share).toBeNull();
  });

  it('name a target by ARN, which is elsewhere', () => {
    const arn = 'arn:aws:appmesh:eu-west-1:1:mesh/studio/virtualNode/other';
    const [split] = read([film(target('film-v1', 50), { virtualNodeARN: arn, weight: 50 })]);
    expect(split?.targets[1]).toMatchObject({
      host: arn,
      fqdn: arn,
      resolved: true,
      workloads: [],
    });
  });

  it('find a node of another namespace, and its host where DNS has another', () => {
    const nodes = [
      node('film-v1', V1),
      node('film-v2', V2, { namespace: 'next' }, { dns: { hostname: 'next.example' } }),
    ];
    const away = { virtualNodeRef: { name: 'film-v2', namespace: 'next' }, weight: 50 };
    const [split] = read([film(target('film-v1', 50), away)], nodes);
    expect(split?.targets[1]).toMatchObject({ host: 'film-v2.next', fqdn: 'next.example' });
  });

  it('say the condition in words', () => {
    const match = {
      prefix: '/films',
      method: 'GET',
      headers: [
        { name: 'x-canary', match: { exact: 'true' } },
        { name: 'x-old', invert: true },
      ],
      queryParameters: [{ name: 'lang', match: { exact: 'de' } }],
    };
    const action = { weightedTargets: [target('film-v1', 50), target('film-v2', 50)] };
    const [split] = read([router([{ name: 'r', httpRoute: { match, action } }])]);
    expect(split?.match).toEqual([
      'path begins with /films and method is GET and header x-canary is true and header x-old is absent and query lang is de',
    ]);
  });
});

describe('warnings of a VirtualRouter', () => {
  const two = [target('film-v1', 50), target('film-v2', 50)];

  it.each([
    ['nothing is wrong', [film(...two)], undefined, []],
    ['a node is missing', [film(...two)], [node('film-v1', V1)], ['dangling-target']],
    [
      'a node has several listeners',
      [film(...two)],
      [node('film-v1', V1, {}, {}, 2), node('film-v2', V2)],
      ['port-needed'],
    ],
    [
      'a node selects no pods',
      [film(...two)],
      [node('film-v1', V1), node('film-v2', { app: 'none' })],
      ['empty-subset'],
    ],
    [
      'all weights are 0',
      [film(target('film-v1', 0), target('film-v2', 0))],
      undefined,
      ['all-zero'],
    ],
    [
      'AWS would refuse the total',
      [film(target('film-v1', 90), target('film-v2', 20))],
      undefined,
      ['over-total'],
    ],
  ] as const)('tell that %s', (_, routers, nodes, codes) => {
    expect(codesOf(routers, nodes)).toEqual(codes);
  });

  it('tell that two routes ask for the same, and share what they lead to', () => {
    const route = { httpRoute: { match: { prefix: '/' }, action: { weightedTargets: two } } };
    const found = codesOf([
      router([
        { name: 'a', ...route },
        { name: 'b', ...route },
      ]),
    ]);
    expect(new Set(found)).toEqual(new Set(['same-match', 'shared-telemetry']));
  });

  it('tell what the controller says, and that nobody uses it', () => {
    const status = {
      conditions: [{ type: 'VirtualRouterActive', status: 'False', message: 'BadRequest: total' }],
    };
    const inactive = { ...film(...two), status };
    expect(codesOf([inactive])).toEqual(['not-active']);
    const lone = appMeshObject('VirtualRouter', 'lone', film(...two).spec);
    expect(codesOf([lone])).toEqual(['unused']);
  });
});
