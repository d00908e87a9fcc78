import { managed, object, ownerOf, type Metadata } from '../../kubernetes/build';
import {
  destinationRule,
  gateway,
  route,
  serviceEntry,
  toSubsets,
  virtualService,
} from './objects';
import { shopSecurity } from './security-objects';
import type { JsonObject } from '../../kubernetes/json';

const BOTH = { v1: 'v1', v2: 'v2' };

/** A VirtualService for one service of its own namespace. */
function forService(
  namespace: string,
  name: string,
  routes: JsonObject,
  metadata: Partial<Metadata> = {},
): JsonObject {
  return virtualService({ namespace, name, ...metadata }, { hosts: [name], ...routes });
}

function shopRoutes(): readonly JsonObject[] {
  const canary = { headers: { 'x-canary': { exact: 'true' } } };
  return [
    forService('shop', 'user-service', {
      http: [
        { name: 'canary', match: [canary], route: toSubsets('user-service', ['v2']) },
        {
          name: 'primary',
          route: toSubsets('user-service', ['v1', 90], ['v2', 10]),
          timeout: '3s',
          retries: { attempts: 2, perTryTimeout: '1s', retryOn: '5xx' },
        },
      ],
    }),
    // One destination and no weight, while the DestinationRule knows a second version.
    forService('shop', 'payments', { http: [{ route: toSubsets('payments', ['v1']) }] }),
    // A weight that is left out counts as 0.
    forService('shop', 'inventory', {
      http: [{ route: toSubsets('inventory', ['v1', 3], ['v2']) }],
    }),
    // The subset `beta` is nowhere defined; its weight of 0 keeps that harmless.
    forService('shop', 'profiles', {
      http: [{ route: toSubsets('profiles', ['v1', 100], ['beta', 0]) }],
    }),
    forService('shop', 'postgres', {
      tcp: [{ match: [{ port: 5432 }], route: toSubsets('postgres', ['v1', 90], ['v2', 10]) }],
    }),
    forService('shop', 'orders', {
      http: [{ route: route({ host: 'orders' }), timeout: '10s' }],
    }),
    ...['user-service', 'payments', 'inventory', 'postgres', 'recommendation'].map((name) =>
      destinationRule('shop', name, BOTH),
    ),
    destinationRule('shop', 'profiles', { v1: 'v1' }),
  ];
}

/** A test of what shipping does without its labels, which somebody forgot to end. */
function labelsUnderTest(): readonly JsonObject[] {
  const annotations = { 'alidade/fault-ends': '2026-03-02T18:00:00Z' };
  const fault = {
    delay: { fixedDelay: '2s', percentage: { value: 5 } },
    abort: { httpStatus: 503, percentage: { value: 0.5 } },
  };
  const http = [{ fault, route: route({ host: 'labels' }), timeout: '5s' }];
  const connectionPool = {
    tcp: { maxConnections: 20 },
    http: { http1MaxPendingRequests: 4, http2MaxRequests: 20 },
  };
  const outlierDetection = { consecutiveErrors: 5, interval: '10s', baseEjectionTime: '30s' };
  return [
    forService('warehouse', 'labels', { http }, { annotations }),
    destinationRule('warehouse', 'labels', { v1: 'v1' }, { connectionPool, outlierDetection }),
  ];
}

function warehouseRoutes(): readonly JsonObject[] {
  return [
    ...labelsUnderTest(),
    // Relative weights: three quarters and one.
    forService('warehouse', 'shipping', {
      http: [{ route: toSubsets('shipping', ['v1', 3], ['v2', 1]) }],
    }),
    destinationRule('warehouse', 'shipping', BOTH),
    destinationRule('warehouse', 'stock', BOTH),
  ];
}

const NETWORKING = 'networking.istio.io/v1';

