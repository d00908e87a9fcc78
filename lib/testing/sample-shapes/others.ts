import { all, deployment, namespace, object, pod, service } from '@/lib/testing/rule-cases/yaml';

const API = 'gateway.networking.k8s.io/v1';
const ACCEPTED =
  'status: {parents: [{controllerName: c, conditions: [{type: Accepted, status: "True"}, {type: ResolvedRefs, status: "True"}]}]}';
const LINKERD = '{name: linkerd-proxy, image: "proxy:v2.300.0"}';
const versions = (app: string, containers = '') =>
  all(
    service(app, '{name: http, port: 8080}'),
    ...['v1', 'v2'].map((name) =>
      all(
        service(`${app}-${name}`, '{name: http, port: 8080}', `app: ${app}, version: ${name}`),
        deployment(`${app}-${name}`, `app: ${app}, version: ${name}`),
        pod(
          `${app}-${name}-0`,
          `app: ${app}, version: ${name}`,
          containers,
          '',
          ', ports: [{name: http, containerPort: 8080}]',
        ),
      ),
    ),
  );

const GATEWAY_API = all(
  namespace('shop'),
  namespace('edge'),
  versions('echo'),
  object(API, 'GatewayClass', 'name: istio'),
  object(
    API,
    'Gateway',
    'name: web, namespace: edge',
    'spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.example.com", allowedRoutes: {namespaces: {from: All}}}, {name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", tls: {certificateRefs: [{name: web}]}, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {open: "yes"}}}}}]}, status: {conditions: [{type: Programmed, status: "True"}]}',
  ),
  object(
    API,
    'HTTPRoute',
    'name: echo',
    `spec: {parentRefs: [{name: web, namespace: edge, sectionName: http}], hostnames: [echo.example.com], rules: [{matches: [{path: {type: PathPrefix, value: /status}}], backendRefs: [{name: echo, port: 8080}]}, {matches: [{path: {type: PathPrefix, value: /old}}], filters: [{type: RequestRedirect, requestRedirect: {statusCode: 301}}]}]}, ${ACCEPTED}`,
  ),
  object(
    API,
    'HTTPRoute',
    'name: canary',
    `spec: {parentRefs: [{group: "", kind: Service, name: echo}], rules: [{matches: [{headers: [{name: canary, value: "1"}]}], timeouts: {request: 10s, backendRequest: 2s}, backendRefs: [{name: echo-v2, port: 8080}]}, {backendRefs: [{name: echo-v1, port: 8080, weight: 90}, {name: echo-v2, port: 8080, weight: 10}]}]}, ${ACCEPTED}`,
  ),
);

