import type { RuleCase } from '@/lib/testing/check-cases';
import {
  all,
  around,
  deployment,
  namespace,
  object,
  pod,
  service,
  SIDECAR,
} from '@/lib/testing/rule-cases/yaml';

const SECURITY = 'security.istio.io/v1';
const policy = (spec: string) =>
  object(SECURITY, 'AuthorizationPolicy', 'name: a', `spec: {${spec}}`);
const from = (source: string) => policy(`rules: [{from: [{source: {${source}}}]}]`);
const to = (operation: string) => policy(`rules: [{to: [{operation: {${operation}}}]}]`);
const peers = (mode: string) =>
  object(SECURITY, 'PeerAuthentication', 'name: p', `spec: {mtls: {mode: ${mode}}}`);

const inShop = around(
  all(
    namespace('shop'),
    service('cart'),
    deployment('cart', 'app: cart'),
    pod('cart-1', 'app: cart', SIDECAR),
    pod('web-1', 'gateway.networking.k8s.io/gateway-name: web'),
  ),
);
const injected = around(namespace('shop', 'labels: {istio-injection: enabled}'));
const filter = (patch: string, more = '') =>
  object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    'name: f',
    `spec: {${more}configPatches: [{${patch}}]}`,
  );
const marked = (labels: string) =>
  object('apps/v1', 'Deployment', 'name: d', `spec: {template: {metadata: {labels: {${labels}}}}}`);

export const ISTIO_SECURITY_CASES: Readonly<Record<string, RuleCase>> = {
  IS504: inShop(
    '/spec/rules/0/from/0/source/namespaces/0',
    from('namespaces: [nowhere]'),
    from('namespaces: [shop, "team-*"]'),
  ),
  IS505: inShop(
    '/spec/rules/0/to/0/operation/methods/0',
    to('methods: [get]'),
    to('methods: [GET, "*"]'),
  ),
  IS506: inShop(
    '/spec/rules/0/to/0/operation/hosts/0',
    to('hosts: [basket.shop.svc.cluster.local]'),
    to('hosts: ["cart.shop.svc.cluster.local:80", shop.example]'),
  ),
  IS507: inShop(
    '/spec/rules/0/from/0/source/namespaces/0',
    all(peers('DISABLE'), from('namespaces: [shop]')),
    all(peers('STRICT'), from('namespaces: [shop]')),
  ),
  IS508: inShop(
    '/spec/rules/0/from/0/source/principals/0',
    from('principals: [cluster.local/ns/shop/sa/nobody]'),
    from('principals: [cluster.local/ns/shop/sa/default, other.example/ns/shop/sa/nobody]'),
  ),
  IS509: inShop(
    '/spec/selector',
    policy('selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: web}}'),
    policy('selector: {matchLabels: {app: cart}}'),
  ),
  IS510: inShop(
    '/spec/targetRefs/0',
    policy('targetRefs: [{group: "", kind: Service, name: basket}]'),
    // Of Services without a waypoint another rule has something to say.
    policy('targetRefs: [{group: gateway.networking.k8s.io, kind: GatewayClass, name: a}]'),
  ),
  IS601: inShop(
    '/spec/ports/0',
    service('odd', '{name: web, port: 80}', 'app: cart'),
    service(
      'even',
      '{name: http-web, port: 80}, {name: odd, port: 82, appProtocol: http}',
      'app: cart',
    ),
  ),
  IS602: inShop(
    '/spec/ports/0/appProtocol',
    service('odd', '{name: a, port: 81, appProtocol: htttp}', 'app: cart'),
    service('even', '{name: a, port: 81, appProtocol: kubernetes.io/h2c}', 'app: cart'),
  ),
  IS603: inShop(
    '/spec/ports/0/targetPort',
    service('odd', '{name: http, port: 81, targetPort: nowhere}', 'app: cart'),
    all(
      pod('named-1', 'app: named', SIDECAR, '', ', ports: [{name: web, containerPort: 8080}]'),
      service('named', '{name: http, port: 80, targetPort: web}'),
    ),
  ),
  IS604: inShop(
    '/spec/ports/0',
    service('other', '{name: grpc, port: 90, targetPort: 80}', 'app: cart'),
    service('other', '{name: http, port: 90, targetPort: 80}', 'app: cart'),
  ),
  IS605: injected(
    '',
    all(deployment('a', 'app: a'), pod('a-1', 'app: a')),
    all(deployment('a', 'app: a'), pod('a-1', 'app: a', SIDECAR)),
  ),
  IS606: around('')(
    '/metadata/labels',
    namespace('a', 'labels: {istio-injection: enabled, istio.io/rev: "1-29"}'),
    namespace('a', 'labels: {istio.io/rev: "1-29"}'),
  ),
  IS607: injected(
    '',
    all(
      pod('a-1', 'app: a', SIDECAR),
      pod('b-1', 'app: b', '{name: istio-proxy, image: "proxyv2:1.28.0"}'),
    ),
    all(pod('a-1', 'app: a', SIDECAR), pod('b-1', 'app: b', SIDECAR)),
  ),
  IS608: injected(
    '/spec/template/spec/containers/0',
    deployment('a', 'app: a', ', securityContext: {runAsUser: 1337}'),
    deployment('a', 'app: a', ', securityContext: {runAsUser: 1000}'),
  ),
  IS609: around(namespace('shop'))(
    '/spec/template/spec/containers/0/image',
    deployment('in', 'istio: in').replace('image: x', 'image: auto'),
    deployment('in', 'istio: in, sidecar.istio.io/inject: "true"').replace(
      'image: x',
      'image: auto',
    ),
  ),
  IS610: injected(
    '/spec/template/metadata/labels/sidecar.istio.io~1inject',
    marked('sidecar.istio.io/inject: "yes"'),
    marked('sidecar.istio.io/inject: "false"'),
  ),
  IS611: around('')(
    '/metadata/labels/sidecar.istio.io~1inject',
    namespace('a', 'labels: {sidecar.istio.io/inject: "true"}'),
    namespace('a', 'labels: {istio-injection: enabled}'),
  ),
  IS612: inShop(
    '/status/conditions/0',
    object(
      SECURITY,
      'PeerAuthentication',
      'name: p',
      'status: {conditions: [{type: Reconciled, status: "False", message: no}]}',
    ),
    object(
      SECURITY,
      'PeerAuthentication',
      'name: p',
      'status: {conditions: [{type: Reconciled, status: "True"}]}',
    ),
  ),
  IS701: inShop(
    '/spec/configPatches/0/patch/operation',
    filter('applyTo: HTTP_ROUTE, patch: {operation: REMOVE}'),
    filter('applyTo: HTTP_ROUTE, patch: {operation: MERGE}'),
  ),
  IS702: inShop(
    '/spec/configPatches/0/patch/operation',
    filter('applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE}'),
    filter(
      'applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: "^1[.]29.*"}}, patch: {operation: INSERT_BEFORE}',
      'priority: 10, ',
    ),
  ),
};
