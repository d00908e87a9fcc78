import {
  all,
  CAPTURED,
  deployment,
  namespace,
  object,
  pod,
  service,
  SIDECAR,
} from '@/lib/testing/rule-cases/yaml';

const V1 = 'networking.istio.io/v1';
const SECURITY = 'security.istio.io/v1';
const spec = (kind: string, name: string, text: string) =>
  object(V1, kind, `name: ${name}`, `spec: {${text}}`);
const secured = (kind: string, metadata: string, text: string) =>
  object(SECURITY, kind, metadata, `spec: {${text}}`);

/** A workload of one version with its pod, in the mesh by a sidecar. */
const version = (app: string, name: string) =>
  all(
    deployment(`${app}-${name}`, `app: ${app}, version: ${name}`),
    pod(`${app}-${name}-0`, `app: ${app}, version: ${name}`, SIDECAR),
  );

const GATEWAY_PODS = all(
  namespace('istio-system'),
  object(
    'v1',
    'Pod',
    'name: in-0, namespace: istio-system, labels: {app: istio-ingressgateway, istio: ingressgateway}',
    'spec: {containers: [{name: istio-proxy, image: "proxyv2:1.29.0"}]}, status: {phase: Running}',
  ),
  object(
    'v1',
    'Service',
    'name: istio-ingressgateway, namespace: istio-system',
    'spec: {selector: {istio: ingressgateway}, ports: [{name: status-port, port: 15021, targetPort: 15021}, {name: http2, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}',
  ),
);
const EGRESS_PODS = all(
  object(
    'v1',
    'Pod',
    'name: out-0, namespace: istio-system, labels: {istio: egressgateway}',
    'spec: {containers: [{name: istio-proxy, image: "proxyv2:1.29.0"}]}, status: {phase: Running}',
  ),
  object(
    'v1',
    'Service',
    'name: istio-egressgateway, namespace: istio-system',
    'spec: {selector: {istio: egressgateway}, ports: [{name: http2, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}',
  ),
);

/** Several small services of several versions behind one gateway for every host. */
const STORE = all(
  namespace('shop', 'labels: {istio-injection: enabled}'),
  GATEWAY_PODS,
  ...['front', 'opinions', 'stars', 'facts'].map((app) => service(app, '{name: http, port: 9080}')),
  version('front', 'v1'),
  ...['v1', 'v2', 'v3'].map((name) => version('opinions', name)),
  ...['v1', 'v2'].map((name) => version('stars', name)),
  version('facts', 'v1'),
  spec(
    'Gateway',
    'store-gateway',
    'selector: {istio: ingressgateway}, servers: [{port: {number: 8080, name: http, protocol: HTTP}, hosts: ["*"]}]',
  ),
  spec(
    'VirtualService',
    'store',
    'hosts: ["*"], gateways: [store-gateway], http: [{match: [{uri: {exact: /front}}, {uri: {prefix: /static}}], route: [{destination: {host: front, port: {number: 9080}}}]}]',
  ),
  spec(
    'DestinationRule',
    'opinions',
    'host: opinions, trafficPolicy: {loadBalancer: {simple: RANDOM}}, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}, {name: v3, labels: {version: v3}}]',
  ),
  spec(
    'DestinationRule',
    'stars',
    'host: stars, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]',
  ),
  spec(
    'VirtualService',
    'opinions',
    'hosts: [opinions], http: [{match: [{headers: {end-user: {exact: ada}}}], route: [{destination: {host: opinions, subset: v2}}]}, {route: [{destination: {host: opinions, subset: v1}, weight: 50}, {destination: {host: opinions, subset: v3}, weight: 50}]}]',
  ),
  spec(
    'VirtualService',
    'stars',
    'hosts: [stars], http: [{match: [{headers: {end-user: {exact: ada}}}], fault: {delay: {percentage: {value: 100}, fixedDelay: 7s}}, route: [{destination: {host: stars, subset: v1}}]}, {route: [{destination: {host: stars, subset: v1}}]}]',
  ),
);

/** One echo service by its name, with a breaker, a mirror and hosts of its own. */
const ECHO = all(
  namespace('shop', 'labels: {istio-injection: enabled}'),
  GATEWAY_PODS,
  service('echo', '{name: http, port: 8000, targetPort: 8080}'),
  version('echo', 'v1'),
  version('echo', 'v2'),
  spec(
    'Gateway',
    'echo-gateway',
    'selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [echo.example.com]}, {port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: echo-credential}, hosts: [echo.example.com]}]',
  ),
  spec(
    'VirtualService',
    'echo',
    'hosts: [echo.example.com], gateways: [echo-gateway], http: [{match: [{uri: {prefix: /status}}, {uri: {prefix: /delay}}], route: [{destination: {port: {number: 8000}, host: echo}}]}]',
  ),
  spec(
    'DestinationRule',
    'echo',
    'host: echo, trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}, outlierDetection: {consecutive5xxErrors: 1, interval: 1s}}, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]',
  ),
  spec(
    'VirtualService',
    'echo-mirror',
    'hosts: [echo], http: [{route: [{destination: {host: echo, subset: v1}, weight: 100}], mirror: {host: echo, subset: v2}, mirrorPercentage: {value: 100}}]',
  ),
);

