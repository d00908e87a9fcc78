import {
  AUTHORIZATION_POLICY,
  MESH_TLS_AUTHENTICATION,
  NETWORK_AUTHENTICATION,
  POLICY_ROUTE,
  RATE_LIMIT,
  SERVER,
  SERVER_AUTHORIZATION,
  SERVICE_PROFILE,
  TRAFFIC_SPLIT,
} from '@/lib/mesh/linkerd/kinds';
import { byName, byRef, SERVICE, serviceByHost, type ReferenceRule } from '@/lib/mesh/references';

/** Where Linkerd's objects name others. */
export const LINKERD_REFERENCES: readonly ReferenceRule[] = [
  { from: POLICY_ROUTE, at: 'spec/parentRefs/*', read: byRef([SERVICE, SERVER]) },
  { from: POLICY_ROUTE, at: 'spec/rules/*/backendRefs/*', read: byRef([SERVICE]) },
  { from: AUTHORIZATION_POLICY, at: 'spec/targetRef', read: byRef([SERVER, POLICY_ROUTE]) },
  {
    from: AUTHORIZATION_POLICY,
    at: 'spec/requiredAuthenticationRefs/*',
    read: byRef([MESH_TLS_AUTHENTICATION, NETWORK_AUTHENTICATION]),
  },
  { from: RATE_LIMIT, at: 'spec/targetRef', read: byRef([SERVER, POLICY_ROUTE]) },
  { from: SERVER_AUTHORIZATION, at: 'spec/server/name', read: byName(SERVER) },
  { from: SERVICE_PROFILE, at: 'metadata/name', read: serviceByHost },
  { from: SERVICE_PROFILE, at: 'spec/dstOverrides/*/authority', read: authority },
  { from: TRAFFIC_SPLIT, at: 'spec/service', read: serviceByHost },
  { from: TRAFFIC_SPLIT, at: 'spec/backends/*/service', read: serviceByHost },
];

/** A host with its port behind. */
function authority(value: unknown, object: Parameters<ReferenceRule['read']>[1]) {
  return serviceByHost(typeof value === 'string' ? value.replace(/:\d+$/, '') : value, object);
}
