import type { RuleCase } from '@/lib/testing/check-cases';
import {
  all,
  around,
  deployment,
  namespace,
  object,
  service,
  SINCE,
} from '@/lib/testing/rule-cases/yaml';

const V1 = 'gateway.networking.k8s.io/v1';
const ACCEPTED = `status: {parents: [{controllerName: example.com/c, parentRef: {name: cart}, conditions: [{type: Accepted, status: "True", ${SINCE}}]}]}`;
const route = (name: string, spec: string, status = ACCEPTED) =>
  object(V1, 'HTTPRoute', name, `spec: {${spec}}, ${status}`);
const attached = 'parentRefs: [{group: "", kind: Service, name: cart}]';
const onGateway = (
  more = '',
  rest = '',
  rules = 'rules: [{backendRefs: [{name: cart, port: 80}]}]',
) => route('name: r', `parentRefs: [{name: web${more}}], ${rest}${rules}`);
const toBackends = (refs: string) =>
  route('name: r', `${attached}, rules: [{backendRefs: [${refs}]}]`);
const gateway = (name: string, spec: string, status = '') =>
  object(V1, 'Gateway', name, `spec: {gatewayClassName: istio, ${spec}}${status}`);
const LISTENERS = 'listeners: [{name: http, port: 80, protocol: HTTP, hostname: shop.example}]';
const grant = (namespaceOf: string, to: string) =>
  object(
    V1,
    'ReferenceGrant',
    'name: g, namespace: bank',
    `spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespaceOf}}], to: [${to}]}`,
  );

const inShop = around(
  all(
    namespace('shop'),
    namespace('bank'),
    service('cart'),
    deployment('cart', 'app: cart'),
    object(V1, 'GatewayClass', 'name: istio', 'spec: {controllerName: example.com/c}'),
  ),
);
const atGateway = (path: string, broken: string, clean: string) => {
  const web = gateway('name: web', LISTENERS);
  return inShop(path, all(web, broken), all(web, clean));
};
const MATCH =
  'matches: [{path: {type: PathPrefix, value: /a}}], backendRefs: [{name: cart, port: 80}]';