const POLICY = 'policy.linkerd.io';
const LINKERD_SHOP = all(
  namespace('shop', 'annotations: {linkerd.io/inject: enabled}'),
  versions('books', LINKERD),
  versions('writers', LINKERD),
  object(
    `${POLICY}/v1beta3`,
    'HTTPRoute',
    'name: books',
    `spec: {parentRefs: [{group: core, kind: Service, name: books, port: 8080}], rules: [{matches: [{headers: [{name: canary, value: "1"}]}], backendRefs: [{name: books-v2, port: 8080}]}, {timeouts: {request: 1s}, backendRefs: [{name: books-v1, port: 8080, weight: 90}, {name: books-v2, port: 8080, weight: 10}]}]}, ${ACCEPTED}`,
  ),
  object(
    'linkerd.io/v1alpha2',
    'ServiceProfile',
    'name: writers.shop.svc.cluster.local',
    'spec: {routes: [{name: "GET /writers", condition: {method: GET, pathRegex: /writers}, isRetryable: true, timeout: 25ms, responseClasses: [{condition: {status: {min: 500, max: 599}}, isFailure: true}]}], retryBudget: {retryRatio: 0.2, minRetriesPerSecond: 10, ttl: 10s}}',
  ),
  object(
    `${POLICY}/v1beta3`,
    'Server',
    'name: books-http',
    'spec: {podSelector: {matchLabels: {app: books}}, port: http, proxyProtocol: HTTP/1}',
  ),
  object(
    `${POLICY}/v1beta3`,
    'Server',
    'name: writers-http',
    'spec: {podSelector: {matchLabels: {app: writers}}, port: 8080, accessPolicy: audit}',
  ),
  object(
    `${POLICY}/v1alpha1`,
    'MeshTLSAuthentication',
    'name: writers',
    'spec: {identities: ["writers.shop.serviceaccount.identity.linkerd.cluster.local"]}',
  ),
  object(
    `${POLICY}/v1alpha1`,
    'NetworkAuthentication',
    'name: probes',
    'spec: {networks: [{cidr: 0.0.0.0/0, except: [10.9.0.0/16]}, {cidr: "::/0"}]}',
  ),
  object(
    `${POLICY}/v1alpha1`,
    'AuthorizationPolicy',
    'name: books',
    `spec: {targetRef: {group: ${POLICY}, kind: Server, name: books-http}, requiredAuthenticationRefs: [{group: ${POLICY}, kind: MeshTLSAuthentication, name: writers}]}`,
  ),
  object(
    `${POLICY}/v1alpha1`,
    'AuthorizationPolicy',
    'name: all-of-it',
    `spec: {targetRef: {kind: Namespace, name: shop}, requiredAuthenticationRefs: [{kind: NetworkAuthentication, group: ${POLICY}, name: probes}]}`,
  ),
  object(`${POLICY}/v1alpha1`, 'EgressNetwork', 'name: all-out', 'spec: {trafficPolicy: Allow}'),
  object(
    `${POLICY}/v1alpha1`,
    'HTTPLocalRateLimitPolicy',
    'name: books',
    `spec: {targetRef: {group: ${POLICY}, kind: Server, name: books-http}, total: {requestsPerSecond: 100}, identity: {requestsPerSecond: 20}}`,
  ),
);

/** A namespace on its way into the mesh: some pods have a proxy by a word on their own template. */
const LINKERD_MIGRATION = all(
  namespace('shop'),
  service('cart'),
  pod('cart-0', 'app: cart', LINKERD),
  object(
    'apps/v1',
    'Deployment',
    'name: cart',
    'spec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: cart}, annotations: {linkerd.io/inject: enabled}}}}',
  ),
  service('orders'),
  deployment('orders', 'app: orders'),
  pod('orders-0', 'app: orders'),
);

const CONSUL = 'consul.hashicorp.com/v1alpha1';
const entry = (kind: string, name: string, spec: string) =>
  object(
    CONSUL,
    kind,
    `name: ${name}`,
    `spec: {${spec}}, status: {conditions: [{type: Synced, status: "True"}]}`,
  );
const instance = (version: string) =>
  object(
    'apps/v1',
    'Deployment',
    `name: api-${version}`,
    `spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api, version: ${version}}, annotations: {consul.hashicorp.com/connect-inject: "true", consul.hashicorp.com/service-meta-version: ${version}}}}}`,
  );
const CONSUL_SHOP = all(
  namespace('shop'),
  service('api'),
  service('web'),
  service('db', '{name: tcp, port: 5432}'),
  instance('v1'),
  instance('v2'),
  deployment('web', 'app: web'),
  deployment('db', 'app: db'),
  entry('ProxyDefaults', 'global', 'config: {protocol: http}, meshGateway: {mode: local}'),
  entry('Mesh', 'mesh', 'transparentProxy: {meshDestinationsOnly: true}'),
  entry('ServiceDefaults', 'db', 'protocol: tcp'),
  entry(
    'ServiceDefaults',
    'outside',
    'protocol: http, destination: {addresses: [api.example.com], port: 443}',
  ),
  entry(
    'ServiceResolver',
    'api',
    'defaultSubset: v1, subsets: {v1: {filter: "Service.Meta.version == v1"}, v2: {filter: "Service.Meta.version == v2"}}, failover: {"*": {datacenters: [dc2]}}',
  ),
  entry(
    'ServiceSplitter',
    'api',
    'splits: [{weight: 90, serviceSubset: v1}, {weight: 10, serviceSubset: v2}]',
  ),
  entry(
    'ServiceRouter',
    'api',
    'routes: [{match: {http: {pathPrefix: /beta, methods: [GET]}}, destination: {service: api, serviceSubset: v2, retryOn: [5xx, connect-failure]}}]',
  ),
  entry(
    'ServiceIntentions',
    'api',
    'destination: {name: api}, sources: [{name: web, permissions: [{action: allow, http: {pathPrefix: /}}]}, {name: "*", action: deny}]',
  ),
  entry(
    'ServiceIntentions',
    'all',
    'destination: {name: "*"}, sources: [{name: "*", action: deny}]',
  ),
  entry(
    'ServiceIntentions',
    'out',
    'destination: {name: outside}, sources: [{name: web, action: allow}]',
  ),
);

