import { object, type Metadata } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { supportSecurity } from '../istio/security-objects';

const API = 'gateway.networking.k8s.io/v1';
const NAMESPACE = 'support';
const CONTROLLER = 'istio.io/mesh-controller';

interface Route {
  readonly kind: string;
  readonly name: string;
  readonly service: string;
  readonly port: number;
  readonly rules: readonly JsonObject[];
  readonly namespace?: string;
}

/** A route of Gateway API for a Service, which Istio has accepted. */
export function route({
  kind,
  name,
  service,
  port,
  rules,
  namespace = NAMESPACE,
}: Route): JsonObject {
  const parent = { group: '', kind: 'Service', name: service, port };
  const conditions = ['Accepted', 'ResolvedRefs'].map((type) => ({
    type,
    status: 'True',
    reason: type,
    message: '',
    observedGeneration: 1,
    lastTransitionTime: '2026-03-02T08:15:07Z',
  }));
  const metadata: Metadata = { namespace, name };
  return object(API, kind, metadata, {
    spec: { parentRefs: [parent], rules },
    status: { parents: [{ parentRef: parent, controllerName: CONTROLLER, conditions }] },
  });
}

/** A weighted target of a route. */
export function backend(name: string, port: number, weight: number): JsonObject {
  return { group: '', kind: 'Service', name, port, weight };
}

interface Version {
  readonly app: string;
  readonly version: string;
  readonly port: number;
  readonly protocol?: string;
  readonly namespace?: string;
}

/** The Service of one version, to which routes lead. */
export function versionService({
  app,
  version,
  port,
  protocol = 'http',
  namespace = NAMESPACE,
}: Version): JsonObject {
  const ports = [
    { name: protocol, port, targetPort: port, protocol: 'TCP', appProtocol: protocol },
  ];
  const metadata = { namespace, name: `${app}-${version}`, labels: { app } };
  return object('v1', 'Service', metadata, { spec: { selector: { app, version }, ports } });
}

function routes(): readonly JsonObject[] {
  const canary = [{ type: 'Exact', name: 'x-canary', value: 'true' }];
  return [
    route({
      ...{ kind: 'HTTPRoute', name: 'tickets', service: 'tickets', port: 8080 },
      rules: [
        { matches: [{ headers: canary }], backendRefs: [backend('tickets-v2', 8080, 1)] },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [backend('tickets-v1', 8080, 70), backend('tickets-v2', 8080, 30)],
          timeouts: { request: '5s' },
        },
      ],
    }),
    route({
      ...{ kind: 'GRPCRoute', name: 'chat', service: 'chat', port: 9090 },
      rules: [{ backendRefs: [backend('chat-v1', 9090, 3), backend('chat-v2', 9090, 1)] }],
    }),
    route({
      ...{ kind: 'TCPRoute', name: 'mail', service: 'mail', port: 2525 },
      rules: [{ backendRefs: [backend('mail-v1', 2525, 1), backend('mail-v2', 2525, 1)] }],
    }),
  ];
}

/** A gateway whose route leads into another namespace, by TLS that it does not open. */
function edge(): readonly JsonObject[] {
  const gatewayClass = object(
    API,
    'GatewayClass',
    { name: 'istio' },
    {
      spec: { controllerName: 'istio.io/gateway-controller' },
    },
  );
  const gateway = object(
    API,
    'Gateway',
    { namespace: NAMESPACE, name: 'edge' },
    {
      spec: {
        gatewayClassName: 'istio',
        listeners: [
          {
            name: 'tls',
            port: 443,
            protocol: 'TLS',
            hostname: 'help.example',
            tls: { mode: 'Passthrough' },
          },
        ],
      },
    },
  );
  const tls = object(
    API,
    'TLSRoute',
    { namespace: NAMESPACE, name: 'help' },
    {
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
        hostnames: ['help.example'],
        rules: [
          {
            backendRefs: [
              backend('tickets-v1', 8080, 90),
              { ...backend('storefront', 8080, 10), namespace: 'staging' },
            ],
          },
        ],
      },
    },
  );
  const grant = object(
    API,
    'ReferenceGrant',
    { namespace: 'staging', name: 'from-support' },
    {
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute', namespace: NAMESPACE }],
        to: [{ group: '', kind: 'Service', name: 'storefront' }],
      },
    },
  );
  return [gatewayClass, gateway, tls, grant, leftOver()];
}

/** The help desk had a namespace of its own once; what it was granted is still there. */
function leftOver(): JsonObject {
  return object(
    API,
    'ReferenceGrant',
    { namespace: NAMESPACE, name: 'from-helpdesk' },
    {
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'helpdesk' }],
        to: [{ group: '', kind: 'Service', name: 'tickets-v1' }],
      },
    },
  );
}

/** What gateways expect of the tickets when they call them under TLS. */
function backendTls(): JsonObject {
  const validation = { hostname: 'tickets.help.example', wellKnownCACertificates: 'System' };
  const targetRefs = [{ group: '', kind: 'Service', name: 'tickets-v1' }];
  return object(
    API,
    'BackendTLSPolicy',
    { namespace: NAMESPACE, name: 'tickets' },
    { spec: { targetRefs, validation } },
  );
}

/** The routes of the help desk, and its policies. */
export function supportObjects(): readonly JsonObject[] {
  const services = [
    ['tickets', 8080, 'http'],
    ['chat', 9090, 'grpc'],
    ['mail', 2525, 'tcp'],
  ] as const;
  return [
    ...services.flatMap(([app, port, protocol]) =>
      ['v1', 'v2'].map((version) => versionService({ app, version, port, protocol })),
    ),
    ...routes(),
    ...edge(),
    backendTls(),
    ...supportSecurity(),
  ];
}
