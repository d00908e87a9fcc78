import {
  GATEWAY,
  GATEWAY_CLASS,
  BACKEND_TLS_POLICY,
  ROUTE_KINDS,
} from '@/lib/mesh/gateway-api/kinds';
import { byName, byRef, SERVICE, type ReferenceRule } from '@/lib/mesh/references';

/** Where objects of Gateway API name others. */
export const GATEWAY_API_REFERENCES: readonly ReferenceRule[] = [
  ...ROUTE_KINDS.flatMap(([from]): readonly ReferenceRule[] => [
    { from, at: 'spec/parentRefs/*', read: byRef([GATEWAY, SERVICE]) },
    { from, at: 'spec/rules/*/backendRefs/*', read: byRef([SERVICE]) },
    { from, at: 'spec/rules/*/filters/*/requestMirror/backendRef', read: byRef([SERVICE]) },
  ]),
  { from: GATEWAY, at: 'spec/gatewayClassName', read: byName(GATEWAY_CLASS) },
  { from: BACKEND_TLS_POLICY, at: 'spec/targetRefs/*', read: byRef([SERVICE]) },
];
