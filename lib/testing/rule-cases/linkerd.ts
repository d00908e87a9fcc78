import type { RuleCase } from '@/lib/testing/check-cases';
import {
  all,
  around,
  deployment,
  namespace,
  object,
  pod,
  service,
  SINCE,
} from '@/lib/testing/rule-cases/yaml';

const POLICY = 'policy.linkerd.io/v1alpha1';
const PROXY = '{name: linkerd-proxy, image: "proxy:v2"}';
const ACCEPTED = `status: {parents: [{controllerName: linkerd.io/policy-controller, parentRef: {name: cart}, conditions: [{type: Accepted, status: "True", ${SINCE}}]}]}`;
const route = (spec: string, status = ACCEPTED) =>
  object('policy.linkerd.io/v1beta3', 'HTTPRoute', 'name: r', `spec: {${spec}}, ${status}`);
const attached = 'parentRefs: [{group: core, kind: Service, name: cart}]';
const toBackends = (refs: string) => route(`${attached}, rules: [{backendRefs: [${refs}]}]`);
const MATCH =
  'matches: [{path: {type: PathPrefix, value: /a}}], backendRefs: [{name: cart, port: 80}]';
const profile = (spec: string, host = 'cart.shop.svc.cluster.local') =>
  object('linkerd.io/v1alpha2', 'ServiceProfile', `name: ${host}`, `spec: {${spec}}`);
const split = (backends: string, name = 's') =>
  object(
    'split.smi-spec.io/v1alpha1',
    'TrafficSplit',
    `name: ${name}`,
    `spec: {service: cart, backends: [${backends}]}`,
  );
const ADAPTOR = object(
  'apps/v1',
  'Deployment',
  'name: smi, namespace: linkerd-smi, labels: {component: smi-adaptor}',
  'spec: {selector: {matchLabels: {component: smi-adaptor}}, template: {metadata: {labels: {component: smi-adaptor}}}}',
);
const server = (name: string, spec: string) =>
  object(
    'policy.linkerd.io/v1beta3',
    'Server',
    `name: ${name}`,
    `spec: {accessPolicy: audit, ${spec}}`,
  );
const CART = 'podSelector: {matchLabels: {app: cart}}';
const policy = (target: string, required = '') =>
  object(
    POLICY,
    'AuthorizationPolicy',
    'name: p',
    `spec: {targetRef: {${target}}, requiredAuthenticationRefs: [${required}]}`,
  );
const TO_SERVER = 'group: policy.linkerd.io, kind: Server, name: s';
const identity = (name: string) =>
  object(POLICY, 'MeshTLSAuthentication', `name: ${name}`, 'spec: {identities: ["*"]}');
const tls = (name: string) =>
  `{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: ${name}}`;
const networks = (list: string) =>
  object(POLICY, 'NetworkAuthentication', 'name: n', `spec: {networks: [${list}]}`);
const limit = (spec: string) =>
  object(
    POLICY,
    'HTTPLocalRateLimitPolicy',
    'name: l',
    `spec: {targetRef: {${TO_SERVER}}, ${spec}}`,
  );

const inShop = around(
  all(
    namespace('shop'),
    service('cart'),
    service('cart-v2', undefined, 'app: cart, version: v2'),
    deployment('cart', 'app: cart, version: v2'),
  ),
);
const withServer = (path: string, broken: string, clean: string) => {
  const s = server('s', `port: 80, ${CART}`);
  return inShop(path, all(s, broken), all(s, clean));
};
const opaque = (ports: string, ofPod: string) =>
  all(
    service('db', '{name: tcp, port: 5000}').replace(
      'name: db',
      `name: db, annotations: {config.linkerd.io/opaque-ports: "${ports}"}`,
    ),
    pod('db-1', 'app: db', PROXY, `, annotations: {config.linkerd.io/opaque-ports: "${ofPod}"}`),
  );

