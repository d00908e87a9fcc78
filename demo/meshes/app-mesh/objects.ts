import { object } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { MESH_NAME } from './versions';

const API = 'appmesh.k8s.aws/v1beta2';
const NAMESPACE = 'media';

function active(type: string): JsonObject {
  return { conditions: [{ type, status: 'True' }] };
}

function mesh(): JsonObject {
  const namespaceSelector = { matchLabels: { mesh: MESH_NAME } };
  const spec = { awsName: MESH_NAME, namespaceSelector, egressFilter: { type: 'DROP_ALL' } };
  return object(API, 'Mesh', { name: MESH_NAME }, { spec, status: active('MeshActive') });
}

interface NodeSpec {
  readonly name: string;
  readonly app?: string;
  readonly version?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly backends?: readonly string[];
  /** What callers keep to: limits, and when they leave an endpoint alone. */
  readonly limits?: JsonObject;
  /** Whether its listener takes TLS: alone, beside plain text, or not at all. */
  readonly tls?: 'STRICT' | 'PERMISSIVE';
  /** Backends that it calls under mutual TLS. */
  readonly under?: readonly string[];
}

/** Certificates come from the secrets of an agent beside the proxy. */
const CERTIFICATE = { sds: { secretName: 'spiffe://studio/media' } };
const VALIDATION = { trust: { sds: { secretName: 'spiffe://studio' } } };

function virtualNode(node: NodeSpec): JsonObject {
  const { name, app = name, version = 'v1', port = 8080, protocol = 'http', backends = [] } = node;
  const { tls, under = [], limits = {} } = node;
  const secured = { tls: { certificate: CERTIFICATE, validation: VALIDATION } };
  const taken = {
    tls: { mode: tls ?? 'DISABLED', certificate: CERTIFICATE, validation: VALIDATION },
  };
  const spec = {
    awsName: `${name}_${NAMESPACE}`,
    podSelector: { matchLabels: { app, version } },
    listeners: [{ portMapping: { port, protocol }, ...(tls !== undefined && taken), ...limits }],
    serviceDiscovery: { dns: { hostname: `${name}.${NAMESPACE}.svc.cluster.local` } },
    backends: backends.map((backend) => ({
      virtualService: {
        virtualServiceRef: { name: backend },
        ...(under.includes(backend) && { clientPolicy: secured }),
      },
    })),
    meshRef: { name: MESH_NAME, uid: '6c2f9e58-19b4-4d9f-8a5e-4f0a6d1c7b32' },
  };
  const status = active('VirtualNodeActive');
  return object(API, 'VirtualNode', { namespace: NAMESPACE, name }, { spec, status });
}

function film(version: string, limits: JsonObject = {}): JsonObject {
  const backends = ['rights', 'store'];
  const name = `film-${version}`;
  return virtualNode({
    ...{ name, app: 'film', version, backends, under: backends, limits },
    tls: 'STRICT',
  });
}

function target(name: string, weight: number): JsonObject {
  return { virtualNodeRef: { name }, weight };
}

function filmRouter(): JsonObject {
  const canary = { name: 'x-canary', match: { exact: 'true' } };
  const spec = {
    awsName: `film_${NAMESPACE}`,
    listeners: [{ portMapping: { port: 8080, protocol: 'http' } }],
    routes: [
      {
        name: 'canary',
        priority: 10,
        httpRoute: {
          match: { prefix: '/', headers: [canary] },
          action: { weightedTargets: [target('film-v2', 100)] },
        },
      },
      {
        name: 'all',
        priority: 20,
        httpRoute: {
          match: { prefix: '/' },
          action: { weightedTargets: [target('film-v1', 4), target('film-v2', 1)] },
          retryPolicy: {
            maxRetries: 2,
            perRetryTimeout: { unit: 's', value: 2 },
            httpRetryEvents: ['server-error'],
          },
          timeout: { perRequest: { unit: 's', value: 8 } },
        },
      },
    ],
  };
  const status = active('VirtualRouterActive');
  return object(API, 'VirtualRouter', { namespace: NAMESPACE, name: 'film' }, { spec, status });
}

function virtualService(name: string, provider: JsonObject): JsonObject {
  const spec = { awsName: `${name}.${NAMESPACE}.svc.cluster.local`, provider };
  const status = active('VirtualServiceActive');
  return object(API, 'VirtualService', { namespace: NAMESPACE, name }, { spec, status });
}

function straightTo(name: string): JsonObject {
  return { virtualNode: { virtualNodeRef: { name } } };
}

/** A Service for each version, by which DNS finds a VirtualNode. */
function versionService(version: string): JsonObject {
  const name = `film-${version}`;
  const ports = [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }];
  const spec = { selector: { app: 'film', version }, ports };
  return object('v1', 'Service', { namespace: NAMESPACE, name }, { spec });
}

const FILM_LIMITS: JsonObject = {
  connectionPool: { http: { maxConnections: 64, maxPendingRequests: 8 } },
  outlierDetection: {
    maxServerErrors: 5,
    interval: { unit: 's', value: 10 },
    baseEjectionDuration: { unit: 's', value: 30 },
    maxEjectionPercent: 50,
  },
};

/** App Mesh's objects for the films. */
export function mediaObjects(): readonly JsonObject[] {
  return [
    mesh(),
    // Titles are called in plain text: that node has no certificate yet.
    virtualNode({ name: 'front', backends: ['film', 'titles'], under: ['film'] }),
    film('v1', FILM_LIMITS),
    film('v2'),
    virtualNode({ name: 'titles' }),
    virtualNode({ name: 'rights', port: 9090, protocol: 'grpc', tls: 'STRICT' }),
    virtualNode({ name: 'store', port: 6379, protocol: 'tcp', tls: 'PERMISSIVE' }),
    virtualNode({ name: 'archive' }),
    filmRouter(),
    virtualService('film', { virtualRouter: { virtualRouterRef: { name: 'film' } } }),
    ...['front', 'titles', 'rights', 'store'].map((name) => virtualService(name, straightTo(name))),
    // Announced, and never finished: nobody provides it.
    virtualService('trailers', {}),
    versionService('v1'),
    versionService('v2'),
  ];
}
