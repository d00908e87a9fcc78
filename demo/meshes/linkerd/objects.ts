import { object } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';

const POLICY = 'policy.linkerd.io';

interface Port {
  readonly protocol: 'http' | 'grpc';
  readonly port: number;
}

const HTTP: Port = { protocol: 'http', port: 8080 };
const GRPC: Port = { protocol: 'grpc', port: 9090 };

/** A Service for one version of another one's pods. */
export function leafService(
  namespace: string,
  app: string,
  version: string,
  { protocol, port }: Port = HTTP,
): JsonObject {
  const name = `${app}-${version}`;
  const selector = { app, version };
  const ports = [
    { name: protocol, port, targetPort: port, protocol: 'TCP', appProtocol: protocol },
  ];
  return object(
    'v1',
    'Service',
    { namespace, name, labels: { app } },
    { spec: { selector, ports } },
  );
}

type Targets = Readonly<Record<string, number>>;

/** A rule of a route: the weights of the versions of a service. */
export function toVersions(
  app: string,
  weights: Targets,
  more: JsonObject = {},
  { port }: Port = HTTP,
): JsonObject {
  const backendRefs = Object.entries(weights).map(([version, weight]) => ({
    group: '',
    kind: 'Service',
    name: `${app}-${version}`,
    port,
    weight,
  }));
  return { ...more, backendRefs };
}

/** Linkerd's own HTTPRoute for a service of its namespace, which its controller has accepted. */
export function policyRoute(
  namespace: string,
  name: string,
  rules: readonly JsonObject[],
  { port }: Port = HTTP,
  annotations: Readonly<Record<string, string>> = {},
): JsonObject {
  const parent = { group: 'core', kind: 'Service', name, port };
  const conditions = ['Accepted', 'ResolvedRefs'].map((type) => ({
    type,
    status: 'True',
    reason: type,
    message: '',
    lastTransitionTime: '2026-03-02T08:15:02Z',
  }));
  return object(
    `${POLICY}/v1beta3`,
    'HTTPRoute',
    { namespace, name, annotations },
    {
      spec: { parentRefs: [parent], rules },
      status: {
        parents: [
          { parentRef: parent, controllerName: 'linkerd.io/policy-controller', conditions },
        ],
      },
    },
  );
}

function routing(): readonly JsonObject[] {
  const header = { headers: [{ name: 'x-canary', value: 'true', type: 'Exact' }] };
  const matches = [{ path: { type: 'PathPrefix', value: '/' }, ...header }];
  return [
    ...['v1', 'v2'].map((version) => leafService('loyalty', 'points', version)),
    ...['v1', 'v2'].map((version) => leafService('loyalty', 'coupons', version)),
    ...['v1', 'v2'].map((version) => leafService('loyalty', 'rewards', version, GRPC)),
    policyRoute(
      'loyalty',
      'points',
      [
        toVersions('points', { v2: 1 }, { matches }),
        toVersions('points', { v1: 90, v2: 10 }, { timeouts: { request: '3s' } }),
      ],
      HTTP,
      {
        'retry.linkerd.io/http': '5xx',
        'retry.linkerd.io/limit': '2',
        'retry.linkerd.io/timeout': '400ms',
      },
    ),
    object(
      'split.smi-spec.io/v1alpha1',
      'TrafficSplit',
      { namespace: 'loyalty', name: 'coupons' },
      {
        spec: {
          service: 'coupons',
          backends: [
            { service: 'coupons-v1', weight: '900m' },
            { service: 'coupons-v2', weight: '100m' },
          ],
        },
      },
    ),
    object(
      'linkerd.io/v1alpha2',
      'ServiceProfile',
      { namespace: 'loyalty', name: 'rewards.loyalty.svc.cluster.local' },
      {
        spec: {
          dstOverrides: [
            { authority: 'rewards-v1.loyalty.svc.cluster.local:9090', weight: '950m' },
            { authority: 'rewards-v2.loyalty.svc.cluster.local:9090', weight: '50m' },
          ],
          retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 10, ttl: '10s' },
        },
      },
    ),
    // Somebody tried the new way as well; the profile makes it do nothing.
    policyRoute('loyalty', 'rewards', [toVersions('rewards', { v1: 1, v2: 1 }, {}, GRPC)], GRPC),
  ];
}

function policy(kind: string, version: string, name: string, spec: JsonObject): JsonObject {
  return object(`${POLICY}/${version}`, kind, { namespace: 'loyalty', name }, { spec });
}

function policies(): readonly JsonObject[] {
  const server = (name: string) => ({ group: POLICY, kind: 'Server', name });
  return [
    policy('Server', 'v1beta3', 'points-http', {
      podSelector: { matchLabels: { app: 'points' } },
      port: 8080,
      proxyProtocol: 'HTTP/1',
      accessPolicy: 'deny',
    }),
    policy('Server', 'v1beta3', 'coupons-http', {
      podSelector: { matchLabels: { app: 'coupons' } },
      port: 8080,
      proxyProtocol: 'HTTP/1',
      accessPolicy: 'all-unauthenticated',
    }),
    policy('AuthorizationPolicy', 'v1alpha1', 'points-callers', {
      targetRef: server('points-http'),
      requiredAuthenticationRefs: [
        { group: POLICY, kind: 'MeshTLSAuthentication', name: 'points-callers' },
      ],
    }),
    policy('AuthorizationPolicy', 'v1alpha1', 'points-from-inside', {
      targetRef: server('points-http'),
      requiredAuthenticationRefs: [{ group: POLICY, kind: 'NetworkAuthentication', name: 'pods' }],
    }),
    policy('MeshTLSAuthentication', 'v1alpha1', 'points-callers', {
      identities: ['loyalty-web.loyalty.serviceaccount.identity.linkerd.cluster.local'],
    }),
    policy('NetworkAuthentication', 'v1alpha1', 'pods', { networks: [{ cidr: '10.42.0.0/16' }] }),
    policy('Server', 'v1beta3', 'rewards-grpc', {
      podSelector: { matchLabels: { app: 'rewards' } },
      port: 9090,
      proxyProtocol: 'gRPC',
      accessPolicy: 'deny',
    }),
    // The old way, for callers that are on their way to another mesh and come in plain text.
    policy('ServerAuthorization', 'v1beta1', 'rewards-from-inside', {
      server: { name: 'rewards-grpc' },
      client: { unauthenticated: true, networks: [{ cidr: '10.42.0.0/16' }] },
    }),
    policy('Server', 'v1beta3', 'points-db', {
      podSelector: { matchLabels: { app: 'points-db' } },
      port: 5432,
      proxyProtocol: 'opaque',
      accessPolicy: 'deny',
    }),
    policy('AuthorizationPolicy', 'v1alpha1', 'points-db', {
      targetRef: server('points-db'),
      requiredAuthenticationRefs: [{ kind: 'ServiceAccount', name: 'points' }],
    }),
    policy('HTTPLocalRateLimitPolicy', 'v1alpha1', 'coupons', {
      targetRef: server('coupons-http'),
      total: { requestsPerSecond: 200 },
      identity: { requestsPerSecond: 80 },
    }),
    policy('EgressNetwork', 'v1alpha1', 'outside', { trafficPolicy: 'Allow' }),
  ];
}

/** The configuration of the loyalty programme: one carrier of each sort, and who may call whom. */
export function loyaltyObjects(): readonly JsonObject[] {
  return [...routing(), ...policies()];
}
