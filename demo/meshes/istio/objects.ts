import { object, type Metadata } from '../../kubernetes/build';
import type { Json, JsonObject } from '../../kubernetes/json';

const NETWORKING = 'networking.istio.io/v1';

export interface Target {
  readonly host: string;
  readonly subset?: string;
  readonly weight?: number;
  readonly port?: number;
}

/** One weighted choice: `[subset, weight]` pairs of a host. */
export function toSubsets(
  host: string,
  ...targets: readonly (readonly [subset: string, weight?: number])[]
): readonly Json[] {
  return route(
    ...targets.map(([subset, weight]) => ({
      host,
      subset,
      ...(weight !== undefined && { weight }),
    })),
  );
}

export function route(...targets: readonly Target[]): readonly Json[] {
  return targets.map(({ host, subset, weight, port }): JsonObject => ({
    destination: {
      host,
      ...(subset !== undefined && { subset }),
      ...(port !== undefined && { port: { number: port } }),
    },
    ...(weight !== undefined && { weight }),
  }));
}

export function virtualService(metadata: Metadata, spec: JsonObject): JsonObject {
  return object(NETWORKING, 'VirtualService', metadata, { spec });
}

/** A DestinationRule of which each subset selects one value of the label `version`. */
export function destinationRule(
  namespace: string,
  name: string,
  subsets: Readonly<Record<string, string>>,
  trafficPolicy?: JsonObject,
): JsonObject {
  const spec = {
    host: name,
    ...(trafficPolicy && { trafficPolicy }),
    subsets: Object.entries(subsets).map(([subset, version]) => ({
      name: subset,
      labels: { version },
    })),
  };
  return object(NETWORKING, 'DestinationRule', { namespace, name }, { spec });
}

export function serviceEntry(namespace: string, name: string, host: string): JsonObject {
  const spec = {
    hosts: [host],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  };
  return object(NETWORKING, 'ServiceEntry', { namespace, name }, { spec });
}

export function gateway(namespace: string, name: string, hosts: readonly string[]): JsonObject {
  const spec = {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
  };
  return object(NETWORKING, 'Gateway', { namespace, name }, { spec });
}

export function security(
  kind: string,
  namespace: string,
  name: string,
  spec: JsonObject,
): JsonObject {
  return object('security.istio.io/v1', kind, { namespace, name }, { spec });
}
