import { fields, list, TEXT, WHOLE, type Schema } from '../../kubernetes/schema';
import type { ServedKind } from '../../kubernetes/served-kind';
import { ROUTE_KINDS } from './kinds';

const BACKEND = fields(
  { group: TEXT, kind: TEXT, name: TEXT, namespace: TEXT, port: WHOLE, weight: WHOLE },
  ['name'],
);
const ROUTE = fields({ rules: list(fields({ backendRefs: list(BACKEND) })) });

export const GATEWAY_API_SCHEMAS: readonly (readonly [ServedKind, Schema])[] = ROUTE_KINDS.map(
  (kind) => [kind, ROUTE] as const,
);
