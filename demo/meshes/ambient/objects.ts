import { object } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { WAYPOINT } from '../../model/waypoints';
import { backend, route, versionService } from '../gateway-api/objects';
import { security } from '../istio/objects';

const API = 'gateway.networking.k8s.io/v1';
const NAMESPACE = 'booking';

const rooms = { name: 'rooms', port: 8080 };

function waypointGateway(): readonly JsonObject[] {
  const controllerName = 'istio.io/mesh-controller';
  const listeners = [{ name: 'mesh', port: 15008, protocol: 'HBONE' }];
  return [
    object(API, 'GatewayClass', { name: 'istio-waypoint' }, { spec: { controllerName } }),
    object(
      API,
      'Gateway',
      {
        namespace: NAMESPACE,
        name: WAYPOINT,
        labels: { 'istio.io/waypoint-for': 'service' },
      },
      { spec: { gatewayClassName: 'istio-waypoint', listeners } },
    ),
  ];
}

function canary(): JsonObject {
  const headers = [{ type: 'Exact', name: 'x-canary', value: 'true' }];
  const { name, port } = rooms;
  return route({
    ...{ kind: 'HTTPRoute', namespace: NAMESPACE, name, service: name, port },
    rules: [
      { matches: [{ headers }], backendRefs: [backend('rooms-v2', port, 1)] },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [backend('rooms-v1', port, 85), backend('rooms-v2', port, 15)],
      },
    ],
  });
}

/** The waypoint's policy, ztunnel's, one that ztunnel cannot keep, and a depot that takes nothing in plain text. */
function policies(): readonly JsonObject[] {
  const from = (...accounts: readonly string[]) => [
    { source: { principals: accounts.map((account) => `cluster.local/ns/${account}`) } },
  ];
  return [
    security('AuthorizationPolicy', NAMESPACE, 'rooms', {
      targetRefs: [{ group: '', kind: 'Service', name: rooms.name }],
      action: 'ALLOW',
      rules: [{ from: from('booking/sa/booking-web') }],
    }),
    security('AuthorizationPolicy', 'depot', 'archive', {
      selector: { matchLabels: { app: 'archive' } },
      action: 'ALLOW',
      rules: [
        {
          from: from('booking/sa/booking-web', 'depot/sa/pallets'),
          to: [{ operation: { ports: ['7000'] } }],
        },
      ],
    }),
    // Somebody forgot that the depot has no waypoint: ztunnel knows no methods. Nobody calls the crane.
    security('AuthorizationPolicy', 'depot', 'crane', {
      selector: { matchLabels: { app: 'crane' } },
      action: 'ALLOW',
      rules: [{ from: from('depot/sa/pallets'), to: [{ operation: { methods: ['GET'] } }] }],
    }),
    security('PeerAuthentication', 'depot', 'default', { mtls: { mode: 'STRICT' } }),
  ];
}

/** The waypoint of the booking, the canary of its rooms, which the waypoint obeys, and policies. */
export function bookingObjects(): readonly JsonObject[] {
  return [
    ...waypointGateway(),
    ...['v1', 'v2'].map((version) =>
      versionService({ namespace: NAMESPACE, app: rooms.name, version, port: rooms.port }),
    ),
    canary(),
    ...policies(),
  ];
}