/** Calls out of the cluster, by hand-made entries, TLS at the proxy and a gateway on the way. */
const EGRESS = all(
  namespace('shop', 'labels: {istio-injection: enabled}'),
  GATEWAY_PODS,
  EGRESS_PODS,
  spec(
    'ServiceEntry',
    'news',
    'hosts: [news.example.com], ports: [{number: 80, name: http-port, protocol: HTTP, targetPort: 443}, {number: 443, name: https-port, protocol: HTTPS}], resolution: DNS',
  ),
  spec(
    'DestinationRule',
    'news-tls',
    'host: news.example.com, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE}}]}',
  ),
  spec(
    'ServiceEntry',
    'wiki',
    'hosts: ["*.wiki.example"], ports: [{number: 443, name: https, protocol: HTTPS}]',
  ),
  spec(
    'Gateway',
    'out',
    'selector: {istio: egressgateway}, servers: [{port: {number: 443, name: tls, protocol: TLS}, hosts: [news.example.com], tls: {mode: PASSTHROUGH}}]',
  ),
  spec(
    'DestinationRule',
    'out',
    'host: istio-egressgateway.istio-system.svc.cluster.local, subsets: [{name: news, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}}]',
  ),
  spec(
    'VirtualService',
    'through-out',
    'hosts: [news.example.com], gateways: [mesh, out], tls: [{match: [{gateways: [mesh], port: 443, sniHosts: [news.example.com]}], route: [{destination: {host: istio-egressgateway.istio-system.svc.cluster.local, subset: news, port: {number: 443}}}]}, {match: [{gateways: [out], port: 443, sniHosts: [news.example.com]}], route: [{destination: {host: news.example.com, port: {number: 443}}, weight: 100}]}]',
  ),
  object(
    V1,
    'Sidecar',
    'name: default',
    'spec: {egress: [{hosts: ["./*", "istio-system/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
  ),
);

/** From plaintext to mutual TLS: pods with and without proxies, first permissive, then strict. */
const MIGRATION = (mode: string) =>
  all(
    namespace('shop', 'labels: {istio-injection: enabled}'),
    namespace('legacy'),
    service('echo'),
    version('echo', 'v1'),
    object(
      'v1',
      'Pod',
      'name: old-0, namespace: legacy, labels: {app: old}',
      'spec: {containers: [{name: app}]}, status: {phase: Running}',
    ),
    object(
      'v1',
      'Service',
      'name: old, namespace: legacy',
      'spec: {selector: {app: old}, ports: [{name: http, port: 80}]}',
    ),
    namespace('istio-system'),
    secured(
      'PeerAuthentication',
      'name: default, namespace: istio-system',
      'mtls: {mode: PERMISSIVE}',
    ),
    secured('PeerAuthentication', 'name: default', `mtls: {mode: ${mode}}`),
    secured(
      'PeerAuthentication',
      'name: echo',
      'selector: {matchLabels: {app: echo}}, mtls: {mode: STRICT}, portLevelMtls: {80: {mode: DISABLE}}',
    ),
    secured('AuthorizationPolicy', 'name: nothing', ''),
    secured(
      'AuthorizationPolicy',
      'name: readers',
      'selector: {matchLabels: {app: echo}}, action: ALLOW, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/default]}}, {source: {namespaces: [shop]}}], to: [{operation: {methods: [GET]}}]}]',
    ),
    object(
      V1,
      'DestinationRule',
      'name: old, namespace: legacy',
      'spec: {host: old.legacy.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}',
    ),
  );

/** Ambient mode with a waypoint before the services of a namespace. */
const AMBIENT = all(
  namespace('shop', 'labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}'),
  service('opinions', '{name: http, port: 9080}'),
  ...['v1', 'v2'].map((name) =>
    all(
      deployment(`opinions-${name}`, `app: opinions, version: ${name}`),
      pod(`opinions-${name}-0`, `app: opinions, version: ${name}`, '', CAPTURED),
      service(`opinions-${name}`, '{name: http, port: 9080}', `app: opinions, version: ${name}`),
    ),
  ),
  object('gateway.networking.k8s.io/v1', 'GatewayClass', 'name: istio-waypoint'),
  object(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    'name: waypoint, labels: {istio.io/waypoint-for: service}',
    'spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}, status: {conditions: [{type: Accepted, status: "True"}, {type: Programmed, status: "True"}]}',
  ),
  object(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'name: opinions',
    'spec: {parentRefs: [{group: "", kind: Service, name: opinions, port: 9080}], rules: [{backendRefs: [{name: opinions-v1, port: 9080, weight: 90}, {name: opinions-v2, port: 9080, weight: 10}]}]}, status: {parents: [{controllerName: c, conditions: [{type: Accepted, status: "True"}]}]}',
  ),
  secured(
    'AuthorizationPolicy',
    'name: l4',
    'selector: {matchLabels: {app: opinions}}, action: ALLOW, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/default]}}]}]',
  ),
  secured(
    'AuthorizationPolicy',
    'name: l7',
    'targetRefs: [{kind: Service, group: "", name: opinions}], action: ALLOW, rules: [{to: [{operation: {methods: [GET]}}]}]',
  ),
);

export const ISTIO_SHAPES: Readonly<Record<string, string>> = {
  'a store of several versions': STORE,
  'an echo service with breaker and mirror': ECHO,
  'calls out of the cluster': EGRESS,
  'mutual TLS, permissive': MIGRATION('PERMISSIVE'),
  'mutual TLS, strict': MIGRATION('STRICT'),
  'ambient mode with a waypoint': AMBIENT,
};
