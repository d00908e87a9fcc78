import type { RuleCase } from '@/lib/testing/check-cases';
import { all, around, deployment, namespace, object } from '@/lib/testing/rule-cases/yaml';

const V1 = 'appmesh.k8s.aws/v1beta2';
const mesh = (name: string) =>
  object(V1, 'Mesh', `name: ${name}`, 'spec: {namespaceSelector: {matchLabels: {mesh: "yes"}}}');
const node = (name: string, spec = '') =>
  object(
    V1,
    'VirtualNode',
    `name: ${name}`,
    `spec: {podSelector: {matchLabels: {app: cart}}, serviceDiscovery: {dns: {hostname: a}}${spec}}`,
  );
const LISTENER = '{portMapping: {port: 80, protocol: http}}';
const router = (routes: string, status = '') =>
  object(
    V1,
    'VirtualRouter',
    'name: cart',
    `spec: {listeners: [${LISTENER}], routes: [${routes}]}${status}`,
  );
const route = (targets: string, name = 'all', match = 'prefix: /') =>
  `{name: ${name}, httpRoute: {match: {${match}}, action: {weightedTargets: [${targets}]}}}`;
const target = (name: string, rest = 'weight: 1') => `{virtualNodeRef: {name: ${name}}, ${rest}}`;
const virtualService = (name: string, provider: string) =>
  object(V1, 'VirtualService', `name: ${name}`, `spec: {${provider}}`);
const BY_ROUTER = 'provider: {virtualRouter: {virtualRouterRef: {name: cart}}}';
const gatewayRoute = (spec: string, labels = '') =>
  object(V1, 'GatewayRoute', `name: g, labels: {${labels}}`, `spec: {${spec}}`);
const toService = (name: string) =>
  `httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceRef: {name: ${name}}}}}}`;
const GATEWAY = object(
  V1,
  'VirtualGateway',
  'name: in',
  'spec: {namespaceSelector: {matchLabels: {mesh: "yes"}}, gatewayRouteSelector: {matchLabels: {in: "yes"}}}',
);

const inShop = around(
  all(
    namespace('shop', 'labels: {mesh: "yes"}'),
    mesh('main'),
    deployment('cart', 'app: cart'),
    node('cart', `, listeners: [${LISTENER}]`),
  ),
);
/** A case of a router that a VirtualService leads to. */
const routed = (path: string, broken: string, clean: string) => {
  const front = virtualService('cart', BY_ROUTER);
  return inShop(path, all(front, broken), all(front, clean));
};
const TARGETS = '/spec/routes/0/httpRoute/action/weightedTargets';
const CLEAN = router(route(target('cart')));

export const APP_MESH_CASES: Readonly<Record<string, RuleCase>> = {
  AP101: routed(`${TARGETS}/0`, router(route(target('basket'))), CLEAN),
  AP102: routed(TARGETS, router(route(target('cart', 'weight: 0'))), CLEAN),
  AP103: routed(
    `${TARGETS}/0`,
    all(
      node('two', `, listeners: [${LISTENER}, {portMapping: {port: 81, protocol: http}}]`),
      router(route(target('two'))),
    ),
    all(
      node('two', `, listeners: [${LISTENER}, {portMapping: {port: 81, protocol: http}}]`),
      router(route(target('two', 'port: 80, weight: 1'))),
    ),
  ),
  AP104: routed(
    `${TARGETS}/0`,
    all(
      node('none', `, listeners: [${LISTENER}]`).replace('app: cart', 'app: none'),
      router(route(target('none'))),
    ),
    CLEAN,
  ),
  AP105: inShop('', CLEAN, all(CLEAN, virtualService('cart', BY_ROUTER))),
  AP106: routed(
    '/spec/routes/0',
    router(
      `${route(target('cart'), 'a', 'prefix: /a')}, ${route(target('cart'), 'b', 'prefix: /a')}`,
    ),
    router(`${route(target('cart'), 'a', 'prefix: /a')}, ${route(target('cart'), 'b')}`),
  ),
  AP107: routed(
    '/status/conditions',
    router(
      route(target('cart')),
      ', status: {conditions: [{type: VirtualRouterActive, status: "False", message: no}]}',
    ),
    router(
      route(target('cart')),
      ', status: {conditions: [{type: VirtualRouterActive, status: "True"}]}',
    ),
  ),
  AP108: routed(
    '/spec/routes/1/name',
    router(`${route(target('cart'), 'a', 'prefix: /a')}, ${route(target('cart'), 'a')}`),
    router(`${route(target('cart'), 'a', 'path: {exact: /a}')}, ${route(target('cart'), 'b')}`),
  ),
  AP201: inShop(
    '/spec',
    object(V1, 'VirtualNode', 'name: n', `spec: {listeners: [${LISTENER}]}`),
    object(V1, 'VirtualNode', 'name: n', 'spec: {}'),
  ),
  AP202: routed(
    '/spec/backends/1/virtualService',
    all(
      CLEAN,
      node(
        'n',
        ', backends: [{virtualService: {virtualServiceRef: {name: cart}}}, {virtualService: {virtualServiceRef: {name: cart}}}]',
      ),
    ),
    all(CLEAN, node('n', ', backends: [{virtualService: {virtualServiceRef: {name: cart}}}]')),
  ),
  AP203: routed(
    '/spec/backends/0/virtualService',
    all(CLEAN, node('n', ', backends: [{virtualService: {virtualServiceRef: {name: basket}}}]')),
    all(CLEAN, node('n', ', backends: [{virtualService: {virtualServiceRef: {name: cart}}}]')),
  ),
  AP204: inShop(
    '/spec/listeners/0/connectionPool',
    node(
      'n',
      ', listeners: [{portMapping: {port: 80, protocol: http}, connectionPool: {http: {maxConnections: 1}, tcp: {maxConnections: 1}}}]',
    ),
    node(
      'n',
      ', listeners: [{portMapping: {port: 80, protocol: http}, connectionPool: {http: {maxConnections: 1}}}]',
    ),
  ),
  AP301: inShop(
    '/spec/provider/virtualRouter',
    virtualService('cart', BY_ROUTER),
    all(CLEAN, virtualService('cart', BY_ROUTER)),
  ),
  AP302: inShop(
    '/spec',
    virtualService('cart', ''),
    virtualService('cart', 'provider: {virtualNode: {virtualNodeRef: {name: cart}}}'),
  ),
  AP401: routed(
    '/spec/httpRoute/action/target/virtualService',
    all(CLEAN, GATEWAY, gatewayRoute(toService('basket'), 'in: "yes"')),
    all(CLEAN, GATEWAY, gatewayRoute(toService('cart'), 'in: "yes"')),
  ),
  AP402: routed(
    '/spec',
    all(CLEAN, GATEWAY, gatewayRoute('', 'in: "yes"')),
    all(CLEAN, GATEWAY, gatewayRoute(toService('cart'), 'in: "yes"')),
  ),
  AP403: routed(
    '',
    all(CLEAN, GATEWAY, gatewayRoute(toService('cart'))),
    all(CLEAN, GATEWAY, gatewayRoute(toService('cart'), 'in: "yes"')),
  ),
  AP501: inShop('', all(mesh('other'), node('n')), node('n')),
};