export const GATEWAY_API_CASES: Readonly<Record<string, RuleCase>> = {
  GA101: inShop(
    '/spec/parentRefs/0',
    route(
      'name: r',
      'parentRefs: [{group: "", kind: Service, name: basket}], rules: [{backendRefs: [{name: cart, port: 80}]}]',
    ),
    toBackends('{name: cart, port: 80}'),
  ),
  GA102: inShop(
    '/spec/rules/0/backendRefs/0',
    toBackends('{name: basket, port: 80}'),
    toBackends('{name: cart, port: 80}'),
  ),
  GA103: inShop(
    '/spec/rules/0/backendRefs/0',
    toBackends('{name: cart, port: 81}'),
    toBackends('{name: cart, port: 80}'),
  ),
  GA104: inShop(
    '/spec/rules/0/backendRefs/0',
    all(service('empty'), toBackends('{name: empty, port: 80}')),
    toBackends('{name: cart, port: 80}'),
  ),
  GA105: inShop(
    '/spec/rules/0/backendRefs',
    toBackends('{name: cart, port: 80, weight: 0}'),
    toBackends('{name: cart, port: 80, weight: 1}'),
  ),
  GA106: inShop(
    '/spec/rules/0/backendRefs',
    toBackends('{name: cart, port: 80}, {name: cart, port: 80}'),
    toBackends('{name: cart, port: 80}'),
  ),
  GA107: inShop(
    '/spec/rules/1',
    route('name: r', `${attached}, rules: [{${MATCH}}, {${MATCH}}]`),
    route('name: r', `${attached}, rules: [{${MATCH}}, {backendRefs: [{name: cart, port: 80}]}]`),
  ),
  GA108: inShop(
    '/status/parents',
    route(
      'name: r',
      `${attached}, rules: [{backendRefs: [{name: cart, port: 80}]}]`,
      ACCEPTED.replace('"True"', '"False"'),
    ),
    toBackends('{name: cart, port: 80}'),
  ),
  GA109: atGateway(
    '/spec/rules/0/backendRefs/0',
    onGateway('', '', 'rules: [{backendRefs: [{name: cash, namespace: bank, port: 80}]}]'),
    all(
      object(
        'v1',
        'Service',
        'name: cash, namespace: bank',
        'spec: {ports: [{name: http, port: 80}]}',
      ),
      grant('shop', '{group: "", kind: Service}'),
      onGateway('', '', 'rules: [{backendRefs: [{name: cash, namespace: bank, port: 80}]}]'),
    ),
  ),
  GA110: atGateway(
    '/spec/parentRefs/0',
    onGateway(', sectionName: https'),
    onGateway(', sectionName: http'),
  ),
  GA111: atGateway(
    '/spec/hostnames',
    onGateway('', 'hostnames: [bank.example], '),
    onGateway('', 'hostnames: [shop.example], '),
  ),
  GA112: inShop(
    '/spec/parentRefs/0',
    all(gateway('name: web, namespace: bank', LISTENERS), onGateway(', namespace: bank')),
    all(
      gateway(
        'name: web, namespace: bank',
        LISTENERS.replace('}]', ', allowedRoutes: {namespaces: {from: All}}}]'),
      ),
      onGateway(', namespace: bank'),
    ),
  ),
  GA113: inShop(
    '/spec/parentRefs',
    all(
      toBackends('{name: cart, port: 80}'),
      object(
        'linkerd.io/v1alpha2',
        'ServiceProfile',
        'name: cart.shop.svc.cluster.local',
        'spec: {}',
      ),
    ),
    toBackends('{name: cart, port: 80}'),
  ),
  GA114: inShop(
    '/spec/parentRefs',
    all(
      object(
        'v1',
        'Pod',
        'name: c, labels: {app: cart}, annotations: {ambient.istio.io/redirection: enabled}',
        'status: {phase: Running}',
      ),
      toBackends('{name: cart, port: 80}'),
    ),
    toBackends('{name: cart, port: 80}'),
  ),
  GA115: inShop(
    '/spec/rules/0/timeouts/backendRequest',
    route(
      'name: r',
      `${attached}, rules: [{timeouts: {request: 1s, backendRequest: 2s}, backendRefs: [{name: cart, port: 80}]}]`,
    ),
    route(
      'name: r',
      `${attached}, rules: [{timeouts: {request: 2s, backendRequest: 500ms}, backendRefs: [{name: cart, port: 80}]}]`,
    ),
  ),
  GA201: inShop(
    '/spec/addresses/0',
    all(
      gateway('name: a', `addresses: [{value: 10.0.0.1}], ${LISTENERS}`),
      gateway('name: b', `addresses: [{value: 10.0.0.1}], ${LISTENERS}`),
    ),
    all(
      gateway('name: a', `addresses: [{value: 10.0.0.1}], ${LISTENERS}`),
      gateway('name: b', `addresses: [{value: 10.0.0.2}], ${LISTENERS}`),
    ),
  ),
  GA202: inShop(
    '/spec/listeners/1',
    gateway(
      'name: web',
      'listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]',
    ),
    gateway(
      'name: web',
      'listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 81, protocol: HTTP}]',
    ),
  ),
  GA203: inShop(
    '/spec/gatewayClassName',
    gateway('name: web', LISTENERS).replace('gatewayClassName: istio', 'gatewayClassName: other'),
    gateway('name: web', LISTENERS),
  ),
  GA204: inShop(
    '/status/conditions/0',
    gateway(
      'name: web',
      LISTENERS,
      `, status: {conditions: [{type: Programmed, status: "False", ${SINCE}}]}`,
    ),
    gateway(
      'name: web',
      LISTENERS,
      `, status: {conditions: [{type: Programmed, status: "True", ${SINCE}}]}`,
    ),
  ),
  GA301: inShop(
    '/spec/from/0/namespace',
    grant('nowhere', '{group: "", kind: Service}'),
    grant('shop', '{group: "", kind: Service}'),
  ),
  GA302: inShop(
    '/spec/to/0/name',
    grant('shop', '{group: "", kind: Service, name: nowhere}'),
    grant('shop', '{group: "", kind: Secret, name: nowhere}'),
  ),
  GA303: inShop(
    '/spec/targetRefs/0',
    object(
      V1,
      'BackendTLSPolicy',
      'name: t',
      'spec: {targetRefs: [{group: "", kind: Service, name: nowhere}], validation: {hostname: a.example, wellKnownCACertificates: System}}',
    ),
    object(
      V1,
      'BackendTLSPolicy',
      'name: t',
      'spec: {targetRefs: [{group: "", kind: Service, name: cart}], validation: {hostname: a.example, wellKnownCACertificates: System}}',
    ),
  ),
};