/** Objects that a rollout controller writes as a release goes on. */
function releasedRoutes(): readonly JsonObject[] {
  const recommendation = {
    hosts: ['recommendation'],
    http: [{ name: 'primary', route: toSubsets('recommendation', ['v1', 95], ['v2', 5]) }],
  };
  const targets = [
    { host: 'storefront-primary', weight: 100 },
    { host: 'storefront-canary', weight: 0 },
  ];
  const storefront = { hosts: ['storefront'], http: [{ route: route(...targets) }] };
  const canary = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' };
  return [
    virtualService(
      {
        namespace: 'shop',
        name: 'recommendation',
        managedFields: [managed('rollouts-controller', NETWORKING, { spec: recommendation })],
      },
      recommendation,
    ),
    virtualService(
      {
        namespace: 'staging',
        name: 'storefront',
        ownerReferences: [ownerOf({ ...canary, namespace: 'staging', name: 'storefront' })],
        managedFields: [managed('flagger', NETWORKING, { spec: storefront })],
      },
      storefront,
    ),
  ];
}

const BY_ARGO_CD = {
  labels: { 'argocd.argoproj.io/instance': 'warehouse' },
  annotations: {
    'argocd.argoproj.io/tracking-id':
      'warehouse:networking.istio.io/VirtualService:warehouse/stock',
  },
};

const BY_HELM = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: {
    'meta.helm.sh/release-name': 'analytics',
    'meta.helm.sh/release-namespace': 'analytics',
  },
};

const BY_FLUX = {
  labels: {
    'kustomize.toolkit.fluxcd.io/name': 'analytics',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  },
};

/** Objects that are kept as a repository or a chart says, so that a change by hand may not last. */
function reconciledRoutes(): readonly JsonObject[] {
  const stock = toSubsets('stock', ['v1', 80], ['v2', 20]);
  const reports = toSubsets('reports', ['v1', 100], ['v2', 0]);
  const outlierDetection = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' };
  return [
    forService('warehouse', 'stock', { http: [{ route: stock }] }, BY_ARGO_CD),
    forService('analytics', 'reports', { http: [{ route: reports }] }, BY_HELM),
    forService(
      'analytics',
      'collector',
      { http: [{ route: toSubsets('collector', ['v1']) }] },
      BY_FLUX,
    ),
    destinationRule('analytics', 'reports', BOTH, { outlierDetection }),
    destinationRule('analytics', 'collector', BOTH),
  ];
}

/** A Service for a part of another one's pods, as Flagger makes them. */
function partService(namespace: string, name: string, selector: JsonObject): JsonObject {
  const ports = [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }];
  return object('v1', 'Service', { namespace, name }, { spec: { selector, ports } });
}

function stagingRoutes(): readonly JsonObject[] {
  const bank = 'bank.partner.example';
  return [
    partService('staging', 'storefront-primary', { app: 'storefront', version: 'v1' }),
    partService('staging', 'storefront-canary', { app: 'storefront', version: 'v2' }),
    // Blue and green: all or nothing.
    forService('staging', 'checkout', {
      http: [{ route: toSubsets('checkout', ['blue', 100], ['green', 0]) }],
    }),
    destinationRule('staging', 'checkout', { blue: 'v1', green: 'v2' }),
    virtualService(
      { namespace: 'staging', name: 'partner-bank' },
      {
        hosts: [bank],
        tls: [
          {
            match: [{ port: 443, sniHosts: [bank] }],
            route: route(
              { host: `a.${bank}`, port: 443, weight: 70 },
              { host: `b.${bank}`, port: 443, weight: 30 },
            ),
          },
        ],
      },
    ),
    ...['a', 'b'].map((each) => serviceEntry('staging', `bank-${each}`, `${each}.${bank}`)),
  ];
}

function ingress(): readonly JsonObject[] {
  return [
    gateway('ingress', 'storefront', ['shop.example']),
    virtualService(
      { namespace: 'ingress', name: 'storefront' },
      {
        hosts: ['shop.example'],
        gateways: ['storefront'],
        http: [
          {
            match: [{ uri: { prefix: '/' } }],
            route: route({ host: 'api-gateway.shop.svc.cluster.local', port: 8080 }),
          },
        ],
      },
    ),
    serviceEntry('shop', 'cards-api', 'api.cards.example'),
  ];
}

/** The mesh configuration of the shop: splits of every shape, and some that other tools own. */
export function shopObjects(): readonly JsonObject[] {
  return [
    ...shopRoutes(),
    ...warehouseRoutes(),
    ...releasedRoutes(),
    ...reconciledRoutes(),
    ...stagingRoutes(),
    ...ingress(),
    ...shopSecurity(),
  ];
}
