import type { RuleCase } from '@/lib/testing/check-cases';
import { all, around, deployment, namespace, object, service } from '@/lib/testing/rule-cases/yaml';

const V1 = 'consul.hashicorp.com/v1alpha1';
const entry = (kind: string, name: string, spec: string, status = '') =>
  object(V1, kind, `name: ${name}`, `spec: {${spec}}${status}`);
const splitter = (splits: string, name = 'cart') =>
  entry('ServiceSplitter', name, `splits: [${splits}]`);
const resolver = (spec: string, name = 'cart') => entry('ServiceResolver', name, spec);
const router = (routes: string) => entry('ServiceRouter', 'cart', `routes: [${routes}]`);
const intentions = (name: string, spec: string) => entry('ServiceIntentions', name, spec);
const HTTP = entry('ProxyDefaults', 'global', 'config: {protocol: http}');
const V1_SUBSET = 'subsets: {v1: {filter: "Service.Meta.version == v1"}}';

const SHOP = all(
  namespace('shop'),
  service('cart'),
  service('orders'),
  object(
    'apps/v1',
    'Deployment',
    'name: cart',
    'spec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: cart}, annotations: {consul.hashicorp.com/service-meta-version: v1}}}}',
  ),
  deployment('orders', 'app: orders'),
);
const overHttp = around(all(SHOP, HTTP));
const overTcp = around(SHOP);
const ALLOW = 'sources: [{name: orders, action: allow}]';
const PATHS = 'sources: [{name: orders, permissions: [{action: allow, http: {pathPrefix: /a}}]}]';

export const CONSUL_CASES: Readonly<Record<string, RuleCase>> = {
  CO101: overHttp(
    '/spec/splits/0/serviceSubset',
    splitter('{weight: 100, serviceSubset: v9}'),
    all(resolver(V1_SUBSET), splitter('{weight: 100, serviceSubset: v1}')),
  ),
  CO102: around('')(
    '/spec',
    all(SHOP, splitter('{weight: 100}')),
    all(SHOP, HTTP, splitter('{weight: 100}')),
  ),
  CO103: overHttp(
    '/spec/splits',
    splitter('{weight: 60}, {weight: 30, service: orders}'),
    splitter('{weight: 60}, {weight: 40, service: orders}'),
  ),
  CO104: overHttp(
    '/spec/subsets/v9/filter',
    resolver('subsets: {v9: {filter: "Service.Meta.version == v9"}}'),
    resolver(V1_SUBSET),
  ),
  CO105: overHttp(
    '/spec',
    all(splitter('{weight: 100}'), router('{destination: {service: orders}}')),
    all(
      splitter('{weight: 100}'),
      router('{match: {http: {pathPrefix: /a}}, destination: {service: orders}}'),
    ),
  ),
  CO106: overHttp(
    '/spec/splits/0/service',
    all(splitter('{weight: 100, service: orders}'), splitter('{weight: 100}', 'orders')),
    splitter('{weight: 100, service: orders}'),
  ),
  CO107: overHttp(
    '/status/conditions',
    entry(
      'ServiceResolver',
      'cart',
      V1_SUBSET,
      ', status: {conditions: [{type: Synced, status: "False", reason: ConsulAgentError, message: no}]}',
    ),
    entry(
      'ServiceResolver',
      'cart',
      V1_SUBSET,
      ', status: {conditions: [{type: Synced, status: "True"}]}',
    ),
  ),
  CO201: overHttp(
    '/spec/defaultSubset',
    resolver('defaultSubset: v1'),
    resolver(`defaultSubset: v1, ${V1_SUBSET}`),
  ),
  CO202: overHttp(
    '/spec/redirect/service',
    resolver('redirect: {service: basket}'),
    all(
      resolver('redirect: {service: orders}'),
      resolver('failover: {"*": {datacenters: [dc2]}}', 'orders'),
    ),
  ),
  CO203: overHttp(
    '/spec/redirect',
    all(resolver('redirect: {service: orders}'), resolver('redirect: {service: cart}', 'orders')),
    resolver('redirect: {service: orders}'),
  ),
  CO204: overHttp(
    '/metadata/name',
    splitter('{weight: 100, service: cart}', 'basket'),
    splitter('{weight: 100}'),
  ),
  CO301: overHttp(
    '/spec/routes/0/destination/service',
    router('{match: {http: {pathPrefix: /a}}, destination: {service: basket}}'),
    router('{match: {http: {pathPrefix: /a}}, destination: {service: orders}}'),
  ),
  CO302: overHttp(
    '/spec/routes/1',
    router(
      '{destination: {service: cart}}, {match: {http: {pathPrefix: /a}}, destination: {service: orders}}',
    ),
    router(
      '{match: {http: {pathPrefix: /a}}, destination: {service: orders}}, {destination: {service: cart}}',
    ),
  ),
  CO303: overHttp(
    '/spec/routes/0/match/http/methods/0',
    router('{match: {http: {methods: [get]}}, destination: {service: orders}}'),
    router('{match: {http: {methods: [GET, PUT]}}, destination: {service: orders}}'),
  ),
  CO304: overHttp(
    '/spec/routes/0/destination/retryOn/0',
    router('{match: {http: {pathPrefix: /a}}, destination: {service: orders, retryOn: [always]}}'),
    router('{match: {http: {pathPrefix: /a}}, destination: {service: orders, retryOn: [5xx]}}'),
  ),
  CO401: overTcp(
    '/spec/destination/name',
    intentions('i', `destination: {name: basket}, ${ALLOW}`),
    intentions('i', `destination: {name: cart}, ${ALLOW}`),
  ),
  CO402: overTcp(
    '/spec/sources/0/name',
    intentions('i', 'destination: {name: cart}, sources: [{name: basket, action: allow}]'),
    intentions('i', 'destination: {name: cart}, sources: [{name: "*", action: deny}]'),
  ),
  CO403: around('')(
    '/spec/sources/0/permissions',
    all(SHOP, intentions('i', `destination: {name: cart}, ${PATHS}`)),
    all(SHOP, HTTP, intentions('i', `destination: {name: cart}, ${PATHS}`)),
  ),
  CO404: overTcp(
    '/spec/destination',
    all(
      intentions('a', `destination: {name: cart}, ${ALLOW}`),
      intentions('b', `destination: {name: cart}, ${ALLOW}`),
    ),
    all(
      intentions('a', `destination: {name: cart}, ${ALLOW}`),
      intentions('b', 'destination: {name: orders}, sources: [{name: cart, action: allow}]'),
    ),
  ),
  CO405: overTcp(
    '/spec/sources/0',
    intentions('i', 'destination: {name: cart}, sources: [{name: orders}]'),
    intentions('i', `destination: {name: cart}, ${ALLOW}`),
  ),
  CO501: overTcp(
    '/metadata/name',
    entry('ProxyDefaults', 'all', 'config: {protocol: http}'),
    all(HTTP, entry('Mesh', 'mesh', '')),
  ),
  CO502: overTcp(
    '/spec/protocol',
    entry('ServiceDefaults', 'cart', 'protocol: https'),
    entry('ServiceDefaults', 'cart', 'protocol: http2, meshGateway: {mode: local}'),
  ),
};
