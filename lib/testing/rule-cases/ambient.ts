import type { RuleCase } from '@/lib/testing/check-cases';
import {
  all,
  around,
  CAPTURED,
  deployment,
  namespace,
  object,
  pod,
  service,
  SINCE,
} from '@/lib/testing/rule-cases/yaml';

const SECURITY = 'security.istio.io/v1';
const V1 = 'networking.istio.io/v1';
const AMBIENT = 'istio.io/dataplane-mode: ambient';
const USES = 'istio.io/use-waypoint: way';

const waypoint = (labels = '', programmed = 'True') =>
  all(
    object(
      'gateway.networking.k8s.io/v1',
      'GatewayClass',
      'name: istio-waypoint',
      'spec: {controllerName: istio.io/mesh-controller}',
    ),
    object(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      `name: way, labels: {${labels}}`,
      `spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}, status: {conditions: [{type: ${programmed === 'True' ? 'Accepted' : 'Programmed'}, status: "${programmed}", ${SINCE}}]}`,
    ),
  );
const used = (labels: string) =>
  service('cart').replace('name: cart', `name: cart, labels: {${labels}}`);
const CART = all(
  namespace('shop', `labels: {${AMBIENT}}`),
  deployment('cart', 'app: cart'),
  pod('cart-1', 'app: cart', '', CAPTURED),
);
const inShop = around(CART);
const routes = (metadata: string) =>
  object(
    V1,
    'VirtualService',
    metadata,
    'spec: {hosts: [cart.shop.svc.cluster.local], http: [{route: [{destination: {host: cart.shop.svc.cluster.local}}]}]}',
  );
const limits = object(
  V1,
  'DestinationRule',
  'name: c',
  'spec: {host: cart, trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}}',
);
const policy = (spec: string) =>
  object(SECURITY, 'AuthorizationPolicy', 'name: a', `spec: {${spec}}`);

export const AMBIENT_CASES: Readonly<Record<string, RuleCase>> = {
  AM101: inShop('/metadata/labels/istio.io~1use-waypoint', used(USES), all(used(USES), waypoint())),
  AM102: around('')(
    '/metadata/labels/istio.io~1use-waypoint',
    all(CART, used(USES), waypoint('', 'False')),
    all(CART, used(USES), waypoint()),
  ),
  AM103: inShop(
    '/metadata/labels/istio.io~1use-waypoint',
    all(used(USES), waypoint('istio.io/waypoint-for: workload')),
    all(used(USES), waypoint('istio.io/waypoint-for: all')),
  ),
  AM104: around('')(
    '/metadata/labels',
    namespace('a', `labels: {${AMBIENT}, istio-injection: enabled}`),
    namespace('a', `labels: {${AMBIENT}, istio-injection: disabled}`),
  ),
  AM105: around(all(namespace('shop'), waypoint('istio.io/waypoint-for: workload')))(
    '/metadata/labels/istio.io~1use-waypoint',
    pod('a-1', `app: a, ${USES}`),
    pod('a-1', `app: a, ${USES}`, '', CAPTURED),
  ),
  AM201: inShop(
    '/spec/rules/0/to/0/operation/methods/0',
    policy('rules: [{to: [{operation: {methods: [GET]}}]}]'),
    policy('rules: [{to: [{operation: {ports: ["80"]}}]}]'),
  ),
  AM202: inShop(
    '',
    object(SECURITY, 'RequestAuthentication', 'name: r', 'spec: {jwtRules: [{issuer: a}]}'),
    all(
      used(USES),
      waypoint(),
      object(
        SECURITY,
        'RequestAuthentication',
        'name: r',
        'spec: {targetRefs: [{group: "", kind: Service, name: cart}], jwtRules: [{issuer: a}]}',
      ),
    ),
  ),
  AM203: inShop(
    '/spec/hosts',
    all(service('cart'), routes('name: c')),
    all(used(USES), waypoint(), routes('name: c')),
  ),
  AM204: inShop(
    '/spec/trafficPolicy',
    all(service('cart'), limits),
    all(used(USES), waypoint(), limits),
  ),
  AM205: inShop(
    '/spec/hosts/0',
    all(namespace('other'), used(USES), waypoint(), routes('name: c, namespace: other')),
    all(used(USES), waypoint(), routes('name: c')),
  ),
  AM206: inShop(
    '/spec/targetRefs/0',
    all(service('cart'), policy('targetRefs: [{group: core, kind: Service, name: cart}]')),
    all(used(USES), waypoint(), policy('targetRefs: [{group: "", kind: Service, name: cart}]')),
  ),
};