export const LINKERD_CASES: Readonly<Record<string, RuleCase>> = {
  LI101: inShop(
    '/spec/parentRefs/0',
    route(
      'parentRefs: [{group: core, kind: Service, name: basket}], rules: [{backendRefs: [{name: cart, port: 80}]}]',
    ),
    toBackends('{name: cart, port: 80}'),
  ),
  LI102: inShop(
    '/spec/rules/0/backendRefs/0',
    toBackends('{name: basket, port: 80}'),
    toBackends('{name: cart, port: 80}'),
  ),
  LI103: inShop(
    '/spec/rules/0/backendRefs/0',
    toBackends('{name: cart}'),
    toBackends('{name: cart, port: 80}'),
  ),
  LI104: inShop(
    '/spec/rules/0/backendRefs/0',
    all(service('empty'), toBackends('{name: empty, port: 80}')),
    toBackends('{name: cart, port: 80}'),
  ),
  LI105: inShop(
    '/spec/rules/0/backendRefs',
    toBackends('{name: cart, port: 80, weight: 0}, {name: cart-v2, port: 80, weight: 0}'),
    toBackends('{name: cart, port: 80, weight: 0}'),
  ),
  LI106: inShop(
    '/spec/parentRefs',
    all(profile(''), toBackends('{name: cart, port: 80}')),
    toBackends('{name: cart, port: 80}'),
  ),
  LI107: inShop(
    '/spec/rules/1',
    route(`${attached}, rules: [{${MATCH}}, {${MATCH}}]`),
    route(`${attached}, rules: [{${MATCH}}]`),
  ),
  LI108: inShop(
    '/status/parents',
    route(`${attached}, rules: [{${MATCH}}]`, ACCEPTED.replace('"True"', '"False"')),
    route(`${attached}, rules: [{${MATCH}}]`),
  ),
  LI109: inShop(
    '/spec/rules/0/timeouts/backendRequest',
    route(`${attached}, rules: [{timeouts: {request: 1s, backendRequest: 2s}, ${MATCH}}]`),
    route(`${attached}, rules: [{timeouts: {request: 2s, backendRequest: 1s}, ${MATCH}}]`),
  ),
  LI201: inShop('/metadata/name', profile('', 'basket.shop.svc.cluster.local'), profile('')),
  LI202: inShop(
    '/spec/routes/0/condition',
    profile('routes: [{name: a, condition: {}}]'),
    profile('routes: [{name: a, condition: {method: GET}}]'),
  ),
  LI203: inShop(
    '/spec/routes/0/timeout',
    profile('routes: [{name: a, condition: {method: GET}, timeout: soon}]'),
    profile(
      'retryBudget: {ttl: 10s, retryRatio: 0.2, minRetriesPerSecond: 1}, routes: [{name: a, condition: {method: GET}, timeout: 300ms}]',
    ),
  ),
  LI204: inShop(
    '/spec/backends/0',
    all(ADAPTOR, split('{service: basket, weight: 1}')),
    all(ADAPTOR, split('{service: cart-v2, weight: 1}')),
  ),
  LI205: inShop(
    '/spec/backends/0',
    all(ADAPTOR, split('{service: cart-v2, weight: many}')),
    all(ADAPTOR, split('{service: cart-v2, weight: 500m}')),
  ),
  LI206: inShop(
    '/spec/backends/0',
    all(ADAPTOR, service('empty'), split('{service: empty, weight: 1}')),
    all(ADAPTOR, split('{service: cart-v2, weight: 1}')),
  ),
  LI207: inShop(
    '/spec/service',
    split('{service: cart-v2, weight: 1}'),
    all(ADAPTOR, split('{service: cart-v2, weight: 1}')),
  ),
  LI301: withServer(
    '/spec/targetRef',
    policy('group: policy.linkerd.io, kind: Server, name: nowhere'),
    all(policy(TO_SERVER)),
  ),
  LI302: withServer(
    '/spec/requiredAuthenticationRefs/0',
    policy(TO_SERVER, tls('nowhere')),
    all(identity('everybody'), policy(TO_SERVER, tls('everybody'))),
  ),
  LI303: withServer(
    '/spec/requiredAuthenticationRefs/1',
    all(identity('a'), identity('b'), policy(TO_SERVER, `${tls('a')}, ${tls('b')}`)),
    all(identity('a'), policy(TO_SERVER, tls('a'))),
  ),
  LI304: inShop(
    '/spec/podSelector',
    all(server('a', `port: 80, ${CART}`), server('b', `port: 80, ${CART}`)),
    all(server('a', `port: 80, ${CART}`), server('b', `port: 81, ${CART}`)),
  ),
  LI305: inShop(
    '/spec/podSelector',
    server('a', 'port: 80, podSelector: {matchLabels: {app: basket}}'),
    server('a', `port: 80, ${CART}`),
  ),
  LI306: inShop(
    '/spec/port',
    all(pod('cart-1', 'app: cart', PROXY), server('a', `port: web, ${CART}`)),
    all(
      pod('cart-1', 'app: cart', PROXY, '', ', ports: [{name: web, containerPort: 80}]'),
      server('a', `port: web, ${CART}`),
    ),
  ),
  LI307: inShop(
    '/spec/networks/0/except/0',
    networks('{cidr: 10.0.0.0/8, except: [11.0.0.0/16]}'),
    networks(
      '{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}, {cidr: "fd00::/8", except: ["fd00:1::/32"]}',
    ),
  ),
  LI308: inShop(
    '',
    server('s', `port: 80, ${CART}`).replace('accessPolicy: audit', 'accessPolicy: deny'),
    all(
      server('s', `port: 80, ${CART}`).replace('accessPolicy: audit', 'accessPolicy: deny'),
      policy(TO_SERVER),
    ),
  ),
  LI309: withServer(
    '/spec/server/name',
    object(
      'policy.linkerd.io/v1beta1',
      'ServerAuthorization',
      'name: a',
      'spec: {server: {name: nowhere}, client: {unauthenticated: true}}',
    ),
    object(
      'policy.linkerd.io/v1beta1',
      'ServerAuthorization',
      'name: a',
      'spec: {server: {name: s}, client: {unauthenticated: true}}',
    ),
  ),
  LI310: withServer(
    '/spec/identity/requestsPerSecond',
    limit('total: {requestsPerSecond: 10}, identity: {requestsPerSecond: 20}'),
    limit('total: {requestsPerSecond: 20}, identity: {requestsPerSecond: 10}'),
  ),
  LI401: around(namespace('shop', 'annotations: {linkerd.io/inject: enabled}'))(
    '',
    all(deployment('a', 'app: a'), pod('a-1', 'app: a')),
    all(deployment('a', 'app: a'), pod('a-1', 'app: a', PROXY)),
  ),
  LI402: inShop(
    '/metadata/annotations/config.linkerd.io~1opaque-ports',
    opaque('5000', '3306'),
    opaque('5000', '4000-5000'),
  ),
};