const APP_MESH = 'appmesh.k8s.aws/v1beta2';
const appMesh = (kind: string, name: string, spec: string) =>
  object(
    APP_MESH,
    kind,
    `name: ${name}`,
    `spec: {${spec}}, status: {conditions: [{type: ${kind}Active, status: "True"}]}`,
  );
const virtualNode = (name: string, labels: string, more = '') =>
  appMesh(
    'VirtualNode',
    name,
    `podSelector: {matchLabels: {${labels}}}, listeners: [{portMapping: {port: 8080, protocol: http}, connectionPool: {http: {maxConnections: 10}}}], serviceDiscovery: {dns: {hostname: ${name}.shop.svc.cluster.local}}${more}`,
  );
const APP_MESH_SHOP = all(
  namespace('shop', 'labels: {mesh: main, gateway: in}'),
  object(
    APP_MESH,
    'Mesh',
    'name: main',
    'spec: {namespaceSelector: {matchLabels: {mesh: main}}, egressFilter: {type: DROP_ALL}}',
  ),
  deployment('front', 'app: front'),
  ...['blue', 'red'].map((name) =>
    all(
      deployment(name, `app: colour, version: ${name}`),
      virtualNode(name, `app: colour, version: ${name}`),
    ),
  ),
  virtualNode(
    'front',
    'app: front',
    ', backends: [{virtualService: {virtualServiceRef: {name: colour}}}]',
  ),
  appMesh(
    'VirtualService',
    'colour',
    'awsName: colour.shop.svc.cluster.local, provider: {virtualRouter: {virtualRouterRef: {name: colour}}}',
  ),
  appMesh('VirtualService', 'front', 'provider: {virtualNode: {virtualNodeRef: {name: front}}}'),
  appMesh(
    'VirtualRouter',
    'colour',
    'listeners: [{portMapping: {port: 8080, protocol: http}}], routes: [{name: by-header, priority: 10, httpRoute: {match: {prefix: /, headers: [{name: canary, match: {exact: "1"}}]}, action: {weightedTargets: [{virtualNodeRef: {name: red}, weight: 1}]}}}, {name: rest, priority: 20, httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNodeRef: {name: blue}, weight: 90}, {virtualNodeRef: {name: red}, weight: 10}]}}}]',
  ),
  appMesh(
    'VirtualGateway',
    'in',
    'namespaceSelector: {matchLabels: {gateway: in}}, podSelector: {matchLabels: {app: in}}, listeners: [{portMapping: {port: 8088, protocol: http}}]',
  ),
  appMesh(
    'GatewayRoute',
    'front',
    'httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceRef: {name: front}}}}}',
  ),
);

export const OTHER_SHAPES: Readonly<Record<string, string>> = {
  'Gateway API, at the edge and within': GATEWAY_API,
  'Linkerd, with routes, a profile and policies': LINKERD_SHOP,
  'Linkerd, one workload after the other': LINKERD_MIGRATION,
  'Consul, with subsets, intentions and a way out': CONSUL_SHOP,
  'App Mesh, two colours behind a gateway': APP_MESH_SHOP,
};
